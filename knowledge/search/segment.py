"""Segment: documents frozen into arrays, ready to be compared with a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.search.documents import Document, Record, record
from knowledge.search.lexicon import Forms, Lexicon
from knowledge.search.postings import (
    Counts,
    Postings,
    Statistics,
    count,
    norms,
    postings,
    statistics,
)
from knowledge.search.prototype import prototypes
from knowledge.search.ragged import (
    Floats,
    Ints,
    Longs,
    Ragged,
    Singles,
    between,
    blocks,
    distinct,
    edges_of,
    joined,
    pairs,
)


@dataclass(frozen=True)
class Material:
    """Documents read into numbers, not yet weighed: the words of each wording and each body."""

    records: tuple[Record, ...]
    wordings: Ragged
    bodies: Ragged

    @cached_property
    def first(self) -> Longs:
        """The first row of each record; one row per wording."""
        return edges_of(np.array([len(each.wordings) for each in self.records], np.int64))

    @property
    def said(self) -> Ragged:
        """The words of all wordings of each record."""
        return Ragged(self.wordings.flat, self.wordings.edges[self.first])

    @property
    def given(self) -> Ragged:
        """The same without the learned ones."""
        lengths = np.array([len(each.given) for each in self.records], np.int64)
        entry_of = np.repeat(np.arange(len(self.records)), np.diff(self.first))
        inside = np.arange(len(entry_of)) - self.first[entry_of]
        kept = self.wordings.take(np.flatnonzero(inside < lengths[entry_of]))
        return Ragged(kept.flat, kept.edges[edges_of(lengths)])

    def take(self, slots: Longs) -> "Material":
        rows, _ = between(self.first, slots)
        kept = tuple(self.records[slot] for slot in slots.tolist())
        return Material(kept, self.wordings.take(rows), self.bodies.take(slots))


def latest(documents: Iterable[Document]) -> list[Document]:
    """The last of each key, in the order in which their keys first come."""
    return [*{document.key: document for document in documents}.values()]


def read(documents: list[Document], lexicon: Lexicon, forms: Forms) -> Material:
    """The words of documents. The list is emptied, so that no text of an answer stays for long."""
    records = tuple([record(document) for document in documents])
    wordings = lexicon.numbers((text for each in records for text in each.wordings), forms)
    documents.reverse()
    bodies = lexicon.numbers((_answer(documents.pop()) for _ in records), forms)
    return Material(records, wordings, bodies)


def _answer(document: Document) -> str:
    return " ".join((document.body, *document.tags)) if document.tags else document.body


def joined_material(parts: Sequence[Material]) -> Material:
    return Material(
        tuple(record for part in parts for record in part.records),
        joined(part.wordings for part in parts),
        joined(part.bodies for part in parts),
    )


@dataclass(frozen=True)
class Weights:
    """How rare a feature is, in wordings and in answers, and a root in wordings."""

    wordings: Statistics
    bodies: Statistics
    roots: Statistics


UNKNOWN = Statistics(0, np.zeros(0))
NOTHING = Weights(UNKNOWN, UNKNOWN, UNKNOWN)


@dataclass(frozen=True)
class Segment:
    material: Material
    first: Longs  # the first row of each slot, and the number of rows
    wordings: Postings  # rows are wordings
    bodies: Postings  # rows are slots
    consensus: Floats  # the weight of each wording in its entry's prototype

    def __len__(self) -> int:
        return len(self.material.records)

    def rows(self, slots: Longs) -> Ragged:
        """The rows of each of these slots."""
        places, edges = between(self.first, slots)
        return Ragged(places.astype(np.int32), edges)

    @cached_property
    def crowded(self) -> tuple[Longs, Ragged]:
        """The slots with several wordings, and their rows."""
        slots = np.flatnonzero(np.diff(self.first) > 1)
        return slots, self.rows(slots)

    def highest(self, scores: Singles) -> Singles:
        """For each slot, the score of its best row."""
        if len(scores) == len(self):
            return scores
        highest: Singles = scores[self.first[:-1]]
        slots, rows = self.crowded
        if len(slots):
            highest[slots] = np.maximum.reduceat(scores[rows.flat], rows.edges[:-1])
        return highest


def build(
    material: Material, lexicon: Lexicon, weights: Weights | None = None
) -> tuple[Segment, Weights]:
    """Weigh the material, by its own statistics when none are given.

    One kind of text after the other: what is counted takes more memory than all that stays.
    """
    wordings, consensus, rare, roots = _wordings(material, lexicon, weights)
    bodies, told = _bodies(material, lexicon, weights)
    segment = Segment(material, material.first, wordings, bodies, consensus)
    return segment, weights or Weights(rare, told, roots)


def _wordings(
    material: Material, lexicon: Lexicon, weights: Weights | None
) -> tuple[Postings, Floats, Statistics, Statistics]:
    counts = count(material.wordings, lexicon.features())
    if weights is None:
        rare, roots = _rarity(material, counts, lexicon)
    else:
        rare, roots = weights.wordings, weights.roots
    lengths = norms(counts, rare)
    consensus = prototypes(counts, rare, lengths, material.first)
    return postings(material.wordings, lengths, lexicon.size), consensus, rare, roots


def _rarity(material: Material, counts: Counts, lexicon: Lexicon) -> tuple[Statistics, Statistics]:
    """Of features and of roots, in wordings."""
    entries = len(material.records)
    entry_of = np.repeat(np.arange(entries), np.diff(material.first))
    roots = lexicon.roots
    alone = Ragged(roots, np.arange(len(roots) + 1))
    every = np.ones(int(roots.max(initial=-1)) + 1)
    return (
        statistics(counts, entry_of, entries, lexicon.scales),
        statistics(count(material.wordings, alone), entry_of, entries, every),
    )


def _bodies(
    material: Material, lexicon: Lexicon, weights: Weights | None
) -> tuple[Postings, Statistics]:
    """Of answers, the gist of each word alone counts."""
    counts = count(material.bodies, lexicon.gists())
    entries = len(material.records)
    told = (
        weights.bodies
        if weights
        else statistics(counts, np.arange(entries), entries, lexicon.scales)
    )
    lengths = norms(counts, told)
    del counts
    return postings(material.bodies, lengths, lexicon.size), told


def vocabulary(material: Material, breadth: int) -> Ints:
    """For each word, in how many documents it is: where people wrote it, and anywhere.

    Two lines of `breadth` numbers. Learned wordings count in the second one only.
    """
    anywhere = _documents(material.said, material.bodies, breadth)
    if not any(each.learned for each in material.records):
        return np.stack([anywhere, anywhere])
    return np.stack([_documents(material.given, material.bodies, breadth), anywhere])


def _documents(said: Ragged, answers: Ragged, breadth: int) -> Ints:
    found = np.zeros(breadth, np.int64)
    for (_, some), (_, others) in zip(blocks(said, breadth), blocks(answers, breadth), strict=True):
        both = np.concatenate([pairs(some, breadth), pairs(others, breadth)])
        found += np.bincount(distinct(both)[0] % np.uint32(breadth or 1), minlength=breadth)
    return found.astype(np.int32)
