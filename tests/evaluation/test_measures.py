"""The measures measure what they say."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.asking import Outcome, scope
from tests.evaluation.engines import Found, by_entry
from tests.evaluation.measures import NOWHERE, Place, auroc, calibration_error, mean, place

FEW_SCORES = st.lists(st.integers(0, 5).map(float), min_size=1, max_size=8)


@given(FEW_SCORES, FEW_SCORES)
def test_auroc_is_how_often_one_of_inside_scores_above_one_of_outside(
    inside: list[float], outside: list[float]
) -> None:
    above = [1.0 if x > y else 0.5 if x == y else 0.0 for x, y in product(inside, outside)]

    assert auroc(inside, outside) == pytest.approx(mean(above))


@given(st.integers(0, 3), st.integers(0, 3), st.integers(1, 5))
def test_lots_decide_between_equals(before: int, beside: int, limit: int) -> None:
    orders = [order.index(0) + before + 1 for order in permutations(range(beside + 1))]

    assert Place(before, beside).within(limit) == pytest.approx(
        mean(rank <= limit for rank in orders)
    )
    assert Place(before, beside).reciprocal(limit) == pytest.approx(
        mean(1 / rank if rank <= limit else 0.0 for rank in orders)
    )


def test_the_best_right_entry_is_placed_among_the_wrong_ones() -> None:
    found = [Found("a", 3.0), Found("b", 2.0), Found("c", 2.0), Found("d", 2.0)]

    assert place(found, ["b", "c"]) == Place(before=1, beside=1)
    assert place(found, ["e"]) == NOWHERE
    assert (NOWHERE.within(10), NOWHERE.reciprocal(10)) == (0, 0)


def test_the_best_wording_of_an_entry_counts() -> None:
    ranked = by_entry([("a", 1.0), ("b", 2.0), ("a", 3.0)])

    assert [(one.key, one.score) for one in ranked] == [("a", 3.0), ("b", 2.0)]


def test_calibration_error_is_the_gap_between_saying_and_being_right() -> None:
    always_sure = [0.95] * 4 + [1.0] * 6

    assert calibration_error(always_sure, [True] * 10) == pytest.approx(0.02)
    assert calibration_error([0.75, 0.75, 0.75, 0.75], [True] * 3 + [False]) == 0
    assert calibration_error([0.15, 0.85], [True, False]) == pytest.approx(0.85)


def test_accuracy_asks_for_right_and_shown_and_recall_for_silence() -> None:
    def asked(answerable: bool, right: bool, confidence: float) -> Outcome:
        return Outcome(answerable, Place(0), right, 1.0, confidence)

    outcomes = [
        asked(True, True, 0.9),
        asked(True, True, 0.2),
        asked(True, False, 0.9),
        asked(True, True, 0.5),
        asked(False, False, 0.6),
        asked(False, False, 0.4),
    ]

    assert scope(outcomes, 0.5) == (0.5, 0.5)
