"""Durations are read one way only, and time passes at the same pace through summer time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar import LONGEST, duration, written
from knowledge.worktime import ALWAYS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

lengths = st.integers(min_value=1, max_value=int(LONGEST.total_seconds())).map(
    lambda seconds: timedelta(seconds=seconds)
)
moments = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("30m", 1800),
        ("4h", 14_400),
        ("1d", 86_400),
        ("2w", 1_209_600),
        ("1h30m", 5400),
        ("1d12h", 129_600),
        ("90m", 5400),
        (" 4h ", 14_400),
        ("90d", 7_776_000),
    ],
)
def test_a_duration_is_read_in_seconds_minutes_hours_days_and_weeks(
    text: str, seconds: int
) -> None:
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "4",
        "h",
        "30min",
        "4H",
        "1.5h",
        "-4h",
        "30m1h",
        "1h1h",
        "4 h",
        "٤h",
        "4h\n5m",
        "soon",
    ],
)
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a duration: .* such as 30m"):
        duration(text)


@pytest.mark.parametrize("text", ["0m", "0s", "91d", "13w", "90d1s", "99999999w"])
def test_nothing_and_more_than_ninety_days_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="between 1s and 90d"):
        duration(text)


@given(lengths)
def test_what_is_written_is_read_back(length: timedelta) -> None:
    assert duration(written(length)) == length


@given(lengths, lengths)
def test_a_longer_time_has_the_later_deadline(one: timedelta, other: timedelta) -> None:
    assert (one < other) == (ALWAYS.add(NOON, one) < ALWAYS.add(NOON, other))


@given(st.text())
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    try:
        length = duration(text)
    except ValueError:
        return
    assert timedelta() < length <= LONGEST


def test_no_time_is_written_as_none() -> None:
    assert written(timedelta()) == "0s"


def test_a_deadline_counts_time_not_the_hands_of_the_clock() -> None:
    night = datetime(2026, 3, 28, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))  # spring forward at 2

    due = ALWAYS.add(night, timedelta(hours=4))

    assert due - night.astimezone(UTC) == timedelta(hours=4)
    assert due.tzinfo is UTC
    assert due.astimezone(ZoneInfo("Europe/Paris")).hour == 4


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ALWAYS.add(datetime(2026, 3, 2), timedelta(hours=1))


def test_half_and_four_fifths_of_the_time() -> None:
    due = NOON + timedelta(hours=10)

    assert ALWAYS.share(NOON, due, 0.5) == NOON + timedelta(hours=5)
    assert ALWAYS.share(NOON, due, 0.8) == NOON + timedelta(hours=8)


@given(moments, lengths)
def test_all_of_the_time_has_passed_at_the_deadline(start: datetime, allowed: timedelta) -> None:
    due = ALWAYS.add(start, allowed)

    assert ALWAYS.share(start, due, 0) == start
    assert ALWAYS.share(start, due, 1) == due
    assert start < ALWAYS.share(start, due, 0.5) < ALWAYS.share(start, due, 0.8) < due
