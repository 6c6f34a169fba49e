"""Words: how moments, stretches of time and lists are written in a concern."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge.charter import Charter, Topic
from knowledge.spans import Span

SHOWN = 3
"""How many of many are named."""

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Clock:
    """The clock on the wall where the team works."""

    def __init__(self, charter: Charter) -> None:
        self.name = charter.hours.zone if charter.hours else "UTC"

    def moment(self, at: datetime) -> str:
        """A moment as it is spoken of: ``Thu 24 Dec 2026 18:00``."""
        return moment(at, self.name)

    def day_before(self, at: datetime) -> str:
        """The day that ends at this midnight: ``Thu 24 Dec 2026``."""
        return _day(at.astimezone(ZoneInfo(self.name)) - timedelta(hours=3))

    def stretches(self, spans: Sequence[Span], within: Span) -> str:
        """From when until when, the first ones of many, and the zone; only `within` is known."""
        return f"{several([self._stretch(span, within) for span in spans])} ({self.name})"

    def _stretch(self, span: Span, within: Span) -> str:
        (begin, end), (first, last) = span, within
        if begin == first:
            return f"until {self.moment(end)}"
        if end == last:
            return f"from {self.moment(begin)} on"
        return f"from {self.moment(begin)} to {self.moment(end)}"


def moment(at: datetime, zone: str) -> str:
    """A moment by the clock of a zone: ``Thu 24 Dec 2026 18:00``."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{_day(local)} {local:%H:%M}"


def several(words: Sequence[str], joint: str = "and") -> str:
    """A list: ``a, b and c``; of many the first ones, and how many more there are."""
    if len(words) > SHOWN + 1:
        words = [*words[:SHOWN], f"{len(words) - SHOWN} more"]
    *most, last = words
    return f"{', '.join(most)} {joint} {last}" if most else last


def subjects(topics: Collection[Topic | None], joint: str = "and") -> str:
    """Topics by their ids; without one, what belongs to none."""
    named = [f'"{topic.id}"' for topic in topics if topic]
    if None in topics:
        named.insert(SHOWN - 1, "what belongs to no topic")
    return several(named, joint)


def lasting(length: timedelta) -> str:
    """How long something takes by the clock, in its largest unit: ``6 days``, ``9 hours``."""
    for unit, one in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        if count := length // one:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{length // timedelta(minutes=1)} minutes"


def _day(local: datetime) -> str:
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year}"
