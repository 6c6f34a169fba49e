"""Footprint: how much memory an index takes, near enough to choose which ones to hold."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from itertools import chain
from sys import getsizeof
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.documents import Record
from knowledge.search.shelf import Shelf, Shelver

Array = NDArray[Any]

WORD, FEATURE, RECORD = 245, 120, 220
"""Bytes that a word, a feature of words, and a document take beside arrays and texts: what made
indexes of 1 to 20,000 documents come out right (`tests/benchmarks/memory.py` compares)."""

SAMPLE = 200
"""Records whose wordings are measured; the others are taken to be like them."""


def footprint(shelf: Shelf, shelver: Shelver) -> int:
    """Bytes of memory: arrays as they are, the rest estimated by number."""
    owned = {id(array): array.nbytes for array in _arrays([shelf, *_vectors(shelver)])}
    lexicon = shelver.lexicon
    words = WORD * lexicon.size + FEATURE * lexicon.breadth
    records = [part.segment.material.records for part in shelf.parts]
    return sum(owned.values()) + words + sum(RECORD * len(one) + _texts(one) for one in records)


def _vectors(shelver: Shelver) -> Iterator[Array]:
    if shelver.meanings is not None:
        yield shelver.meanings.rows


def _arrays(things: Iterable[object]) -> Iterator[Array]:
    """Every array that these hold, itself and not as a view; one may come several times."""
    for thing in things:
        if isinstance(thing, np.ndarray):
            yield thing if thing.base is None else _whole(thing)
        elif is_dataclass(thing):
            kept = (getattr(thing, each.name) for each in fields(thing))
            yield from _arrays(chain(kept, getattr(thing, "__dict__", {}).values()))
        elif isinstance(thing, tuple) and not _is_long(thing):
            yield from _arrays(thing)


def _whole(view: Array) -> Array:
    return view.base if isinstance(view.base, np.ndarray) else view


def _is_long(several: tuple[object, ...]) -> bool:
    """Whether these are records, which hold no arrays, and not the few parts of a shelf."""
    return bool(several) and isinstance(several[0], Record)


def _texts(records: Sequence[Record]) -> int:
    some = records[:: max(len(records) // SAMPLE, 1)]
    size = sum(getsizeof(text) for record in some for text in record.wordings)
    return size * len(records) // max(len(some), 1)
