"""Clocks: how people name a time of the day, in French or in English."""

import re
from datetime import time

CLOCK = re.compile(
    r"(?:at |a |vers )?(?P<hour>\d{1,2})"
    r"(?: ?(?:h|heures?|:)(?: ?(?P<minute>[0-5]\d))?| ?(?=[ap]m))(?: ?(?P<half>[ap])m)?"
)
PART = re.compile(r"(?:(?:at|a|in the|the|le|this|ce|cet|cette) |l')?(?P<part>[a-z]+)")
PARTS = {
    "morning": (time(0), time(12)),
    "matin": (time(0), time(12)),
    "noon": (time(12), time(12)),
    "midi": (time(12), time(12)),
    "afternoon": (time(14), None),
    "evening": (time(18), None),
    "soir": (time(18), None),
    "tonight": (time(18), None),
    "midnight": (time(0), None),
    "minuit": (time(0), None),
}
"""When a part of the day begins, and when it is over (None: with the day)."""


def clock(words: str) -> time | None:
    """Read a time of the day; of a part of the day, when it begins. None: they name none."""
    if found := CLOCK.fullmatch(words):
        hour = _of_24(int(found["hour"]), found["half"])
        return None if hour is None else time(hour, int(found["minute"] or 0))
    known = part(words)
    return known[0] if known else None


def part(words: str) -> tuple[time, time | None] | None:
    """A part of the day: when it begins, and when it is over (None: with the day)."""
    found = PART.fullmatch(words)
    return PARTS.get(found["part"]) if found else None


def _of_24(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour if hour < 24 else None
    return hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else None
