"""Ragged: lists of unequal length in two flat arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Mask = NDArray[np.bool_]

LONG = 300  # values from which a list is copied rather than picked
GROUPS = 4  # times as many as wanted, so that few of the best share one


@dataclass(frozen=True)
class Ragged:
    """List i is `flat[edges[i]:edges[i + 1]]`."""

    flat: Ints
    edges: Longs

    def __len__(self) -> int:
        return len(self.edges) - 1

    @property
    def lengths(self) -> Longs:
        return np.diff(self.edges)

    @property
    def owners(self) -> Longs:
        """For each value, the number of the list it is in."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def take(self, numbers: NDArray[np.integer]) -> "Ragged":
        places, edges = between(self.edges, numbers)
        return Ragged(self.flat[places], edges)

    def spread(self, numbers: Longs, weights: Floats | Singles, out: Singles) -> None:
        """Add the weight of each of these lists to `out`, wherever the list points."""
        long = self.lengths_of(numbers) > LONG
        for some, places in (
            (~long, self.take(numbers[~long]).flat),
            (long, self._copied(numbers[long])),
        ):
            lengths = self.lengths_of(numbers[some])
            np.add.at(out, places, np.repeat(weights[some].astype(np.float32), lengths))

    def _copied(self, numbers: Longs) -> Ints:
        """The same as taking them: slower for short lists, many times faster for long ones."""
        bounds = zip(self.edges[numbers].tolist(), self.edges[numbers + 1].tolist(), strict=True)
        slices = [self.flat[start:end] for start, end in bounds]
        return np.concatenate([self.flat[:0], *slices])

    def lengths_of(self, numbers: NDArray[np.integer]) -> Longs:
        lengths: Longs = self.edges[numbers + 1] - self.edges[numbers]
        return lengths


def between(edges: Longs, numbers: NDArray[np.integer]) -> tuple[Longs, Longs]:
    """The places `edges[i] … edges[i + 1] - 1` of each of these i, and the edges among them."""
    starts = edges[numbers]
    lengths = edges[numbers + 1] - starts
    found = edges_of(lengths)
    return np.repeat(starts - found[:-1], lengths) + np.arange(found[-1]), found


def edges_of(lengths: NDArray[np.integer]) -> Longs:
    edges = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=edges[1:])
    return edges


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    edges = edges_of(lengths)
    return Ragged(np.fromiter(chain.from_iterable(lists), np.int32, int(edges[-1])), edges)


def turned(lists: Ragged, breadth: int) -> Ragged:
    """For each value below `breadth`, the numbers of the lists that have it, each once."""
    keys = np.sort(lists.flat.astype(np.int64) << 32 | lists.owners)
    keys = keys[np.diff(keys, prepend=-1) != 0]
    edges = edges_of(np.bincount(keys >> 32, minlength=breadth))
    return Ragged((keys & 0xFFFFFFFF).astype(np.int32), edges)


def top(scores: Singles, limit: int) -> Longs:
    """Where the best are, in order of place: at least `limit`, and those that equal the last.

    Without sorting: the `limit`-th best of the maxima of groups is not above the `limit`-th best
    of all. Equals beyond twice the limit: the first ones.
    """
    depth = min(max(len(scores) // (GROUPS * limit), 1), 100)
    breadth = len(scores) // depth
    if breadth <= limit:
        return np.arange(len(scores))
    maxima = scores[: depth * breadth].reshape(depth, breadth).max(axis=0)
    cut = np.partition(maxima, breadth - limit)[breadth - limit]
    near = np.flatnonzero(scores >= cut)
    if len(near) > 2 * limit:
        near = np.sort(near[np.argsort(-scores[near], kind="stable")[: 2 * limit]])
    return near


def joined(parts: Iterable[Ragged]) -> Ragged:
    several = list(parts)
    lengths = np.concatenate([np.zeros(0, np.int64), *(part.lengths for part in several)])
    flat = np.concatenate([np.zeros(0, np.int32), *(part.flat for part in several)])
    return Ragged(flat, edges_of(lengths))


def distinct(values: Longs) -> tuple[Longs, Longs]:
    """The values in order, each once, and how often it was there.

    `np.unique` hashes, ten times slower on tens of millions of numbers.
    """
    ordered = np.sort(values)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    return ordered[starts], np.diff(starts, append=len(ordered))
