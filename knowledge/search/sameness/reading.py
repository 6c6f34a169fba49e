"""Reading: what a question says, taken apart once and kept."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress

from knowledge.search import analysis
from knowledge.search.language import root
from knowledge.search.sameness.kind import WORDS, Kind, kind_of
from knowledge.search.sameness.light import is_light, order_counts
from knowledge.search.sameness.numbers import SPELT, numbers
from knowledge.search.sameness.opposites import Side, sides
from knowledge.search.sameness.places import places
from knowledge.search.sameness.spoken import PAUSE, Spoken, spoken
from knowledge.search.sameness.words import Phrase, Word, stem, word
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
KEPT = 4_000  # readings: the open questions of some workspaces

Meant = tuple[int, int, Sequence[Hashable]]
"""Where a term begins, how many words it has, what it means."""


@dataclass(frozen=True)
class Order:
    """The words that count, in their order, and what stands around them."""

    roots: tuple[str, ...]
    forms: tuple[str, ...]  # as they are written
    frame: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What of a question is compared with another."""

    said: tuple[str, ...]  # its words as they are, all of them
    words: tuple[Word, ...]  # each once, a few turns of speech brought to one form
    phrases: tuple[Phrase, ...]
    kind: Kind
    negated: bool
    numbers: frozenset[str]
    places: frozenset[str]
    sides: frozenset[Side]
    order: Order

    @cached_property
    def roots(self) -> frozenset[str]:
        return frozenset(word.root for word in self.words)

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
        return sum(word.is_full for word in self.words)


@lru_cache(KEPT)
def read(text: str, thesaurus: Thesaurus) -> Reading:
    """Take a question apart."""
    heard = spoken(text)
    kind = kind_of(heard.words)
    said = [SPELT.get(each, each) for each in heard.words if each != PAUSE]
    taken = list(sides([root(each) for each in said]))
    phrased = thesaurus.phrases(said)
    named = {each for start, length, _ in phrased for each in said[start : start + length]}
    return Reading(
        tuple(analysis.words(text)),
        _words(said, taken, thesaurus, heard, kind),
        tuple(_phrases(said, [*phrased, *taken])),
        kind,
        not NEGATIONS.isdisjoint(heard.words),
        numbers(text) - named,  # "covid-19" is a name
        places(said),
        frozenset(side for _, _, (side,) in taken),
        _order(said, kind),
    )


def _words(
    said: Sequence[str], taken: Iterable[Meant], thesaurus: Thesaurus, heard: Spoken, kind: Kind
) -> tuple[Word, ...]:
    stands: defaultdict[str, set[Hashable]] = defaultdict(set)
    for start, length, meant in taken:
        if length == 1:
            stands[said[start]].update(meant)
    different = dict.fromkeys(said)
    return tuple(word(each, stands[each], thesaurus, heard.names, kind) for each in different)


def _phrases(said: Sequence[str], meant: Iterable[Meant]) -> Iterable[Phrase]:
    for start, length, senses in meant:
        if length > 1:
            words = said[start : start + length]
            roots = frozenset(stem(each) for each in words if not is_light(each))
            yield Phrase(frozenset(words), roots, frozenset(senses))


def _order(said: Sequence[str], kind: Kind) -> Order:
    """Articles are left out of the frame: they change with their noun."""
    counts = [order_counts(each) and each not in WORDS[kind] for each in said]
    forms = tuple(compress(said, counts))
    frame = (GAP if gap else each for each, gap in zip(said, counts, strict=True))
    return Order(
        tuple(map(stem, forms)), forms, tuple(each for each in frame if each not in ARTICLES)
    )
