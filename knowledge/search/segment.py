"""Segment: documents frozen into arrays, ready to be compared with a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.documents import Document, Record, record
from knowledge.search.lexicon import Lexicon
from knowledge.search.postings import (
    Counts,
    Postings,
    Statistics,
    count,
    postings,
    statistics,
    weighted,
)
from knowledge.search.prototype import prototypes
from knowledge.search.ragged import Floats, Ints, Longs, Ragged, edges_of, joined, ragged


@dataclass(frozen=True)
class Material:
    """Documents read into numbers, not yet weighed: the words of each wording and each body."""

    records: tuple[Record, ...]
    wordings: Ragged
    bodies: Ragged

    @property
    def first(self) -> Longs:
        """The first row of each record; one row per wording."""
        return edges_of(np.array([len(each.wordings) for each in self.records], np.int64))

    def take(self, slots: Longs) -> "Material":
        first = self.first
        rows = Ragged(np.arange(len(self.wordings), dtype=np.int32), first).take(slots).flat
        kept = tuple(self.records[slot] for slot in slots.tolist())
        return Material(kept, self.wordings.take(rows), self.bodies.take(slots))


def read(documents: Iterable[Document], lexicon: Lexicon) -> Material:
    several = list(documents)
    records = tuple(record(document) for document in several)
    wordings = [lexicon.numbers(wording) for each in records for wording in each.wordings]
    bodies = [lexicon.numbers(document.body) for document in several]
    return Material(records, ragged(wordings), ragged(bodies))


def joined_material(parts: Sequence[Material]) -> Material:
    return Material(
        tuple(record for part in parts for record in part.records),
        joined(part.wordings for part in parts),
        joined(part.bodies for part in parts),
    )


@dataclass(frozen=True)
class Weights:
    """How rare a feature is, in wordings and in answers."""

    wordings: Statistics
    bodies: Statistics


NOTHING = Weights(Statistics(0, np.zeros(0)), Statistics(0, np.zeros(0)))


@dataclass(frozen=True)
class Segment:
    material: Material
    first: Longs  # the first row of each slot, and the number of rows
    wordings: Postings  # rows are wordings
    bodies: Postings  # rows are slots
    consensus: Floats  # the weight of each wording in its entry's prototype

    def __len__(self) -> int:
        return len(self.material.records)


def tally(material: Material, lexicon: Lexicon) -> tuple[Counts, Counts]:
    """Features of the wordings, and of the answers: there, the prefixes alone."""
    prefixes = lexicon.prefixes()
    alone = Ragged(prefixes, np.arange(len(prefixes) + 1))
    return count(material.wordings, lexicon.features()), count(material.bodies, alone)


def build(
    material: Material, lexicon: Lexicon, weights: Weights | None = None
) -> tuple[Segment, Weights]:
    """Weigh the material, by its own statistics when none are given."""
    first, breadth = material.first, lexicon.breadth
    wordings, bodies = tally(material, lexicon)
    if weights is None:
        weights = _weights(material, wordings, bodies, breadth)
    values = weighted(wordings, weights.wordings)
    segment = Segment(
        material,
        first,
        postings(wordings, values, breadth),
        postings(bodies, weighted(bodies, weights.bodies), breadth),
        prototypes(wordings, values, first),
    )
    return segment, weights


def _weights(material: Material, wordings: Counts, bodies: Counts, breadth: int) -> Weights:
    entries = len(material.records)
    entry_of = np.repeat(np.arange(entries), np.diff(material.first))
    return Weights(
        statistics(wordings, entry_of, entries, breadth),
        statistics(bodies, np.arange(entries), entries, breadth),
    )


def vocabulary(material: Material, slots: Longs, breadth: int) -> Ints:
    """For each word, in how many of these documents people wrote it: learned wordings left out."""
    chosen = material.take(slots)
    given = np.array([len(each.given) for each in chosen.records], np.int64)
    first = chosen.first
    entry_of = np.repeat(np.arange(len(slots)), np.diff(first))
    inside = np.arange(len(entry_of)) - first[entry_of]
    rows = np.flatnonzero(inside < given[entry_of])
    written = chosen.wordings.take(rows)
    owners = np.concatenate([entry_of[rows][written.owners], chosen.bodies.owners])
    words = np.concatenate([written.flat, chosen.bodies.flat])
    pairs = np.unique(owners * max(breadth, 1) + words)
    return np.bincount(pairs % max(breadth, 1), minlength=breadth).astype(np.int32)
