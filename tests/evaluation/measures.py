"""Measures: figures of merit from ranks, scores and confidences. All are shares between 0 and 1."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from tests.evaluation.engines import Found

BINS = 10


@dataclass(frozen=True)
class Place:
    """Where the best right entry stands: how many stand before it, and how many beside it."""

    before: int
    beside: int = 0

    def within(self, limit: int) -> float:
        """Hits@limit: the probability to be among the first when lots decide between equals."""
        return min(max((limit - self.before) / (self.beside + 1), 0.0), 1.0)

    def reciprocal(self, limit: int) -> float:
        """MRR@limit: 1/rank, on average over the places that lots may give."""
        ranks = range(self.before + 1, self.before + self.beside + 2)
        return sum(1 / rank for rank in ranks if rank <= limit) / len(ranks)


NOWHERE = Place(10**9)


def place(found: Sequence[Found], relevant: Collection[str]) -> Place:
    scores = [one.score for one in found if one.key in relevant]
    if not scores:
        return NOWHERE
    best = max(scores)
    others = [one.score for one in found if one.key not in relevant]
    return Place(sum(score > best for score in others), sum(score == best for score in others))


def mean(values: Iterable[float]) -> float:
    several = list(values)
    return sum(several) / len(several) if several else nan


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Area under the ROC curve: how often one of inside scores above one of outside.

    By ranks, equal ones sharing theirs (Mann and Whitney 1947).
    """
    if not len(inside) or not len(outside):
        return nan
    together = np.concatenate([inside, outside])
    _, place_of, counts = np.unique(together, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place_of]
    least = len(inside) * (len(inside) + 1) / 2
    return float((ranks[: len(inside)].sum() - least) / (len(inside) * len(outside)))


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: |confidence − share right|, over ten bins of equal width.

    Naeini, Cooper and Hauskrecht 2015. With a few hundred questions a perfect model has 0.07.
    """
    if not len(confidences):
        return nan
    sure, truth = np.asarray(confidences, float), np.asarray(right, float)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, sure - truth, BINS)
    return float(np.abs(gaps).sum() / len(sure))
