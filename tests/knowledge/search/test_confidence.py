"""Confidence: never surer than the evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.confidence import CONFIDENT, NEAR, SHIPPED, Band, band, calibrated, evidence
from knowledge.search.documents import Label

SCORES = st.floats(0, 4)
CROWDS = st.integers(1, 10**6)


def sure(score: float, rival: float, pool: int) -> float:
    return SHIPPED.probability(evidence(score, rival, pool))


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


@given(SCORES, SCORES, CROWDS)
def test_a_closer_rival_or_a_larger_crowd_never_makes_surer(
    first: float, second: float, pool: int
) -> None:
    here = sure(first, second, pool)
    assert 0 <= here <= 1
    assert sure(first, second + 0.1, pool) <= here
    assert sure(first, second, pool * 10) <= here
    assert sure(first + 0.1, second, pool) >= here


EVIDENCE = evidence(1.0, 0.6, 100)


def test_nobody_s_word_changes_nothing() -> None:
    assert calibrated([]) == SHIPPED
    assert calibrated([Label((), True)]) == SHIPPED


@given(st.integers(1, 600), st.integers(0, 600))
def test_what_people_say_moves_confidence_towards_what_they_saw(right: int, wrong: int) -> None:
    labels = [Label(EVIDENCE, True)] * right + [Label(EVIDENCE, False)] * wrong
    latest = labels[-500:]
    share = sum(label.right for label in latest) / len(latest)
    before, after = (one.probability(EVIDENCE) for one in (SHIPPED, calibrated(labels)))
    assert min(before, share) - 1e-6 <= after <= max(before, share) + 1e-6
    if len(latest) > 300:
        assert after == pytest.approx(share, abs=0.12)


def test_one_word_alone_makes_nobody_sure() -> None:
    doubtful = evidence(1.0, 0.8, 10)
    before = SHIPPED.probability(doubtful)
    assert before < calibrated([Label(doubtful, True)]).probability(doubtful) < before + 0.1


@given(st.lists(st.builds(Label, st.tuples(SCORES, SCORES, st.floats(0, 6)), st.booleans())))
def test_no_labels_break_it(labels: list[Label]) -> None:
    """All right, all wrong, all alike, or against all reason."""
    sure = calibrated(labels).probability(EVIDENCE)
    assert 0 <= sure <= 1
