"""Opposites: words of which a question has one or the other, so that both are never one question.

`opposites.txt` has a group of them a line, its sides apart by bars, the terms of a side by commas.
Questions that stand on different sides of a group ask different things. Of a group that begins
with "!", they do so even if only one of them takes a side: a question about Mondays is another one.
"""

from collections.abc import Iterator, Sequence, Set
from functools import cache
from pathlib import Path

from knowledge.search.analysis import words
from knowledge.search.language import root

FILE = Path(__file__).with_name("opposites.txt")
STRICT = "!"
PREFIXES = ("un", "de", "des", "dis", "in", "im", "non", "re", "mis")
SHORTEST = 4  # letters of a word that a prefix may be set before

Side = tuple[int, int]
"""The number of a group, and of a side of it."""

Term = tuple[str, ...]


def sides(roots: Sequence[str]) -> Iterator[tuple[int, int, tuple[Side]]]:
    """The sides that a question takes: where a term begins, how many words it has, which side."""
    terms = _terms()
    for start, first in enumerate(roots):
        for term, side in terms.get(first, ()):
            if tuple(roots[start : start + len(term)]) == term:
                yield start, len(term), (side,)


def terms() -> Iterator[str]:
    """The single words of the groups in which one side is enough."""
    for line in groups():
        if line.startswith(STRICT):
            yield from (word for word in words(line.removeprefix(STRICT)))


def opposed(one: Set[Side], other: Set[Side]) -> bool:
    """Whether the sides that two questions take exclude each other."""
    return any(_apart(group, one, other) for group in {group for group, _ in one | other})


def _apart(group: int, one: Set[Side], other: Set[Side]) -> bool:
    ours, theirs = ({side for side in each if side[0] == group} for each in (one, other))
    if group in _strict():
        return ours != theirs
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def negates(word: str, roots: Set[str]) -> bool:
    """Whether a word is one of these with a prefix before it: "unblock" of "block"."""
    return any(
        word.startswith(prefix)
        and len(word) >= len(prefix) + SHORTEST
        and root(word.removeprefix(prefix)) in roots
        for prefix in PREFIXES
    )


@cache
def groups(file: Path = FILE) -> list[str]:
    """The lines of a file of groups."""
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def roots_of(side: str) -> Iterator[Term]:
    """The terms of a side, each as the roots of its words."""
    yield from (tuple(root(word) for word in words(term)) for term in side.split(","))


@cache
def _strict() -> frozenset[int]:
    lines = enumerate(groups())
    return frozenset(number for number, line in lines if line.startswith(STRICT))


@cache
def _terms() -> dict[str, list[tuple[Term, Side]]]:
    found: dict[str, list[tuple[Term, Side]]] = {}
    for number, line in enumerate(groups()):
        for place, side in enumerate(line.removeprefix(STRICT).split("|")):
            for roots in roots_of(side):
                found.setdefault(roots[0], []).append((roots, (number, place)))
    return found
