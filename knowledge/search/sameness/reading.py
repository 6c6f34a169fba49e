"""Reading: what a question says, taken apart once and kept."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress

from rapidfuzz.distance import OSA

from knowledge.search import analysis
from knowledge.search.language import is_familiar, root
from knowledge.search.lexicon import telling
from knowledge.search.sameness.kind import WORDS, Kind, kind_of
from knowledge.search.sameness.light import LIGHT, is_light, order_counts
from knowledge.search.sameness.numbers import SPELT, numbers
from knowledge.search.sameness.opposites import Side, sides
from knowledge.search.sameness.places import places
from knowledge.search.sameness.spoken import PAUSE, spoken
from knowledge.search.thesaurus import Thesaurus

NEGATIONS = frozenset(
    analysis.words(
        """
        aucun aucune jamais n ne non pas rien sans
        cannot impossible neither never no nobody none not nothing unable without
        """
    )
)

ARTICLES = frozenset(analysis.words("a an au aux d de des du l la le les the un une"))
GAP = "_"

HOLLOW, FAINT, FIGURE = 0.05, 0.1, 0.6
"""What a word weighs that says nothing, a light one, a figure; the others as much as they tell.

Zero for the first two, or twice as much, loses one joined question in twenty."""

FULL = 0.2  # weight from which a word says what a question is about
SHORTEST, LONG = 4, 8  # letters from which one edit, and two, are forgiven
KEPT = 4_000  # readings: the open questions of some workspaces


@dataclass(frozen=True, slots=True)
class Word:
    """`senses` are its concepts, and the sides of opposites that it stands on."""

    text: str
    root: str
    senses: frozenset[Hashable]
    weight: float
    is_known: bool  # to the dictionaries
    is_name: bool

    @property
    def is_long(self) -> bool:
        """Whether it may have a typing error. Codes have digits: never corrected."""
        return len(self.text) >= SHORTEST and self.text.isalpha()


@dataclass(frozen=True)
class Reading:
    """What of a question is compared with another.

    `order` has its words in their order, `frame` what stands around them.
    """

    said: tuple[str, ...]
    words: tuple[Word, ...]
    kind: Kind
    negated: bool
    numbers: frozenset[str]
    places: frozenset[str]
    sides: frozenset[Side]
    order: tuple[str, ...]
    frame: tuple[str, ...]

    @cached_property
    def roots(self) -> frozenset[str]:
        return frozenset(word.root for word in self.words)

    @cached_property
    def senses(self) -> frozenset[Hashable]:
        return frozenset().union(*(word.senses for word in self.words))

    @cached_property
    def nameless(self) -> frozenset[Hashable]:
        """What its words mean that are no names."""
        return frozenset().union(*(word.senses for word in self.words if not word.is_name))

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """The words that may have a typing error."""
        return tuple(word.text for word in self.words if word.is_long)

    @cached_property
    def strange(self) -> tuple[str, ...]:
        """Those of them that no dictionary knows."""
        return tuple(word.text for word in self.words if word.is_long and not word.is_known)

    @cached_property
    def full(self) -> int:
        """How many words say what it is about."""
        return sum(word.weight >= FULL for word in self.words)


def mistyped(one: str, other: str) -> bool:
    """Whether a typing error may be all that is between them."""
    edits = 1 if min(len(one), len(other)) < LONG else 2
    if abs(len(one) - len(other)) > edits or min(len(one), len(other)) < SHORTEST:
        return False
    return OSA.distance(one, other, score_cutoff=edits) <= edits


@lru_cache(KEPT)
def read(text: str, thesaurus: Thesaurus) -> Reading:
    """Take a question apart."""
    heard = spoken(text)
    kind = kind_of(heard.words)
    said = [SPELT.get(word, word) for word in heard.words if word != PAUSE]
    phrased = thesaurus.phrases(said)
    taken = list(sides([root(word) for word in said]))
    senses = _senses(said, [*phrased, *((at, length, [side]) for side, at, length in taken)])
    words = [_word(word, means, thesaurus, heard.names, kind) for word, means in senses.items()]
    named = {word for at, length, _ in phrased for word in said[at : at + length]}
    ordered = [order_counts(word) and word not in WORDS[kind] for word in said]
    return Reading(
        tuple(analysis.words(text)),
        tuple(words),
        kind,
        not NEGATIONS.isdisjoint(heard.words),
        numbers(text) - named,  # "covid-19" is a name
        places(said),
        frozenset(side for side, _, _ in taken),
        tuple(map(root, compress(said, ordered))),
        _frame(said, ordered),
    )


def _frame(said: Sequence[str], ordered: Sequence[bool]) -> tuple[str, ...]:
    """The words around those that are ordered, without articles: they change with their noun."""
    kept = (GAP if gap else word for word, gap in zip(said, ordered, strict=True))
    return tuple(word for word in kept if word not in ARTICLES)


def _senses(
    said: Sequence[str], meant: Sequence[tuple[int, int, Sequence[Hashable]]]
) -> Mapping[str, set[Hashable]]:
    """For each different word, what it means as a part of a phrase."""
    senses: defaultdict[str, set[Hashable]] = defaultdict(set)
    for word in said:
        senses[word].update(())
    for start, length, what in meant:
        for word in said[start : start + length]:
            senses[word].update(what)
    return senses


def _word(
    word: str, means: set[Hashable], thesaurus: Thesaurus, names: frozenset[str], kind: Kind
) -> Word:
    concepts = thesaurus.concepts(word)
    return Word(
        word,
        root(word),
        frozenset(means.union(concepts)),
        _weight(word, kind),
        bool(concepts) or is_familiar(word),
        word in names,
    )


def _weight(word: str, kind: Kind) -> float:
    if word in LIGHT:
        return FAINT
    if is_light(word) or word in WORDS[kind]:
        return HOLLOW
    return FIGURE if word.isdigit() else telling(word)
