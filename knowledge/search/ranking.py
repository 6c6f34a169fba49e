"""Ranking: an estimate of every entry that may be shown, and the exact score of the best."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.search.documents import Record, order
from knowledge.search.postings import Statistics, Vector
from knowledge.search.prototype import RIDGE
from knowledge.search.query import Query
from knowledge.search.ragged import Floats, Longs, Mask, Ragged, top
from knowledge.search.segment import Segment, Weights
from knowledge.search.spellings import Affinity, Spellings

CANDIDATES = 150
"""Entries looked at closely. Among 100,000 spliced ones, the first ten are those of a look at
20,000 to 99.3 % with 100 of them, to 99.6 % with 200."""
DIGITS = 6  # scores that differ by less are equal: postings are single precision
LEAST = 10**-DIGITS
OUT = -10.0  # the score of what may not be shown


@dataclass(frozen=True)
class Found:
    record: Record
    score: float
    cosine: float  # of the best wording
    wording: str


@dataclass(frozen=True)
class Scored:
    """A segment's candidates, their scores, and the cosines of the wordings of each."""

    segment: Segment
    slots: Longs
    scores: Floats
    wordings: Ragged  # rows of each candidate
    cosines: Floats  # one for each of these rows

    def found(self, place: int) -> Found:
        start, end = self.wordings.edges[place], self.wordings.edges[place + 1]
        record = self.segment.material.records[self.slots[place]]
        best = int(np.argmax(self.cosines[start:end]))
        cosine = float(self.cosines[start + best])
        return Found(record, float(self.scores[place]), cosine, record.wordings[best])


@dataclass(frozen=True)
class Asked:
    """What a question has in common with every word of a shelf."""

    wording: Affinity
    body: Affinity
    spelt: Ragged  # the features of each word


def asked(query: Query, spellings: Spellings, weights: Weights) -> Asked:
    return Asked(
        _affinity(query.wording, spellings, weights.wordings),
        _affinity(query.body, spellings, weights.bodies),
        spellings.features,
    )


def _affinity(vector: Vector, spellings: Spellings, statistics: Statistics) -> Affinity:
    return spellings.affinity(vector.features, vector.weights * statistics.of(vector.features))


def scored(segment: Segment, allowed: Mask, question: Asked) -> Scored:
    """Best wording + prototype + answer, of the candidates among what is allowed."""
    slots = candidates(segment, allowed, question)
    wordings = segment.rows(slots)
    rows = wordings.flat.astype(np.int64)
    cosines = segment.wordings.cosines(rows, question.wording, question.spelt)
    answers = segment.bodies.cosines(slots, question.body, question.spelt)
    starts = wordings.edges[:-1]
    best = np.maximum.reduceat(cosines, starts) if len(slots) else answers
    consensus = np.bincount(wordings.owners, cosines * segment.consensus[rows], len(slots))
    scores = np.round(best + consensus + answers, DIGITS)
    return Scored(segment, slots, scores, wordings, cosines)


def candidates(segment: Segment, allowed: Mask, question: Asked) -> Longs:
    """The slots that may be among the best, by estimates. A single wording is its prototype."""
    scores = segment.highest(segment.wordings.estimates(question.wording))
    scores *= 1 + 1 / (1 + RIDGE)
    scores += segment.bodies.estimates(question.body)
    scores[np.flatnonzero(~allowed)] = OUT
    near = top(scores, CANDIDATES)
    above: Longs = near[scores[near] >= LEAST]
    return above


def best(parts: Sequence[Scored], limit: int) -> list[Found]:
    """The best of all segments; equal scores by key, whatever the order they came in."""
    everything = np.concatenate([np.zeros(0), *(part.scores for part in parts)])
    if limit < 1 or not len(everything):
        return []
    place = max(len(everything) - limit, 0)
    least = max(float(np.partition(everything, place)[place]), LEAST)
    found = [
        part.found(slot) for part in parts for slot in np.flatnonzero(part.scores >= least).tolist()
    ]
    return sorted(found, key=lambda one: (-one.score, order(one.record.key)))[:limit]


def by_wording(part: Scored) -> Scored:
    """The same, ranked by the best wording alone."""
    if not len(part.slots):
        return part
    closest: Floats = np.maximum.reduceat(part.cosines, part.wordings.edges[:-1])
    return replace(part, scores=closest.round(DIGITS))
