"""Words: those of a question, with what each means and weighs; and its phrases."""

import re
from collections.abc import Hashable, Set
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from knowledge.search.language import is_familiar, root
from knowledge.search.lexicon import telling
from knowledge.search.sameness.kind import WORDS, Kind
from knowledge.search.sameness.light import LIGHT, is_light
from knowledge.search.thesaurus import Thesaurus

HOLLOW, FAINT, FIGURE = 0.05, 0.1, 0.6
"""What a word weighs that says nothing, a light one, a figure; the others as much as they tell.

Zero for the first two, or twice as much, loses one joined question in twenty."""

FULL = 0.2  # weight from which a word says what a question is about
SHORTEST, LONG = 4, 8  # letters from which one edit, and two, are forgiven
INFINITIVE = re.compile(r"(?<=d)r$")


@dataclass(frozen=True, slots=True)
class Word:
    """`senses` are what it means by itself: concepts, and the sides of opposites it stands on."""

    text: str
    root: str
    senses: frozenset[Hashable]
    weight: float
    is_known: bool  # to the dictionaries
    is_name: bool

    @property
    def is_full(self) -> bool:
        """Whether it says what the question is about."""
        return self.weight >= FULL

    @property
    def is_long(self) -> bool:
        """Whether it may have a typing error. Codes have digits: never corrected."""
        return len(self.text) >= SHORTEST and self.text.isalpha()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean something together. `roots` are those of the words that are not light."""

    words: frozenset[str]
    roots: frozenset[str]
    senses: frozenset[Hashable]


def word(
    text: str, sides: Set[Hashable], thesaurus: Thesaurus, names: frozenset[str], kind: Kind
) -> Word:
    """A folded word of a question of this kind, which takes these sides by this word."""
    concepts = thesaurus.concepts(text)
    return Word(
        text,
        stem(text),
        frozenset(sides).union(concepts),
        _weight(text, kind),
        bool(concepts) or is_familiar(text),
        text in names,
    )


def stem(text: str) -> str:
    """A word's root, that of « répondre » as of « répond »."""
    return INFINITIVE.sub("", root(text))


def mistyped(one: str, other: str) -> bool:
    """Whether a typing error may be all that is between two words."""
    edits = 1 if min(len(one), len(other)) < LONG else 2
    if abs(len(one) - len(other)) > edits or min(len(one), len(other)) < SHORTEST:
        return False
    return OSA.distance(one, other, score_cutoff=edits) <= edits


def _weight(text: str, kind: Kind) -> float:
    if text in LIGHT:
        return FAINT
    if is_light(text) or text in WORDS[kind]:
        return HOLLOW
    return FIGURE if text.isdigit() else telling(text)
