"""Postings: the rows of each word, to estimate a question's cosine with all of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.ragged import (
    BLOCK,
    Floats,
    Ints,
    Longs,
    Mask,
    Ragged,
    Singles,
    blocks,
    distinct,
    edges_of,
    pairs,
    turned,
)
from knowledge.search.spellings import Affinity

Shorts = NDArray[np.uint16]

EMPTY = np.zeros(0, np.int32)
NO_TIMES = np.zeros(0, np.uint16)
MOST_TIMES = np.iinfo(np.uint16).max
PIECE = 1 << 18
BUDGET = 400_000  # postings read for a question, those of the nearest words first
FAINT = 0.1
"""Share of the nearest word's affinity below which a word is passed over. Among 100,000 spliced
entries 0.1 changes nothing of the first ten, 0.2 a half of a hundredth, 0.3 one hundredth."""


@dataclass(frozen=True)
class Counts:
    """How often a feature occurs in a row: one line per pair, sorted by row, then feature.

    Row i has the lines `edges[i]` up to `edges[i + 1]`. As narrow as can be: of a hundred thousand
    answers there are millions of lines.
    """

    features: Ints
    times: Shorts
    edges: Longs

    @property
    def height(self) -> int:
        """How many rows there are, the empty ones included."""
        return len(self.edges) - 1

    @property
    def rows(self) -> Ints:
        """The row of each line."""
        return np.repeat(np.arange(self.height, dtype=np.int32), np.diff(self.edges))

    def within(self, first: int, end: int) -> "Counts":
        """The rows from `first` up to `end`."""
        edges = self.edges[first : end + 1]
        lines = slice(edges[0], edges[-1])
        return Counts(self.features[lines], self.times[lines], edges - edges[0])

    def of(self, lines: Mask) -> "Counts":
        """These lines alone, of the same rows."""
        kept = edges_of(lines)[self.edges]
        return Counts(self.features[lines], self.times[lines], kept)

    @property
    def tf(self) -> Floats:
        """1 + ln(occurrences)."""
        few = np.arange(1, self.times.max(initial=0) + 1)
        tf: Floats = (1 + np.log(few))[self.times - 1]
        return tf


@dataclass(frozen=True)
class Statistics:
    """How many entries there are and how rare a feature is among them."""

    entries: int
    idf: Floats

    @property
    def unknown(self) -> float:
        """Weight of a feature that no entry has."""
        return float(np.log(1 + self.entries) + 1)

    def of(self, features: Ints | Longs) -> Floats:
        if features.max(initial=-1) < len(self.idf):
            found: Floats = self.idf[features]
            return found
        known = features < len(self.idf)
        weights = np.full(len(features), self.unknown)
        weights[known] = self.idf[features[known]]
        return weights


def statistics(counts: Counts, entry_of: Longs, entries: int, scales: Floats) -> Statistics:
    """ln((1 + N) / (1 + df)) + 1, N and df counted over entries: ten wordings are one voice."""
    breadth = len(scales)
    features = counts.features
    crowded = (np.bincount(entry_of, minlength=entries) > 1)[entry_of]
    if crowded.any():
        shared = crowded[counts.rows]
        owners = entry_of[counts.rows[shared]]
        once, _ = distinct(owners * breadth + features[shared])
        features = np.concatenate([features[~shared], once % breadth])
    df = _frequencies(features, breadth)
    return Statistics(entries, (np.log((1 + entries) / (1 + df)) + 1) * scales)


def _frequencies(features: Ints | Longs, breadth: int) -> Longs:
    """How often each occurs; some at a time, for they are widened to be counted."""
    found = np.zeros(breadth, np.int64)
    for start in range(0, len(features), PIECE):
        found += np.bincount(features[start : start + PIECE], minlength=breadth)
    return found


@dataclass(frozen=True)
class Vector:
    """A question: its known features and their weights, out of a norm of one."""

    features: Longs
    weights: Floats


@dataclass(frozen=True)
class Postings:
    """Lists of words, and for each word the rows (lists) that have it, each once.

    Features would need five times as many postings as words do, in memory and in time. A row's
    cosine is the sum over its words of their affinity to the question, but for what a feature
    repeated in a row counts less: near enough to choose who is looked at closely.
    """

    lists: Ragged
    holders: Ragged
    norms: Singles

    @property
    def height(self) -> int:
        return len(self.lists)

    def estimates(self, affinity: Affinity) -> Singles:
        """About the cosine with each row, from the words nearest to the question."""
        found = np.zeros(self.height, np.float32)
        words = self._nearest(affinity.words)
        self.holders.spread(words, affinity.words[words], found)
        found /= self.norms
        return found

    def _nearest(self, affinity: Singles) -> Longs:
        """As many as the budget allows, the best first. Common words have little affinity."""
        affinity = affinity[: len(self.holders)]
        near = np.flatnonzero(affinity > FAINT * affinity.max(initial=0))
        near = near[np.argsort(-affinity[near], kind="stable")]
        spent = np.cumsum(self.holders.lengths_of(near))
        return near[: int(np.searchsorted(spent, BUDGET)) + 1]

    def cosines(self, rows: Longs, affinity: Affinity, features: Ragged) -> Floats:
        """The cosine with each of these rows, exactly. Only shared features are counted."""
        words = self.lists.take(rows)
        shared = affinity.words[words.flat] > 0
        spelt = features.take(words.flat[shared])
        weights = affinity.features[spelt.flat]
        telling = weights > 0
        owners = words.owners[shared][spelt.owners][telling]
        keys, times = distinct(owners << 32 | spelt.flat[telling])
        products = (1 + np.log(times)) * affinity.features[keys & 0xFFFFFFFF]
        return np.bincount(keys >> 32, products, len(rows)) / self.norms[rows]


def count(lists: Ragged, features: Ragged) -> Counts:
    """Count the features of lists of words. `features` gives those of each word."""
    breadth = int(features.flat.max(initial=0)) + 1
    numbers, times, lengths = [EMPTY], [NO_TIMES], [EMPTY]
    for _, block in blocks(lists, breadth):
        found = block.through(features)
        keys, often = distinct(pairs(found, breadth))
        owners, held = np.divmod(keys, np.uint32(breadth))
        numbers.append(held.astype(np.int32))
        times.append(np.minimum(often, MOST_TIMES).astype(np.uint16))
        lengths.append(np.bincount(owners, minlength=len(block)).astype(np.int32))
    return Counts(_end_to_end(numbers), _end_to_end(times), edges_of(_end_to_end(lengths)))


def _end_to_end(parts: list[Any]) -> Any:
    """Arrays one after the other; let go of, so that no more than one kind is in memory twice."""
    whole = np.concatenate(parts)
    parts.clear()
    return whole


def weighed(counts: Counts, statistics: Statistics) -> Floats:
    """tf · idf."""
    weights = statistics.of(counts.features)
    weights *= counts.tf
    return weights


def norms(counts: Counts, statistics: Statistics) -> Floats:
    """The norm of each row's weights; 1 where there are none. Some rows at a time."""
    squares: list[Floats] = [np.zeros(0)]
    for first in range(0, counts.height, BLOCK):
        some = counts.within(first, min(first + BLOCK, counts.height))
        weights = np.square(weighed(some, statistics))
        sums = np.bincount(some.rows, weights, some.height)
        squares.append(sums.astype(np.float64, copy=False))
    found: Floats = np.sqrt(np.concatenate(squares))
    found[found == 0] = 1
    return found


def postings(lists: Ragged, norms: Floats, breadth: int) -> Postings:
    return Postings(lists, turned(lists, breadth), norms.astype(np.float32))
