"""Confidence: never surer than the evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.confidence import CONFIDENT, NEAR, Band, band, probability

SCORES = st.floats(0, 4)


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (0.0, Band.UNKNOWN),
        (NEAR - 0.001, Band.UNKNOWN),
        (NEAR, Band.NEAR),
        (CONFIDENT - 0.001, Band.NEAR),
        (CONFIDENT, Band.CONFIDENT),
        (1.0, Band.CONFIDENT),
    ],
)
def test_bands_begin_at_their_threshold(confidence: float, expected: Band) -> None:
    assert band(confidence) is expected


def test_the_formula_is_the_published_one() -> None:
    assert probability(1.2, 0.7, 1000) == pytest.approx(0.7427, abs=1e-4)


@given(SCORES, SCORES, st.integers(0, 10**7))
def test_a_closer_rival_or_a_larger_crowd_never_makes_surer(
    first: float, second: float, entries: int
) -> None:
    sure = probability(first, second, entries)
    assert 0 <= sure <= 1
    assert probability(first, second + 0.1, entries) <= sure
    assert probability(first, second, entries * 10) <= sure
    assert probability(first + 0.1, second, entries) >= sure
