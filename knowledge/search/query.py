"""Query: a question as the index sees it, its spelling corrected."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from knowledge.search import analysis
from knowledge.search.hollow import hollow
from knowledge.search.lexicon import Lexicon
from knowledge.search.postings import Statistics, Vector
from knowledge.search.segment import Weights
from knowledge.search.speller import Speller

LETTERS = 20_000  # of a question that are read
WORDS = 200  # of a question that count


@dataclass(frozen=True)
class Query:
    wording: Vector
    body: Vector
    hollow: bool


def query(text: str, lexicon: Lexicon, speller: Speller, weights: Weights) -> Query:
    words = speller.correct(analysis.words(text[:LETTERS])[:WORDS])
    prefixes = [analysis.prefix(word) for word in words]
    features = [name for word in words for name in analysis.features(word)]
    return Query(
        vector(features, lexicon, weights.wordings),
        vector(prefixes, lexicon, weights.bodies),
        hollow(words),
    )


def vector(names: Iterable[str], lexicon: Lexicon, statistics: Statistics) -> Vector:
    """Unknown features weigh in the norm: a question full of foreign words scores low."""
    times = Counter(names)
    numbers = [lexicon.feature(name) for name in times]
    features = np.array([-1 if number is None else number for number in numbers], np.int64)
    tf = 1 + np.log(np.fromiter(times.values(), np.float64, len(times)))
    known = features >= 0
    weights = tf * statistics.unknown
    weights[known] = tf[known] * statistics.of(features[known])
    norm = float(np.sqrt(weights @ weights)) or 1.0
    return Vector(features[known], weights[known] / norm)
