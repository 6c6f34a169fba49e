"""Postings: weighted features turned into rows per feature, and the cosine with a question."""

from dataclasses import dataclass

import numpy as np

from knowledge.search.ragged import Floats, Ints, Longs, Ragged, Singles, edges_of

BLOCK = 1 << 16  # lists counted at a time, to bound the memory of a build
BUDGET = 1_500_000  # postings read for a question, rarest features first


@dataclass(frozen=True)
class Counts:
    """How often a feature occurs in a row: one line per pair, sorted by row, then feature."""

    rows: Longs
    features: Longs
    tf: Floats  # 1 + ln(occurrences)
    height: int  # rows, the empty ones included


@dataclass(frozen=True)
class Statistics:
    """How many entries there are and how rare a feature is among them."""

    entries: int
    idf: Floats

    @property
    def unknown(self) -> float:
        """Weight of a feature that no entry has."""
        return float(np.log(1 + self.entries) + 1)

    def of(self, features: Longs) -> Floats:
        known = features < len(self.idf)
        weights = np.full(len(features), self.unknown)
        weights[known] = self.idf[features[known]]
        return weights


def statistics(counts: Counts, entry_of: Longs, entries: int, breadth: int) -> Statistics:
    """ln((1 + N) / (1 + df)) + 1, N and df counted over entries: ten wordings are one voice."""
    pairs = np.unique(entry_of[counts.rows] * breadth + counts.features)
    df = np.bincount(pairs % max(breadth, 1), minlength=breadth)
    return Statistics(entries, np.log((1 + entries) / (1 + df)) + 1)


@dataclass(frozen=True)
class Vector:
    """A question: its known features and their weights, out of a norm of one."""

    features: Longs
    weights: Floats


@dataclass(frozen=True)
class Postings:
    """Feature f is in `rows[edges[f]:edges[f + 1]]` with the weights beside them."""

    rows: Ints
    weights: Singles
    edges: Longs
    height: int

    def cosines(self, vector: Vector) -> tuple[Floats, bool]:
        """The cosine with each row, and whether all of the postings were read."""
        spans, complete = self._within_budget(vector)
        if not spans:
            return np.zeros(self.height), complete
        rows = np.concatenate([self.rows[start:end] for start, end, _ in spans])
        weights = np.concatenate([self.weights[start:end] * weight for start, end, weight in spans])
        return np.bincount(rows, weights, self.height).astype(np.float64), complete

    def _within_budget(self, vector: Vector) -> tuple[list[tuple[int, int, np.float32]], bool]:
        known = vector.features < len(self.edges) - 1
        features = vector.features[known]
        starts, ends = self.edges[features], self.edges[features + 1]
        rarest = np.argsort(ends - starts, kind="stable")
        total = np.cumsum((ends - starts)[rarest])
        kept = rarest[: int(np.searchsorted(total, BUDGET, side="right"))]
        weights = vector.weights[known].astype(np.float32)
        spans = zip(starts[kept].tolist(), ends[kept].tolist(), weights[kept], strict=True)
        return [span for span in spans if span[1] > span[0]], len(kept) == len(rarest)


def count(lists: Ragged, features: Ragged) -> Counts:
    """Count the features of lists of words. `features` gives those of each word."""
    blocks = [
        _count(lists, features, start, min(start + BLOCK, len(lists)))
        for start in range(0, len(lists), BLOCK)
    ]
    empty = np.zeros(0, np.int64)
    keys = np.concatenate([empty, *(keys for keys, _ in blocks)])
    times = np.concatenate([empty, *(times for _, times in blocks)])
    rows, numbers = np.divmod(keys, _breadth(features))
    return Counts(rows, numbers, 1 + np.log(times), len(lists))


def _count(lists: Ragged, features: Ragged, start: int, end: int) -> tuple[Longs, Longs]:
    block = lists.take(np.arange(start, end))
    found = features.take(block.flat)
    rows = np.repeat(block.owners + start, found.lengths)
    return np.unique(rows * _breadth(features) + found.flat, return_counts=True)


def _breadth(features: Ragged) -> int:
    return int(features.flat.max(initial=0)) + 1


def weighted(counts: Counts, statistics: Statistics) -> Floats:
    """tf · idf, each row divided by its norm."""
    weights = counts.tf * statistics.of(counts.features)
    norms = np.sqrt(np.bincount(counts.rows, weights * weights, counts.height))
    weights /= norms[counts.rows]
    return weights


def postings(counts: Counts, weights: Floats, breadth: int) -> Postings:
    by_feature = np.argsort(counts.features, kind="stable")
    lengths = np.bincount(counts.features, minlength=breadth)
    return Postings(
        rows=counts.rows[by_feature].astype(np.int32),
        weights=weights[by_feature].astype(np.float32),
        edges=edges_of(lengths),
        height=counts.height,
    )
