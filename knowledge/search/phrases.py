"""Phrases: the words and short phrases of a text that tell something, and how they are spelt."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from knowledge.search.analysis import prefix, words
from knowledge.search.hollow import COMMON

Term = tuple[str, ...]
"""The folded words of a word or phrase."""

LONGEST = 4
"""Words of a phrase."""

ALIKE = 75
"""From this similarity on (0 to 100), two words are one word, inflected or mistyped."""

PIECE = re.compile(r"[^\W_]+")
JOINT = re.compile(r"[ '’-]+")


@dataclass(frozen=True)
class Phrases:
    """Each word of a text that tells something and each phrase between two such, as it is spelt."""

    spelt: dict[Term, str] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    def lacking(self, other: "Phrases") -> frozenset[str]:
        """The words that are no word of the other text, inflected or mistyped perhaps."""
        return frozenset(
            word for word in self.words if not any(alike(word, known) for known in other.words)
        )

    def within(self, allowed: frozenset[str]) -> list[Term]:
        """The words and phrases of which every telling word is among these."""
        return [term for term in self.spelt if all(w in allowed for w in term if _tells(w))]

    def initials(self) -> Iterator[tuple[str, Term]]:
        """What each phrase would be abbreviated to."""
        for term in self.spelt:
            if len(term) > 1:
                yield from ((short, term) for short in abbreviations(term))


def phrases(text: str) -> Phrases:
    """Take a text apart."""
    text = unicodedata.normalize("NFC", text)
    pieces = list(PIECE.finditer(text))
    said = [words(piece[0]) for piece in pieces]
    spelt: dict[Term, str] = {}
    for first, last in _stretches(text, pieces):
        term = tuple(word for part in said[first : last + 1] for word in part)
        if term and _tells(term[0]) and _tells(term[-1]):
            spelt.setdefault(term, text[pieces[first].start() : pieces[last].end()])
    return Phrases(spelt, frozenset(word for term in spelt for word in term if _tells(word)))


def abbreviations(phrase: Term) -> set[str]:
    """The first letters of a phrase's words, with and without those of small words."""
    return {"".join(w[0] for w in phrase), "".join(w[0] for w in phrase if w not in COMMON)}


@lru_cache(maxsize=100_000)
def alike(one: str, other: str) -> bool:
    """Whether two words may be one word, inflected or mistyped: search sees to those by itself."""
    return prefix(one) == prefix(other) or ratio(one, other) >= ALIKE


def _stretches(text: str, pieces: list[re.Match[str]]) -> Iterable[tuple[int, int]]:
    """The first and last word of every phrase, none reaching over a comma or a full stop."""
    for first in range(len(pieces)):
        yield first, first
        for last in range(first + 1, min(first + LONGEST, len(pieces))):
            if not JOINT.fullmatch(text[pieces[last - 1].end() : pieces[last].start()]):
                break
            yield first, last


def _tells(word: str) -> bool:
    return len(word) > 1 and not word[0].isdigit() and word not in COMMON
