"""Confidence: how likely the first hit is to be right, and what that allows us to say."""

from enum import StrEnum
from math import exp, log10

CONFIDENT = 0.7
NEAR = 0.3


class Band(StrEnum):
    CONFIDENT = "confident"  # show the answer
    NEAR = "near"  # show the nearest three and "none of these"
    UNKNOWN = "unknown"  # ask the person who knows


def band(confidence: float) -> Band:
    if confidence >= CONFIDENT:
        return Band.CONFIDENT
    return Band.NEAR if confidence >= NEAR else Band.UNKNOWN


def probability(first: float, second: float, entries: int) -> float:
    """p = σ(2.4·S₁ + 3.4·(S₁ − S₂) − 0.24·log₁₀ N − 2.8).

    `first` is the score of the hit, `second` that of its best rival, `entries` how many were
    ranked. A logistic regression over twelve public question sets, one left out at a time, alone
    and among up to 100 000 other entries: the precision of a band stays the same at any size.
    """
    return logistic(2.4 * first + 3.4 * (first - second) - 0.24 * log10(max(entries, 1)) - 2.8)


def logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))
