"""Times as people type them are understood, or refused; never guessed."""

from datetime import UTC, datetime

import pytest

from knowledge.typed_times import read
from tests.factories import NOW


def at(text: str) -> str | None:
    """What is meant on a Monday at ten in Paris, by the clock there."""
    meant = read(text, now=NOW, zone="Europe/Paris")
    return f"{meant.astimezone(UTC):%Y-%m-%d %H:%M}" if meant else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-01 09:00", "2026-12-01 08:00"),
        ("2026-12-01T09:00", "2026-12-01 08:00"),
        ("2026-07-01 à 9h30", "2026-07-01 07:30"),
        ("on 2026-07-01 at 9:30", "2026-07-01 07:30"),
        ("2026-12-01", "2026-12-01 08:00"),
        ("2026-12-01T09:00+00:00", "2026-12-01 09:00"),
        ("2026-12-01T09:00Z", "2026-12-01 09:00"),
        ("17:30", "2026-01-12 16:30"),
        ("10:00", "2026-01-12 09:00"),
        ("09:59", "2026-01-13 08:59"),
        ("9h", "2026-01-13 08:00"),
        ("monday 09:00", "2026-01-19 08:00"),
        ("Monday 18:00", "2026-01-12 17:00"),
        ("lundi 9h", "2026-01-19 08:00"),
        ("le vendredi à 16h30", "2026-01-16 15:30"),
        ("friday", "2026-01-16 08:00"),
    ],
)
def test_a_time_is_understood(typed: str, meant: str) -> None:
    assert at(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "at", "soon", "9", "25:00", "09:75", "2026-02-30 09:00", "mon", "friday 13", "12:00 noon"],
)
def test_what_is_no_time_is_not_guessed(typed: str) -> None:
    assert at(typed) is None


def test_the_clock_is_that_of_the_zone() -> None:
    assert read("2026-12-01 09:00", now=NOW, zone="America/Toronto") == datetime(
        2026, 12, 1, 14, tzinfo=UTC
    )
