"""Query: a question as the index sees it, its spelling corrected."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from knowledge.search import analysis
from knowledge.search.hollow import hollow
from knowledge.search.lexicon import CONCEPT, Lexicon, sense, telling
from knowledge.search.postings import Statistics, Vector
from knowledge.search.ragged import Floats, Ints, Ragged, ragged
from knowledge.search.segment import Weights
from knowledge.search.speller import Speller
from knowledge.search.thesaurus import Phrase

LETTERS = 20_000  # of a question that are read
WORDS = 200  # of a question that count
TERMS = 48  # different words of a question that are aligned with those of an entry
KNOWN = 0.3
"""What a root that every entry has keeps of its weight: ln((1 + N) / (1 + df)) + 0.3."""


@dataclass(frozen=True)
class Terms:
    """The different words of a question, each with what other words may share with it."""

    numbers: Ints  # of the word; -1 when no document has it
    roots: Ints
    letters: Ragged  # known features of three letters, and prefixes
    sizes: Ints  # how many features of that kind the word has, the unknown ones included
    concepts: Ragged  # features that are a meaning of the word, or of a phrase it is part of
    weights: Floats  # how telling each word is; their sum is one

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True)
class Query:
    wording: Vector
    body: Vector
    terms: Terms
    hollow: bool


def query(text: str, lexicon: Lexicon, speller: Speller, weights: Weights) -> Query:
    words = speller.correct(analysis.words(text[:LETTERS])[:WORDS])
    phrases = lexicon.thesaurus.phrases(words)
    said = [concept for word in words for concept in lexicon.thesaurus.concepts(word)]
    meant = sorted({concept for _, _, concepts in phrases for concept in concepts})
    senses = [sense(concept) for concept in (*said, *meant)]
    prefixes = [analysis.prefix(word) for word in words]
    features = [name for word in words for name in analysis.features(word)]
    return Query(
        vector(features, senses, lexicon, weights.wordings),
        vector(prefixes, senses, lexicon, weights.bodies),
        _terms(_meanings(words, phrases, lexicon), lexicon, weights.roots),
        hollow(words),
    )


def _meanings(
    words: Sequence[str], phrases: Iterable[Phrase], lexicon: Lexicon
) -> dict[str, set[int]]:
    """For each different word, what it means by itself or as a part of a phrase."""
    means = {word: {*lexicon.thesaurus.concepts(word)} for word in words}
    for start, length, concepts in phrases:
        for word in words[start : start + length]:
            means[word].update(concepts)
    return dict(islice(means.items(), TERMS))


def vector(
    names: Iterable[str], senses: Iterable[str], lexicon: Lexicon, statistics: Statistics
) -> Vector:
    """Unknown features weigh in the norm: a question full of foreign words scores low."""
    letters, meanings = Counter(names), Counter(senses)
    numbers = [lexicon.feature(name) for name in (*letters, *meanings)]
    features = np.array([-1 if number is None else number for number in numbers], np.int64)
    times = np.array([*letters.values(), *meanings.values()], np.float64)
    tf = 1 + np.log(times)
    known = features >= 0
    weights = tf * statistics.unknown
    weights[len(letters) :] *= CONCEPT
    weights[known] = tf[known] * statistics.of(features[known])
    norm = float(np.sqrt(weights @ weights)) or 1.0
    return Vector(features[known], weights[known] / norm)


def _terms(means: dict[str, set[int]], lexicon: Lexicon, statistics: Statistics) -> Terms:
    words = list(means)
    numbers = [lexicon.word(word) for word in words]
    roots = np.array([lexicon.root(word) for word in words], np.int32)
    letters = [set(analysis.features(word)) for word in words]
    senses = [map(sense, concepts) for concepts in means.values()]
    weights = np.array([telling(word) for word in words]) * rarity(roots, statistics)
    return Terms(
        np.array([-1 if number is None else number for number in numbers], np.int32),
        roots,
        _known(letters, lexicon),
        np.array([len(each) for each in letters], np.int32),
        _known(senses, lexicon),
        weights / (float(weights.sum()) or 1.0),
    )


def rarity(roots: Ints, statistics: Statistics) -> Floats:
    """How rare each root is among the wordings; -1 is one that none has."""
    weights = np.full(len(roots), statistics.unknown)
    found = roots >= 0
    weights[found] = statistics.of(roots[found].astype(np.int64))
    return weights - 1 + KNOWN


def _known(names: Iterable[Iterable[str]], lexicon: Lexicon) -> Ragged:
    numbers = [[lexicon.feature(name) for name in each] for each in names]
    return ragged([[number for number in each if number is not None] for each in numbers])
