"""Pace: how much one person may cause in a minute."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.pace import MINUTE, NOTHING, Pace, TooFast
from tests.factories import ANA, NOW, PAUL, WORKSPACE

MOMENTS = st.lists(st.integers(0, 20_000), max_size=120).map(sorted)
"""Moments after NOW, in hundredths of a second."""


def later(hundredths: int) -> timedelta:
    return timedelta(milliseconds=10 * hundredths)


def test_so_many_at_once_and_then_one_after_the_other() -> None:
    pace = Pace(30)

    assert [pace.take(WORKSPACE, ANA, now=NOW) for _ in range(30)] == [NOTHING] * 30
    assert pace.take(WORKSPACE, ANA, now=NOW) == timedelta(seconds=2)
    assert pace.take(WORKSPACE, ANA, now=NOW + timedelta(seconds=2)) == NOTHING
    assert pace.take(WORKSPACE, ANA, now=NOW + timedelta(seconds=2)) > NOTHING


def test_whoever_is_too_fast_hears_when_to_try_again() -> None:
    pace = Pace(1)
    pace.check(WORKSPACE, ANA, now=NOW)

    with pytest.raises(TooFast, match=r"at most 1 a minute .* in 60 seconds"):
        pace.check(WORKSPACE, ANA, now=NOW)


def test_nobody_pays_for_others_not_in_another_workspace_either() -> None:
    pace = Pace(1)

    assert pace.take(WORKSPACE, ANA, now=NOW) == NOTHING
    assert pace.take(WORKSPACE, PAUL, now=NOW) == NOTHING
    assert pace.take("T0ELSE", ANA, now=NOW) == NOTHING


def test_without_a_limit_nothing_is_remembered() -> None:
    pace = Pace(0)

    assert {pace.take(WORKSPACE, ANA, now=NOW) for _ in range(1_000)} == {NOTHING}
    assert len(pace) == 0


def test_what_is_put_off_comes_back_one_after_the_other() -> None:
    pace = Pace(60)
    for _ in range(60):
        assert pace.put_off(WORKSPACE, ANA, now=NOW) is None

    waits = [pace.put_off(WORKSPACE, ANA, now=NOW) for _ in range(5)]

    assert waits == [NOW + timedelta(seconds=number) for number in range(1, 6)]
    assert [pace.put_off(WORKSPACE, ANA, now=at) for at in waits if at] == [None] * 5


def test_a_clock_that_is_set_back_makes_nobody_wait_longer_than_a_minute() -> None:
    pace = Pace(30)
    for _ in range(40):
        pace.put_off(WORKSPACE, ANA, now=NOW)
    before = NOW - timedelta(hours=1)

    assert pace.take(WORKSPACE, ANA, now=before) <= MINUTE
    assert pace.take(WORKSPACE, ANA, now=before + MINUTE) == NOTHING


@given(st.integers(1, 40), MOMENTS)
def test_never_more_than_allowed_in_any_time(most: int, moments: list[int]) -> None:
    pace = Pace(most)
    taken = [at for at in moments if not pace.take(WORKSPACE, ANA, now=NOW + later(at))]

    for place, first in enumerate(taken):
        for count, last in enumerate(taken[place:], 1):
            assert count <= most * (1 + later(last - first) / MINUTE) + 1e-6


@given(st.integers(1, 40), MOMENTS)
def test_who_waits_as_long_as_told_is_let_in(most: int, moments: list[int]) -> None:
    pace, now = Pace(most), NOW
    for at in moments:
        now = max(now, NOW + later(at))
        if wait := pace.take(WORKSPACE, ANA, now=now):
            assert wait <= MINUTE / most
            now += wait + timedelta(microseconds=1)
            assert pace.take(WORKSPACE, ANA, now=now) == NOTHING


@given(st.lists(st.integers(0, 50), max_size=200), st.integers(1, 10))
def test_no_more_people_are_remembered_than_may_be(people: list[int], kept: int) -> None:
    pace = Pace(2, kept=kept)
    for person in people:
        pace.take(WORKSPACE, f"U{person}", now=NOW)

    assert len(pace) == min(kept, len(set(people)))
