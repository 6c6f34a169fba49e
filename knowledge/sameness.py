"""Sameness: whether two questions ask the same, so that nobody has to answer twice.

Each word of the one is laid beside the word of the other that is most like it, both ways: the same
root, a meaning in common, or a typing error apart. How much of both is said again is the score.
Before that, what must not differ is compared: a wrong answer in public costs more than an expert's
minute.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.search.analysis import words
from knowledge.search.index import Index
from knowledge.search.sameness.apart import Apart, by_facts, by_words
from knowledge.search.sameness.reading import Reading, Word, mistyped, read
from knowledge.search.thesaurus import general

THRESHOLD = 0.73
LONGEST = 1_000  # characters of a question that may join another, unless it is a copy
MEANT, MISTYPED = 0.9, 0.9  # beside 1 for the same root
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
    ours = _met(one, other)
    if briefly and _score(share := _share(ours), 1) < threshold:
        return Likeness(share, Apart.WORDS)
    theirs = _met(other, one)
    score = _score(_share(ours), _share(theirs))
    apart = facts or by_words(one, other, _alone(ours), _alone(theirs))
    if score < threshold and apart in (None, Apart.INSTEAD):
        apart = Apart.WORDS
    return Likeness(score, apart)


def _score(one: float, other: float) -> float:
    return LESSER * min(one, other) + (1 - LESSER) * max(one, other)


def _alone(met: Iterable[tuple[Word, float]]) -> list[Word]:
    return [word for word, like in met if not like]


def _met(one: Reading, other: Reading) -> list[tuple[Word, float]]:
    """Each word, and how like it the most similar word of the other question is."""
    return [(word, _best(word, other)) for word in one.words]


def _best(word: Word, other: Reading) -> float:
    """Two names of one sense are two things of a kind: Safari and Chrome."""
    if word.root in other.roots:
        return 1
    if not word.senses.isdisjoint(other.nameless if word.is_name else other.senses):
        return MEANT
    return MISTYPED if any(mistyped(word.text, near) for near in _rivals(word, other)) else 0


def _rivals(word: Word, other: Reading) -> tuple[str, ...]:
    """The words that may be it, mistyped: of two known words, neither is a mistake."""
    if not word.is_long:
        return ()
    return other.strange if word.is_known else other.letters


def _share(met: Iterable[tuple[Word, float]]) -> float:
    """How much of a question is said by the other, by what its words weigh."""
    pairs = list(met)
    total = sum(word.weight for word, _ in pairs)
    return sum(word.weight * like for word, like in pairs) / total if total else 0
