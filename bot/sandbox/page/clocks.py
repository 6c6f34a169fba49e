"""Clocks: the workspace's pretend time, and the durations people write to move it."""

import re
from datetime import datetime, timedelta
from typing import Protocol

_PART = re.compile(r"(\d{1,4}) *(minutes?|min|mn|m|heures?|hours?|h|jours?|days?|j|d)?(?![a-z])")
_LONGEST = timedelta(days=366)


class Clock(Protocol):
    """A clock that can be moved forward."""

    def now(self) -> datetime: ...

    def move(self, by: timedelta) -> None: ...


def duration(written: str) -> timedelta | None:
    """`45m`, `2h30`, `1 h`, `3d` or `3j` as a time span; None when it is no such thing.

    A number without a unit means minutes. A year at most, and more than nothing.
    """
    text = written.strip().lower().removeprefix("+")
    parts = list(_PART.finditer(text))
    if _PART.sub("", text).strip():
        return None
    total = sum((_span(int(part[1]), part[2] or "m") for part in parts), timedelta())
    return total if timedelta() < total <= _LONGEST else None


def _span(number: int, unit: str) -> timedelta:
    if unit[0] in "dj":
        return timedelta(days=number)
    return timedelta(hours=number) if unit[0] == "h" else timedelta(minutes=number)
