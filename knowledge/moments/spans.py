"""Spans: how long somebody is away, in French or in English."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from knowledge.moments.days import month_after

Reading = Callable[[datetime], datetime]
"""What was written, waiting to be told the local moment it was written at."""

COUNTS = {"a": 1, "an": 1, "one": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3}
COUNTS |= {"four": 4, "quatre": 4, "five": 5, "cinq": 5, "six": 6, "ten": 10, "dix": 10}

UNITS = {
    unit: one
    for one, units in (
        ("minute", "m mn min mins minute minutes"),
        ("hour", "h hr hrs hour hours heure heures"),
        ("day", "d day days j jr jour jours"),
        ("week", "w week weeks sem semaine semaines"),
        ("month", "month months mois"),
    )
    for unit in units.split()
}

HALVES = {"half a day": 4 * 60, "half day": 4 * 60, "demi-journee": 4 * 60}
HALVES |= {"half an hour": 30, "half hour": 30, "demi-heure": 30}
"""Minutes."""

SPAN = re.compile(
    r"(?P<count>\d{1,3}|[a-z]+) ?(?P<unit>[a-z]+)(?: ?(?P<more>[0-5]\d)(?: ?(?:m|mn|min)\w*)?)?"
)


def span(words: str) -> Reading | None:
    """So many hours from now; or so many days, today among them, and back when a day begins."""
    if half := HALVES.get(words.removeprefix("une ").removeprefix("a ")):
        return lambda here: _after(here, half, "minute", 0)
    found = SPAN.fullmatch(words)
    unit = UNITS.get(found["unit"]) if found else None
    if not found or unit is None or (found["more"] and unit != "hour"):
        return None
    written, more = found["count"], int(found["more"] or 0)
    count = int(written) if written.isdecimal() else COUNTS.get(written, 0)
    return (lambda here: _after(here, count, unit, more)) if count else None


def _after(here: datetime, count: int, unit: str, more: int) -> datetime:
    if unit in ("minute", "hour"):
        minutes = count * (60 if unit == "hour" else 1) + more
        return here.astimezone(UTC) + timedelta(minutes=minutes)
    if unit == "month":
        day = month_after(here.date(), count)
    else:
        day = here.date() + timedelta(days=count * (7 if unit == "week" else 1))
    return datetime.combine(day, time(0), here.tzinfo)
