"""Postings: weighted features turned into rows per feature, and the cosine with a question."""

from dataclasses import dataclass

import numpy as np

from knowledge.search.ragged import Floats, Ints, Longs, Ragged, Singles, distinct, edges_of

BLOCK = 1 << 16  # lists counted at a time, to bound the memory of a build
BUDGET = 1_500_000  # postings read for a question, rarest features first
COMMON = 0.25  # share of the rows from which a feature gets a column …
TALL = 1_000  # … if it is in so many
CHEAP = 10  # rows of a column that cost as much as one posting


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
    pairs, _ = distinct(entry_of[counts.rows] * breadth + counts.features)
    df = np.bincount(pairs % max(breadth, 1), minlength=breadth)
    return Statistics(entries, np.log((1 + entries) / (1 + df)) + 1)


@dataclass(frozen=True)
class Vector:
    """A question: its known features and their weights, out of a norm of one."""

    features: Longs
    weights: Floats


@dataclass(frozen=True)
class Postings:
    """Feature f is in `rows[edges[f]:edges[f + 1]]` with the weights beside them.

    A feature that is nearly everywhere also has a `column`: adding it whole is many times faster
    than adding it row by row.
    """

    rows: Ints
    weights: Singles
    edges: Longs
    height: int
    columns: dict[int, Singles]

    def cosines(self, vector: Vector) -> tuple[Floats, bool]:
        """The cosine with each row, and whether all of the postings were read."""
        features, weights, complete = self._within_budget(vector)
        rows, values = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
        whole = np.zeros(self.height)
        for feature, weight in zip(features.tolist(), weights, strict=True):
            if feature in self.columns:
                whole += self.columns[feature] * weight
            else:
                span = slice(self.edges[feature], self.edges[feature + 1])
                rows.append(self.rows[span])
                values.append(self.weights[span] * weight)
        whole += np.bincount(np.concatenate(rows), np.concatenate(values), self.height)
        return whole, complete

    def _within_budget(self, vector: Vector) -> tuple[Longs, Singles, bool]:
        """The rarest features, as many as the budget allows."""
        known = vector.features < len(self.edges) - 1
        features = vector.features[known]
        lengths = self.edges[features + 1] - self.edges[features]
        rarest = np.argsort(lengths, kind="stable")
        costs = np.minimum(lengths, self.height // CHEAP)[rarest]
        kept = rarest[: int(np.searchsorted(np.cumsum(costs), BUDGET, side="right"))]
        weights = vector.weights[known].astype(np.float32)
        return features[kept], weights[kept], len(kept) == len(rarest)


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
    return distinct(rows * _breadth(features) + found.flat)


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
    rows = counts.rows[by_feature].astype(np.int32)
    values = weights[by_feature].astype(np.float32)
    edges = edges_of(np.bincount(counts.features, minlength=breadth))
    return Postings(
        rows, values, edges, counts.height, _columns(rows, values, edges, counts.height)
    )


def _columns(rows: Ints, values: Singles, edges: Longs, height: int) -> dict[int, Singles]:
    columns = {}
    everywhere = np.diff(edges) > max(height * COMMON, TALL)
    for feature in np.flatnonzero(everywhere).tolist():
        span = slice(edges[feature], edges[feature + 1])
        columns[feature] = np.zeros(height, np.float32)
        columns[feature][rows[span]] = values[span]
    return columns
