"""Prototype: how much each wording of an entry counts in their consensus."""

import numpy as np

from knowledge.search.postings import Counts, Statistics, weighed
from knowledge.search.ragged import Floats, Longs, Mask

RIDGE = 0.3


def prototypes(counts: Counts, statistics: Statistics, norms: Floats, first: Longs) -> Floats:
    """For each wording, its weight in (K + 0.3 I)⁻¹ · 1, K the cosines of the entry's wordings.

    Near-identical wordings share one voice. `first[e]` is the first row of entry e.
    """
    sizes = np.diff(first)
    result = np.full(counts.height, 1 / (1 + RIDGE))
    several = sizes > 1
    if several.any():
        grams = _cosines(counts, statistics, norms, first, several)
        for size in np.unique(sizes[several]):
            entries = np.flatnonzero(sizes == size)
            rows = first[entries][:, None] + np.arange(size)
            result[rows] = _consensus(grams, entries, sizes, int(size))
    return result


def _consensus(grams: Floats, entries: Longs, sizes: Longs, size: int) -> Floats:
    starts = _starts(sizes)[entries][:, None] + np.arange(size * size)
    kernels = grams[starts].reshape(-1, size, size)
    kernels = kernels + np.swapaxes(kernels, 1, 2) + (1 + RIDGE) * np.eye(size)
    solved: Floats = np.linalg.solve(kernels, np.ones((len(entries), size, 1)))[:, :, 0]
    return solved


def _starts(sizes: Longs) -> Longs:
    """Where the square of an entry begins; entries of one wording have none."""
    areas = np.where(sizes > 1, sizes * sizes, 0)
    return np.cumsum(areas) - areas


def _cosines(
    counts: Counts, statistics: Statistics, norms: Floats, first: Longs, several: Mask
) -> Floats:
    """All squares one after another, the upper half filled.

    Lines of one entry and feature stand together; each meets its neighbours one step further
    at a time, so the work is the number of pairs of wordings that share a feature.
    """
    sizes = np.diff(first)
    entry_of = np.repeat(np.arange(len(sizes)), sizes)
    used = counts.of(several[entry_of[counts.rows]])
    rows, features = used.rows, used.features
    values = weighed(used, statistics) / norms[rows]
    order = np.lexsort((rows, features, entry_of[rows]))
    rows, features, values = rows[order], features[order], values[order]
    entries = entry_of[rows]
    inside = rows - first[entries]
    cells = _starts(sizes)[entries] + inside * sizes[entries]
    grams = np.zeros(int(np.where(sizes > 1, sizes * sizes, 0).sum()))
    left = np.arange(len(rows))
    step = 0
    while len(left):
        step += 1
        left = left[left + step < len(rows)]
        right = left + step
        left = left[(entries[left] == entries[right]) & (features[left] == features[right])]
        right = left + step
        grams += np.bincount(cells[left] + inside[right], values[left] * values[right], len(grams))
    return grams
