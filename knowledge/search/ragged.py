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
        lengths = self.lengths[numbers]
        edges = edges_of(lengths)
        shift = np.repeat(self.edges[numbers] - edges[:-1], lengths)
        return Ragged(self.flat[shift + np.arange(edges[-1])], edges)


def edges_of(lengths: NDArray[np.integer]) -> Longs:
    edges = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=edges[1:])
    return edges


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    edges = edges_of(lengths)
    return Ragged(np.fromiter(chain.from_iterable(lists), np.int32, int(edges[-1])), edges)


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
