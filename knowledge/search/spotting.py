"""Spotting: the phrases of the thesaurus in texts whose words are numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress

import numpy as np

from knowledge.search.ragged import Ints, Longs, Mask, Ragged, blocks, distinct, ragged
from knowledge.search.thesaurus import Thesaurus

LOW = 0xFFFFFFFF


@dataclass(frozen=True)
class Begun:
    """Places where a phrase may have begun, with the row of words from there up to here."""

    places: Longs
    ends: Longs  # where the text ends that it is in
    owners: Longs  # which text that is
    rows: Longs  # the number of the row, the same for the same words

    def of(self, some: Mask | Longs, rows: Longs) -> "Begun":
        return Begun(self.places[some], self.ends[some], self.owners[some], rows)


class _Remembered:
    """What the thesaurus says of rows of words, each looked up once."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self.has = cache(thesaurus.has)
        self.together = cache(thesaurus.together)
        self.goes_on = cache(thesaurus.goes_on)


def spotted(
    texts: Ragged, spelt: Sequence[str], begins: Mask, follows: Mask, thesaurus: Thesaurus
) -> tuple[Longs, Ints]:
    """What the phrases of each text mean: texts in order and concepts in order, each pair once.

    `spelt`, `begins` and `follows` are by word: how it is written, whether it may be the first
    word of a phrase, and whether it may be the second.
    """
    known, alone = _Remembered(thesaurus), [(word,) for word in spelt]
    found = [np.zeros(0, np.int64)]
    for start, some in blocks(texts):
        begun = _begun(some, begins, follows)
        found.append((start << 32) + _spotted(begun, alone, some.flat, spelt, known))
    pairs = np.concatenate(found)
    return pairs >> 32, (pairs & LOW).astype(np.int32)


def _spotted(
    begun: Begun,
    rows: Sequence[tuple[str, ...]],
    flat: Ints,
    spelt: Sequence[str],
    known: _Remembered,
) -> Longs:
    """The pairs of a text and a concept. Rows grow by a word while a phrase goes on like that."""
    found = [np.zeros(0, np.int64)]
    length = 1
    while len(begun.places):
        begun, rows = _grown(begun, rows, length, flat, spelt, known)
        said = ragged([known.together(row) for row in rows]).take(begun.rows)
        found.append(begun.owners[said.owners] << 32 | said.flat)
        goes_on = np.array([known.goes_on(row) for row in rows], np.bool_)[begun.rows]
        begun = begun.of(goes_on, begun.rows[goes_on])
        length += 1
    return distinct(np.concatenate(found))[0]


def _begun(texts: Ragged, begins: Mask, follows: Mask) -> Begun:
    flat = texts.flat
    places = np.flatnonzero(begins[flat[:-1]] & follows[flat[1:]])
    owners = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(places, texts.edges)))
    return Begun(places, texts.edges[owners + 1], owners, flat[places].astype(np.int64))


def _grown(
    begun: Begun,
    rows: Sequence[tuple[str, ...]],
    length: int,
    flat: Ints,
    spelt: Sequence[str],
    known: _Remembered,
) -> tuple[Begun, list[tuple[str, ...]]]:
    """One word further, where the text has one and the thesaurus something of the sort."""
    inside = np.flatnonzero(begun.places + length < begun.ends)
    pairs = begun.rows[inside] << 32 | flat[begun.places[inside] + length]
    different, _ = distinct(pairs)
    longer = [(*rows[pair >> 32], spelt[pair & LOW]) for pair in different.tolist()]
    is_known = [known.has(row) for row in longer]
    different = different[np.array(is_known, np.bool_)]
    numbers = np.searchsorted(different, pairs)
    there = numbers < len(different)
    there[there] = different[numbers[there]] == pairs[there]
    return begun.of(inside[there], numbers[there]), [*compress(longer, is_known)]
