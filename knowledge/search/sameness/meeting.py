"""Meeting: how like each word of a question the most similar word of another question is."""

from collections.abc import Hashable, Iterable

from knowledge.search.sameness.reading import Reading
from knowledge.search.sameness.words import Phrase, Word, mistyped

MEANT, MISTYPED = 0.9, 0.9  # beside 1 for the same root

Met = list[tuple[Word, float]]
Senses = frozenset[Hashable]


def met(one: Reading, other: Reading) -> Met:
    """Each word of the one, and how like it the most similar word of the other is.

    What has its own twin stands for no other word: in two questions about the same virus, one
    about a vaccine against it, "virus" is not "vaccine".
    """
    free = [word for word in other.words if word.root not in one.roots]
    more = _union(phrase.senses for phrase in _whole(other, one))
    meant = more | _union(word.senses for word in free)
    nameless = more | _union(word.senses for word in free if not word.is_name)
    ours = _whole(one, other)
    return [
        (word, _best(word, other, _senses(word, ours), nameless if word.is_name else meant))
        for word in one.words
    ]


def share(meeting: Met) -> float:
    """How much of a question is said by the other, by what its words weigh."""
    total = sum(word.weight for word, _ in meeting)
    return sum(word.weight * like for word, like in meeting) / total if total else 0


def alone(meeting: Met) -> list[Word]:
    """The words that the other question has nothing like."""
    return [word for word, like in meeting if not like]


def _whole(one: Reading, other: Reading) -> list[Phrase]:
    """The phrases that may be said in other words: none of theirs is there already.

    "Congé parental" and "congés payés" are both leave, but what is not in both differs.
    """
    return [phrase for phrase in one.phrases if phrase.roots.isdisjoint(other.roots)]


def _senses(word: Word, phrases: list[Phrase]) -> Senses:
    within = (phrase.senses for phrase in phrases if word.text in phrase.words)
    return word.senses.union(*within)


def _union(senses: Iterable[Senses]) -> Senses:
    return frozenset().union(*senses)


def _best(word: Word, other: Reading, ours: Senses, theirs: Senses) -> float:
    """Two names of one sense are two things of a kind, Safari and Chrome: none of `theirs`."""
    if word.root in other.roots:
        return 1
    if not ours.isdisjoint(theirs):
        return MEANT
    return MISTYPED if any(mistyped(word.text, near) for near in _rivals(word, other)) else 0


def _rivals(word: Word, other: Reading) -> tuple[str, ...]:
    """The words that may be it, mistyped: of two known words, neither is a mistake."""
    if not word.is_long:
        return ()
    return other.strange if word.is_known else other.letters
