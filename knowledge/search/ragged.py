"""Ragged: lists of unequal length in two flat arrays."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Mask = NDArray[np.bool_]
Number = TypeVar("Number", bound=np.integer)

LONG = 300  # values from which a list is copied rather than picked
DIGIT = 1 << 16
BLOCK = 1 << 13  # lists that are counted at a time
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

    def through(self, others: "Ragged") -> "Ragged":
        """Every value replaced by the other list of that number."""
        found = others.take(self.flat)
        return Ragged(found.flat, found.edges[self.edges])

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


def edges_of(lengths: NDArray[np.integer] | Mask) -> Longs:
    edges = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=edges[1:])
    return edges


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    edges = edges_of(lengths)
    return Ragged(np.fromiter(chain.from_iterable(lists), np.int32, int(edges[-1])), edges)


def turned(lists: Ragged, breadth: int) -> Ragged:
    """For each value below `breadth`, the numbers of the lists that have it, each once."""
    owners = np.repeat(np.arange(len(lists), dtype=np.int32), lists.lengths)
    owners = owners[_in_order(lists.flat, breadth)]
    starts = edges_of(np.bincount(lists.flat, minlength=breadth))
    first = _changes(owners)
    first[starts[:-1][np.diff(starts) > 0]] = True
    kept: Longs = np.concatenate([[0], np.cumsum(first)])[starts]
    return Ragged(owners[first], kept)


def _in_order(values: Ints, breadth: int) -> Longs:
    """Where the values stand in order, equals as they come.

    By 16 bits at a time, which is what numpy counts out instead of comparing.
    """
    order = np.argsort(values.astype(np.uint16), kind="stable")
    if breadth > DIGIT:
        order = order[np.argsort((values >> 16).astype(np.uint16)[order], kind="stable")]
    return order


def _changes(values: NDArray[np.integer]) -> Mask:
    """Where a value is not the one before it."""
    changes = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


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


def distinct(values: NDArray[Number]) -> tuple[NDArray[Number], Longs]:
    """The values in order, each once, and how often it was there.

    `np.unique` hashes, ten times slower on tens of millions of numbers.
    """
    ordered = np.sort(values)
    starts = np.flatnonzero(_changes(ordered))
    return ordered[starts], np.diff(starts, append=len(ordered))


def blocks(lists: Ragged, breadth: int = 1) -> Iterator[tuple[int, Ragged]]:
    """The lists some at a time: the number of the first, and these.

    So few that they fit into a cache, and that 32 bits tell apart all pairs of one of them and a
    value below `breadth`.
    """
    height = max(min(BLOCK, (1 << 32) // max(breadth, 1)), 1)
    for start in range(0, len(lists), height):
        edges = lists.edges[start : start + height + 1]
        yield start, Ragged(lists.flat[edges[0] : edges[-1]], edges - edges[0])


def pairs(lists: Ragged, breadth: int) -> NDArray[np.uint32]:
    """Each list and each of its values, all below `breadth`, as one number in that order."""
    owners = np.arange(len(lists), dtype=np.uint32) * np.uint32(breadth)
    return np.repeat(owners, lists.lengths) + lists.flat.astype(np.uint32)
