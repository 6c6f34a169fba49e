"""Ranking: an estimate of every entry that may be shown, and the exact score of the best."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.search.alignment import align
from knowledge.search.documents import Record, order
from knowledge.search.postings import Statistics, Vector
from knowledge.search.prototype import RIDGE
from knowledge.search.query import Query, Terms
from knowledge.search.ragged import Floats, Longs, Mask, Ragged, top
from knowledge.search.segment import Segment, Weights
from knowledge.search.semantic import Meant
from knowledge.search.spellings import Affinity, Spellings

CANDIDATES = 150
"""Entries compared with the question exactly. Among 100,000 spliced ones, the first ten are those
of a look at 20,000 to 99.3 % with 100 of them, to 99.6 % with 200."""
CLOSEST = 50  # of these, aligned with it word by word
DIGITS = 6  # scores that differ by less are equal: postings are single precision
LEAST = 10**-DIGITS
OUT = -10.0  # the score of what may not be shown

ROUGH = np.array([1.0, 1.0])
"""What the first two measures weigh where nothing is aligned yet."""

FINE = np.array([1.0, 0.85, 0.7, 0.37])
"""What each measure weighs: prototype, answer, best wording aligned, whole entry aligned.

Chosen by the likelihood of the right entry among the candidates (a softmax), over twenty-five
cases of twelve public sets, one family of sets left out at a time to measure it. Without
alignment Hits@1 is 63.0 on titles and 53.6 on three wordings of an intent; with it 67.1 and 56.4.
The best wording's cosine and the best passage of the answer added nothing once these were there.
"""


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
    measures: Floats  # a line for each candidate

    def take(self, places: Longs) -> "Scored":
        inside = Ragged(np.arange(len(self.cosines), dtype=np.int32), self.wordings.edges)
        return Scored(
            self.segment,
            self.slots[places],
            self.scores[places],
            self.wordings.take(places),
            self.cosines[inside.take(places).flat],
            self.measures[places],
        )

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
    terms: Terms
    spellings: Spellings
    weights: Weights


def asked(query: Query, spellings: Spellings, weights: Weights) -> Asked:
    return Asked(
        _affinity(query.wording, spellings, weights.wordings),
        _affinity(query.body, spellings, weights.bodies),
        query.terms,
        spellings,
        weights,
    )


def _affinity(vector: Vector, spellings: Spellings, statistics: Statistics) -> Affinity:
    return spellings.affinity(vector.features, vector.weights * statistics.of(vector.features))


def scored(segment: Segment, allowed: Mask, question: Asked, meant: Meant | None = None) -> Scored:
    """Score the candidates among what is allowed: the closest ones word by word."""
    slots = candidates(segment, allowed, question)
    if meant is not None:
        slots = np.union1d(slots, meant.closest(segment.first, allowed))
    rough = _compared(segment, slots, question, meant)
    if len(rough.slots) > CLOSEST:
        rough = rough.take(np.sort(np.argsort(-rough.scores, kind="stable")[:CLOSEST]))
    return _aligned(rough, question, meant) if len(rough.slots) else rough


def _compared(segment: Segment, slots: Longs, question: Asked, meant: Meant | None) -> Scored:
    """The cosines of their wordings, prototypes and answers with the question, exactly."""
    wordings = segment.rows(slots)
    rows = wordings.flat.astype(np.int64)
    spelt = question.spellings.features
    cosines = segment.wordings.cosines(rows, question.wording, spelt)
    answers = segment.bodies.cosines(slots, question.body, spelt)
    consensus = np.bincount(wordings.owners, cosines * segment.consensus[rows], len(slots))
    measures = np.stack([consensus, answers], axis=1)
    scores = _scores(measures @ ROUGH, wordings, meant)
    return Scored(segment, slots, scores, wordings, cosines, measures)


def _aligned(rough: Scored, question: Asked, meant: Meant | None) -> Scored:
    aligned = align(
        rough.segment,
        rough.slots,
        rough.wordings,
        question.terms,
        question.spellings,
        question.weights,
    )
    measures = np.column_stack([rough.measures, aligned.wording, aligned.whole])
    scores = _scores(measures @ FINE, rough.wordings, meant)
    return replace(rough, measures=measures, scores=np.round(scores, DIGITS))


def _scores(words: Floats, rows: Ragged, meant: Meant | None) -> Floats:
    return words if meant is None else meant.scores(words, rows)


def candidates(segment: Segment, allowed: Mask, question: Asked) -> Longs:
    """The slots that may be among the best, by estimates. A single wording is its prototype."""
    scores = segment.highest(segment.wordings.estimates(question.wording))
    scores /= 1 + RIDGE
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
