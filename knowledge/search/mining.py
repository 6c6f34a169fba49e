"""Mining: words people ask with, paired with the words our entries have for the same thing.

A pair is a word that questions have and the titles of their entries lack, and a word or phrase that
those titles have and the questions lack, where the two come together in more entries than chance
would have it. Chance is measured by the log-likelihood ratio of T. Dunning, "Accurate Methods for
the Statistics of Surprise and Coincidence", Computational Linguistics 19(1), 1993, pp. 61-74, which
holds for the small counts that there are. Entries are counted, not questions: ten questions about
one thing have more in common than a synonym.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from knowledge.search.analysis import words
from knowledge.search.phrases import Phrases, Term, abbreviations, phrases

LEAST = 6.63
"""The score from which chance is not believed: χ² with one degree of freedom, p = 0.01."""

SHARE = 0.5
"""Of the entries asked for with a word, those that must have the other term."""

ENTRIES = 2
"""So many entries are evidence enough …"""

WORDINGS, PEOPLE = 3, 2
"""… or so many questions from so many people: one person's habit is not the team's jargon."""


@dataclass(frozen=True)
class Asked:
    """A question, the entry that was the answer to it, and who said so."""

    text: str
    entry: int
    person: str = ""


@dataclass(frozen=True)
class Pair:
    """Two terms that may mean the same, and in how many entries and questions they met."""

    asked: str
    known: str
    score: float
    entries: int
    wordings: int


def mine(
    wordings: Iterable[Asked],
    titles: Mapping[int, str],
    *,
    known: Collection[Collection[str]] = (),
    limit: int = 20,
) -> list[Pair]:
    """The likeliest pairs, best first, at most one for a word of the questions.

    `titles` are those of all entries, asked for or not: they tell how common a word is. `known`
    are groups of folded terms that are synonyms already, or are known not to be.
    """
    counts = _Counts(titles)
    for wording in wordings:
        counts.add(wording)
    groups = [[tuple(term.split()) for term in group] for group in known]
    found = _chosen(sorted(counts.pairs(), key=lambda one: one.rank))
    fresh = [one for one in found if not _is_known(one, groups)]
    return [counts.told(one) for one in fresh[:limit]]


def likelihood_ratio(together: int, first: int, second: int, total: int) -> float:
    """Dunning's -2 log λ of two events: how often they came together, each, and anything at all."""
    rest = max(total - first - second + together, 0)
    table = ((together, first - together), (second - together, rest))
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    return 2 * sum(
        count * log(count * sum(rows) / (rows[i] * columns[j]))
        for i, row in enumerate(table)
        for j, count in enumerate(row)
        if count
    )


@dataclass
class _Evidence:
    """Where two terms came together."""

    texts: set[Term] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    def add(self, text: Term, wording: Asked) -> None:
        self.texts.add(text)
        self.entries.add(wording.entry)
        self.people.add(wording.person)

    @property
    def is_enough(self) -> bool:
        many = len(self.texts) >= WORDINGS and len(self.people) >= PEOPLE
        return len(self.entries) >= ENTRIES or many


@dataclass(frozen=True)
class _Candidate:
    asked: Term
    known: Term
    score: float
    entries: int
    wordings: int

    @property
    def is_abbreviation(self) -> bool:
        return _abbreviates(self.asked, self.known) or _abbreviates(self.known, self.asked)

    @property
    def strength(self) -> tuple[bool, float, int]:
        """What decides between two: that it is no matter of one entry, then the figures."""
        return self.entries >= ENTRIES, self.score, self.wordings

    @property
    def rank(self) -> tuple[object, ...]:
        """Abbreviations first, then the strongest; of equals the whole phrase before its parts."""
        several, score, wordings = self.strength
        order = (not self.is_abbreviation, not several, -score, -wordings, -len(self.known))
        return (*order, self.asked, self.known)

    def includes(self, other: "_Candidate") -> bool:
        return set(other.known) <= set(self.known) and set(other.asked) <= set(self.asked)


class _Counts:
    """In which entries each term occurs, and where two came together."""

    def __init__(self, titles: Mapping[int, str]) -> None:
        self.titles = {number: phrases(text) for number, text in titles.items()}
        self.known = Counter(term for title in self.titles.values() for term in title.spelt)
        self.asked: dict[Term, set[int]] = defaultdict(set)
        self.spelt: dict[Term, Counter[str]] = defaultdict(Counter)
        self.evidence: dict[tuple[Term, Term], _Evidence] = defaultdict(_Evidence)
        for number, title in self.titles.items():
            self._hear(title, number)

    def add(self, wording: Asked) -> None:
        """Count one question; one about an entry we don't know tells nothing."""
        title = self.titles.get(wording.entry)
        if title is None:
            return
        said = phrases(wording.text)
        self._hear(said, wording.entry)
        folded = tuple(words(wording.text))
        for asked, known in _complements(said, title):
            self.evidence[asked, known].add(folded, wording)
            self.spelt[asked][said.spelt[asked]] += 1
            self.spelt[known][title.spelt[known]] += 1

    def pairs(self) -> Iterator[_Candidate]:
        """The pairs with enough evidence that chance does not explain."""
        for (asked, known), evidence in self.evidence.items():
            if evidence.is_enough:
                together, first = len(evidence.entries), len(self.asked[asked])
                score = likelihood_ratio(together, first, self.known[known], len(self.titles))
                if score >= LEAST and together >= SHARE * first:
                    yield _Candidate(asked, known, score, together, len(evidence.texts))

    def told(self, one: _Candidate) -> Pair:
        """A pair as people spell it."""
        asked, known = self._spelling(one.asked), self._spelling(one.known)
        return Pair(asked, known, one.score, one.entries, one.wordings)

    def _hear(self, said: Phrases, entry: int) -> None:
        for term in said.spelt:
            self.asked[term].add(entry)

    def _spelling(self, term: Term) -> str:
        """The most usual one; of equals one that begins no sentence, or else the first."""
        return max(self.spelt[term].items(), key=lambda spelt: (spelt[1], spelt[0].islower()))[0]


def _complements(said: Phrases, title: Phrases) -> set[tuple[Term, Term]]:
    """Each word only the question has with each term only the title has.

    Those of which one abbreviates the other, too: there, the two may share a word.
    """
    lacking, missed = said.lacking(title), title.lacking(said)
    within = title.within(missed)
    pairs: set[tuple[Term, Term]] = {((word,), known) for word in lacking for known in within}
    pairs |= {((short,), term) for short, term in title.initials() if short in lacking}
    pairs |= {(term, (short,)) for short, term in said.initials() if short in missed}
    return {
        (asked, known)
        for asked, known in pairs
        if asked in said.spelt and asked not in title.spelt and known not in said.spelt
    }


def _chosen(ranked: Sequence[_Candidate]) -> list[_Candidate]:
    """The best for each word of the questions, unless others are as good and say another thing."""
    by_word: dict[str, list[_Candidate]] = defaultdict(list)
    for one in ranked:
        for word in one.asked:
            by_word[word].append(one)
    chosen, used = [], set[str]()
    for one in ranked:
        if used.isdisjoint(one.asked):
            used.update(one.asked)
            rivals = (rival for word in one.asked for rival in by_word[word])
            if one.is_abbreviation or not any(_contradicts(rival, one) for rival in rivals):
                chosen.append(one)
    return chosen


def _contradicts(rival: _Candidate, one: _Candidate) -> bool:
    return rival.strength >= one.strength and not one.includes(rival)


def _is_known(one: _Candidate, groups: Iterable[Sequence[Term]]) -> bool:
    """Whether these, or one with a part or the whole of the other, have been decided on."""
    return any(
        (one.asked in group and any(_nested(one.known, term) for term in group))
        or (one.known in group and any(_nested(one.asked, term) for term in group))
        for group in groups
    )


def _nested(one: Term, other: Term) -> bool:
    return set(one) <= set(other) or set(other) <= set(one)


def _abbreviates(short: Term, phrase: Term) -> bool:
    return len(short) == 1 < len(phrase) and short[0] in abbreviations(phrase)
