"""Alternatives: things of which an answer names one where another answer may name another.

`alternatives.txt` has a group of them a line, as `opposites.txt` has those of questions, which
count here as well.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from knowledge.search.analysis import WORD
from knowledge.search.language import root
from knowledge.search.sameness import opposites
from knowledge.search.unfold import Span, Unfolded

FILE = Path(__file__).with_name("alternatives.txt")

Side = tuple[str, int]
"""The line of a group, and the place of a side in it."""


def taken(said: str) -> dict[Side, Span]:
    """The sides that a statement takes, each with where it says so; a longer term comes first."""
    unfolded = Unfolded(said)
    words = [*WORD.finditer(unfolded.folded)]
    roots = [root(word[0]) for word in words]
    found: dict[Side, Span] = {}
    for start, length, sides in _found(roots):
        span = unfolded.span(words[start].start(), words[start + length - 1].end())
        if span:
            found |= {side: span for side in sides if side not in found}
    return found


def _found(roots: Sequence[str]) -> Iterator[tuple[int, int, list[Side]]]:
    terms, start = _terms(), 0
    while start < len(roots):
        fitting = [term for term in terms.get(roots[start], ()) if _stands(term, roots, start)]
        longest = max(map(len, fitting), default=1)
        several = [side for term in fitting if len(term) == longest for side in _sides()[term]]
        if several:
            yield start, longest, several
        start += longest


def _stands(term: tuple[str, ...], roots: Sequence[str], start: int) -> bool:
    return tuple(roots[start : start + len(term)]) == term


@cache
def _sides() -> dict[tuple[str, ...], list[Side]]:
    found: dict[tuple[str, ...], list[Side]] = {}
    for line in (*opposites.groups(), *opposites.groups(FILE)):
        for place, side in enumerate(line.removeprefix(opposites.STRICT).split("|")):
            for term in opposites.roots_of(side):
                found.setdefault(term, []).append((line, place))
    return found


@cache
def _terms() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for term in _sides():
        found.setdefault(term[0], []).append(term)
    return found
