"""Calendar: how long something may take, as people write it."""

import re
from datetime import timedelta

from knowledge.errors import KnowledgeError

UNITS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
LONGEST = timedelta(days=90)
# Every unit at most once, largest first: "1d12h" can be read in one way only.
WRITTEN = re.compile("".join(rf"(?:(?P<{unit}>[0-9]{{1,8}}){unit})?" for unit in UNITS))


class NotADuration(KnowledgeError, ValueError):
    """It cannot be read as a length of time."""

    sentence = (
        '"{text}" is not a duration: write numbers with s, m, h, d or w, '
        "largest first, such as 30m, 4h, 1d or 1h30m."
    )


class OutOfRange(KnowledgeError, ValueError):
    """It is no time at all, or a season."""

    sentence = '"{text}" is out of range: a duration is between 1s and 90d.'


def duration(text: str) -> timedelta:
    """Read ``30s``, ``30m``, ``4h``, ``1d``, ``2w`` or a sum such as ``1h30m``.

    Raises NotADuration for anything else, and OutOfRange for what is not longer than nothing and at
    most 90 days: both are ValueErrors, worded for the person who wrote it.
    """
    found = WRITTEN.fullmatch(text.strip())
    if not text.strip() or found is None:
        raise NotADuration(text=text[:40])
    counts = found.groupdict(default="0")
    length = sum((int(counts[unit]) * one for unit, one in UNITS.items()), timedelta())
    if not timedelta() < length <= LONGEST:
        raise OutOfRange(text=text[:40])
    return length


def written(length: timedelta) -> str:
    """Write a duration the way `duration` reads it, to the second: ``1h30m``."""
    parts = []
    for unit, one in UNITS.items():
        count, length = divmod(length, one)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
