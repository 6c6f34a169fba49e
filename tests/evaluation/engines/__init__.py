"""Engines: Relais and what could stand in its place, each behind one function.

Every module has `engine(documents)`, a context in which there is a `Rank`. Entries of several
wordings score as their best wording does. Only Relais says how sure it is.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from typing import NamedTuple

from knowledge.search.index import Document

NAMES = ("relais", "tantivy", "bm25s", "sqlite", "postgresql", "rapidfuzz")
RIVALS = NAMES[1:]
DEEP = 20  # entries ranked: ten are measured, and the next may share the score of the tenth


class Found(NamedTuple):
    key: str
    score: float
    confidence: float = float("nan")


Rank = Callable[[str], list[Found]]  # the best entries first; of equal scores, in any order
Engine = Callable[[Sequence[Document]], AbstractContextManager[Rank]]


def opened(name: str, documents: Sequence[Document]) -> AbstractContextManager[Rank]:
    engine: Engine = import_module(f"tests.evaluation.engines.{name}").engine
    return engine(documents)


def wordings(documents: Iterable[Document]) -> list[tuple[str, str]]:
    """Each wording with the key of its entry."""
    return [
        (str(document.key), wording)
        for document in documents
        for wording in (document.title, *document.wordings, *document.learned)
    ]


def by_entry(scored: Iterable[tuple[str, float]]) -> list[Found]:
    """Wordings become entries: the best one counts."""
    best: dict[str, float] = {}
    for key, score in scored:
        best[key] = max(score, best.get(key, score))
    ranked = sorted(best.items(), key=lambda one: -one[1])[:DEEP]
    return [Found(key, score) for key, score in ranked]
