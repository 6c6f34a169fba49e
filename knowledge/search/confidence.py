"""Confidence: how likely the first hit is to be right, and what that allows us to say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, log10, sqrt

import numpy as np

from knowledge.search.documents import Label
from knowledge.search.ragged import Floats

CONFIDENT = 0.7
NEAR = 0.3
REPEATED = 0.98
"""Cosine from which a question is a wording of the entry, word for word …"""

CERTAIN = 0.95
"""… and how sure that makes us at least, unless another entry has the same wording."""

LEAST = 0.01  # of a score, for its logarithm
LABELS = 500  # the latest ones count
FIRM = np.array([20.0, 20.0, 20.0, 8.0])
"""How firmly each constant is believed before anybody judged: the precision of its prior.

Measured on the public sets: with 1, 1, 1, 0.3 the first label alone takes the calibration error
from 0.125 to 0.196; with these it stays, and after a hundred labels both are at 0.108."""


class Band(StrEnum):
    CONFIDENT = "confident"  # show the answer
    NEAR = "near"  # show the nearest three and "none of these"
    UNKNOWN = "unknown"  # ask the person who knows


def band(confidence: float) -> Band:
    if confidence >= CONFIDENT:
        return Band.CONFIDENT
    return Band.NEAR if confidence >= NEAR else Band.UNKNOWN


@dataclass(frozen=True)
class Calibration:
    """p = σ(a·ln S₁ + b·√(S₁ − S₂) + c·log₁₀ N + d), from a hit's evidence.

    S₁ is the score of the hit, S₂ that of its best rival, N how many were ranked.
    """

    constants: tuple[float, float, float, float]

    def probability(self, evidence: Sequence[float]) -> float:
        *slopes, level = self.constants
        weighed = zip(slopes, evidence, strict=True)
        return logistic(sum(slope * value for slope, value in weighed) + level)


SHIPPED = Calibration((2.06, 2.54, -0.09, -1.33))
"""A logistic regression over twelve public question sets, one family left out at a time to measure
it, whole and with a fifth of their entries taken out, alone and among up to 10,000 others: a band
is as often right at any size. The logarithm and the root make it as often right in French as in
English; shares of the question said, and rivals further down, did not help."""


def evidence(score: float, rival: float, pool: int) -> tuple[float, float, float]:
    """What a hit's confidence is computed from: ln S₁, √(S₁ − S₂), log₁₀ N."""
    return log(max(score, LEAST)), sqrt(max(score - rival, 0)), log10(max(pool, 1))


def calibrated(labels: Iterable[Label]) -> Calibration:
    """What people said of answers corrects the constants, as far as there is evidence for it.

    The most likely constants given the last 500 labels and a normal prior around those shipped
    (maximum a posteriori), by Newton's method: the loss is convex, a dozen steps are plenty.
    """
    known = [label for label in labels if len(label.evidence) == 3][-LABELS:]
    prior: Floats = np.array(SHIPPED.constants)
    if not known:
        return SHIPPED
    lines = np.array([[*label.evidence, 1.0] for label in known])
    right = np.array([label.right for label in known], np.float64)
    constants = prior
    for _ in range(12):
        constants = _nearer(constants, lines, right, prior)
    a, b, c, d = constants.tolist()
    return Calibration((a, b, c, d))


def _nearer(constants: Floats, lines: Floats, right: Floats, prior: Floats) -> Floats:
    """One step of Newton's: the gradient of the loss over its curvature."""
    sure = 1 / (1 + np.exp(-np.clip(lines @ constants, -30, 30)))
    gradient = lines.T @ (sure - right) + FIRM * (constants - prior)
    curvature = (lines.T * (sure * (1 - sure))) @ lines + np.diag(FIRM)
    nearer: Floats = constants - np.linalg.solve(curvature, gradient)
    return nearer


def logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))
