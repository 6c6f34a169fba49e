"""Sameness: whether two questions ask the same, so that nobody has to answer twice.

Each word of the one is laid beside the word of the other that is most like it, both ways: the same
root, a meaning in common, or a typing error apart. How much of both is said again is the score.
Before that, what must not differ is compared: a wrong answer in public costs more than an expert's
minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.search.analysis import words
from knowledge.search.index import Index
from knowledge.search.sameness.apart import Apart, by_facts, by_words
from knowledge.search.sameness.meeting import alone, met, share
from knowledge.search.sameness.reading import Reading, read
from knowledge.search.thesaurus import general

THRESHOLD = 0.73
"""From this likeness on two questions may be one. Of joins between public ones, one in twenty is
wrong from 0.70 on, one in forty with this; with 0.80 a quarter of the right ones are lost."""

LONGEST = 1_000  # characters of a question that may join another, unless it is a copy
LESSER = 0.75  # what the share of the question that is said less counts in the score


@dataclass(frozen=True)
class Likeness:
    """How like each other two questions are, from 0 to 1, and what keeps them apart if they are."""

    score: float
    apart: Apart | None = None

    @property
    def same(self) -> bool:
        """Whether they ask the same."""
        return self.apart is None


@dataclass(frozen=True)
class Match:
    """An open question that asks the same."""

    key: int
    likeness: Likeness


def same(text: str, open_: Mapping[int, str], *, index: Index | None = None) -> Match | None:
    """The open question that asks the same as a text; of equals, the first.

    With the workspace's index, its synonyms count too.
    """
    found = [
        Match(key, like)
        for key, other in open_.items()
        if (like := _judged(text, other, index, briefly=True)).same
    ]
    return max(found, key=lambda match: match.likeness.score, default=None)


def likeness(
    one: str, other: str, *, index: Index | None = None, threshold: float = THRESHOLD
) -> Likeness:
    """How like each other two questions are. It does not matter which comes first."""
    return _judged(one, other, index, threshold=threshold)


def _judged(
    one: str,
    other: str,
    index: Index | None,
    *,
    threshold: float = THRESHOLD,
    briefly: bool = False,
) -> Likeness:
    if one.split() == other.split():
        return Likeness(1)
    if max(len(one), len(other)) > LONGEST:
        return Likeness(1) if words(one) == words(other) else Likeness(0, Apart.TOO_LONG)
    thesaurus = general() if index is None else index.thesaurus
    return _compared(read(one, thesaurus), read(other, thesaurus), threshold, briefly)


def _compared(one: Reading, other: Reading, threshold: float, briefly: bool) -> Likeness:
    """`briefly`: with no more than it takes to know that they are two."""
    if one.said and one.said == other.said:
        return Likeness(1)
    facts = by_facts(one, other)
    if briefly and facts:
        return Likeness(0, facts)
    ours = met(one, other)
    if briefly and _score(share(ours), 1) < threshold:
        return Likeness(share(ours), Apart.WORDS)
    theirs = met(other, one)
    score = _score(share(ours), share(theirs))
    apart = facts or by_words(one, other, alone(ours), alone(theirs))
    if score < threshold and apart in (None, Apart.INSTEAD):
        apart = Apart.WORDS
    return Likeness(score, apart)


def _score(one: float, other: float) -> float:
    return LESSER * min(one, other) + (1 - LESSER) * max(one, other)
