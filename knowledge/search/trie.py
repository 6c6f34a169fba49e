"""Trie: the phrases of a language, walked word by word, along one text or through many at once."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from knowledge.search.ragged import Ints, Longs, Mask, Ragged, ragged

ROOT = 0
NO_STEM = -1
"""The number of a stem that no phrase has."""


class Trie:
    """Phrases as rows of stems: from the root a stem leads to a node, and on from there.

    It only grows until it is walked through for the first time.
    """

    def __init__(self) -> None:
        self._stems: dict[str, int] = {}
        self._steps: dict[tuple[int, int], int] = {}
        self._meant: list[list[int]] = [[]]

    def add(self, row: Sequence[str], concept: int) -> None:
        """A phrase, and one thing that it means."""
        node = ROOT
        for stem in row:
            step = node, self._stems.setdefault(stem, len(self._stems))
            if step not in self._steps:
                self._steps[step] = len(self._meant)
                self._meant.append([])
            node = self._steps[step]
        if concept not in self._meant[node]:
            self._meant[node].append(concept)

    def settle(self) -> None:
        """Make now what is wanted to walk through many texts, so that nobody waits for it then."""
        _ = self.meant, self._leading, self._opening

    def number(self, stem: str) -> int:
        """The number of a stem among those of all phrases, or NO_STEM."""
        return self._stems.get(stem, NO_STEM)

    def along(self, row: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """The phrases that a row of stems begins with: their length, what they mean."""
        node = ROOT
        for length, stem in enumerate(row, 1):
            step = node, self.number(stem)
            if step not in self._steps:
                return
            node = self._steps[step]
            if self._meant[node]:
                yield length, self._meant[node]

    def openings(self, stems: Ints) -> Longs:
        """The places, of many stems in a row, where the first two words of a phrase stand."""
        rows, columns, table = self._opening
        return np.flatnonzero(table[rows[stems[:-1]], columns[stems[1:]]])

    def steps(self, nodes: Longs, stems: Ints) -> tuple[Mask, Longs]:
        """From each node by the stem: whether that leads anywhere, and where, of those that do."""
        keys, targets = self._leading
        wanted = nodes << 32 | stems
        found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        leads = keys[found] == wanted
        return leads, targets[found[leads]]

    @cached_property
    def meant(self) -> Ragged:
        """What is said at each node."""
        return ragged(self._meant)

    @cached_property
    def _leading(self) -> tuple[Longs, Longs]:
        """Each step, in order, and the node that it leads to. One that is none comes first."""
        steps = sorted((node << 32 | stem, target) for (node, stem), target in self._steps.items())
        keys, targets = np.array([(-2, ROOT), *steps], np.int64).T
        return keys, targets

    @cached_property
    def _opening(self) -> tuple[Ints, Ints, Mask]:
        """The row of each stem as a first word, its column as a second one, and which go together.

        Row and column 0 are for the stems that are none; among them, at the end, is NO_STEM. Most
        places of a text open nothing: a table tells so, a search by halves takes ten times as long.
        """
        begun = {target: stem for (node, stem), target in self._steps.items() if node == ROOT}
        both = [(begun[node], stem) for node, stem in self._steps if node in begun]
        first, second = np.array(both, np.int32).reshape(-1, 2).T
        rows, columns = self._ranks(first), self._ranks(second)
        table = np.zeros((rows.max() + 1, columns.max() + 1), np.bool_)
        table[rows[first], columns[second]] = True
        return rows, columns, table

    def _ranks(self, stems: Ints) -> Ints:
        ranks = np.zeros(len(self._stems) + 1, np.int32)
        different = np.unique(stems)
        ranks[different] = np.arange(1, len(different) + 1)
        return ranks
