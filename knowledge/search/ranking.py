"""Ranking: the exact score of every entry that may be shown, best first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.search.documents import Record, order
from knowledge.search.lexicon import Lexicon
from knowledge.search.postings import Statistics, Vector, count, weighted
from knowledge.search.query import Query
from knowledge.search.ragged import Floats, Longs, Mask, Ragged
from knowledge.search.segment import Segment, Weights

CANDIDATES = 100  # rescored one by one when a question is too broad to read every posting
DIGITS = 6  # scores that differ by less are equal: postings are single precision
LEAST = 10**-DIGITS
OUT = -1.0  # the score of what may not be shown


@dataclass(frozen=True)
class Found:
    record: Record
    score: float
    cosine: float  # of the best wording
    wording: str


@dataclass(frozen=True)
class Scored:
    """A segment's scores by slot, and its cosines by row."""

    segment: Segment
    scores: Floats
    cosines: Floats

    def found(self, slot: int) -> Found:
        start, end = self.segment.first[slot], self.segment.first[slot + 1]
        record = self.segment.material.records[slot]
        best = int(np.argmax(self.cosines[start:end]))
        cosine = float(self.cosines[start + best])
        return Found(record, float(self.scores[slot]), cosine, record.wordings[best])


def scored(
    segment: Segment, allowed: Mask, query: Query, lexicon: Lexicon, weights: Weights
) -> Scored:
    """Best wording + prototype + answer, for all that is allowed.

    When not every posting could be read, the best candidates are scored exactly, the others not
    at all.
    """
    cosines, every_wording = segment.wordings.cosines(query.wording)
    bodies, every_body = segment.bodies.cosines(query.body)
    scores = np.where(allowed, _score(segment, cosines, bodies), OUT)
    if not (every_wording and every_body):
        near = scores >= max(_cut(scores, CANDIDATES), LEAST)
        cosines, bodies = _exactly(segment, np.flatnonzero(near), query, lexicon, weights)
        scores = np.where(near, _score(segment, cosines, bodies), OUT)
    return Scored(segment, scores, cosines)


def _score(segment: Segment, cosines: Floats, bodies: Floats) -> Floats:
    starts = segment.first[:-1]
    best = np.maximum.reduceat(cosines, starts)
    consensus = np.add.reduceat(cosines * segment.consensus, starts)
    return np.round(best + consensus + bodies, DIGITS)


def _exactly(
    segment: Segment, slots: Longs, query: Query, lexicon: Lexicon, weights: Weights
) -> tuple[Floats, Floats]:
    """The cosines of these slots read from their words; zero elsewhere."""
    material, first = segment.material, segment.first
    rows = Ragged(np.arange(first[-1], dtype=np.int32), first).take(slots).flat.astype(np.int64)
    prefixes = lexicon.prefixes()
    alone = Ragged(prefixes, np.arange(len(prefixes) + 1))
    cosines, bodies = np.zeros(len(material.wordings)), np.zeros(len(segment))
    cosines[rows] = _cosines(
        material.wordings.take(rows), lexicon.features(), query.wording, weights.wordings
    )
    bodies[slots] = _cosines(material.bodies.take(slots), alone, query.body, weights.bodies)
    return cosines, bodies


def _cosines(lists: Ragged, features: Ragged, vector: Vector, statistics: Statistics) -> Floats:
    counts = count(lists, features)
    table = np.zeros(int(max(counts.features.max(initial=0), vector.features.max(initial=0))) + 1)
    table[vector.features] = vector.weights
    products = weighted(counts, statistics) * table[counts.features]
    return np.bincount(counts.rows, products, len(lists)).astype(np.float64)


def _cut(scores: Floats, limit: int) -> float:
    """The score of the last of the best; more than `limit` may share it."""
    place = max(len(scores) - limit, 0)
    return float(np.partition(scores, place)[place])


def best(parts: Sequence[Scored], limit: int) -> list[Found]:
    """The best of all segments; equal scores by key, whatever the order they came in."""
    everything = np.concatenate([np.zeros(0), *(part.scores for part in parts)])
    if limit < 1 or not len(everything):
        return []
    least = max(_cut(everything, limit), LEAST)
    found = [
        part.found(slot) for part in parts for slot in np.flatnonzero(part.scores >= least).tolist()
    ]
    return sorted(found, key=lambda one: (-one.score, order(one.record.key)))[:limit]


def by_wording(part: Scored) -> Scored:
    """The same, ranked by the best wording alone."""
    closest = np.maximum.reduceat(part.cosines, part.segment.first[:-1])
    return replace(part, scores=np.where(part.scores == OUT, OUT, np.round(closest, DIGITS)))
