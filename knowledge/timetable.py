"""Timetable: the hours worked on each day, as moments. The one place that knows summer time."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from knowledge import holidays
from knowledge.spans import Span

Week = tuple[tuple[tuple[time, time], ...], ...]
"""The periods worked on each of seven days, Monday first, in order; to 00:00 is to midnight."""

MIDNIGHT = time()
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
DAYS_KEPT = 4096


class Timetable:
    """The hours worked by the clock on the wall of one zone, and the moments that these are.

    Where summer time begins or ends, one rule holds. A time that the clock leaves out is the moment
    at which it goes on. Of a time that it shows twice, the first is meant; while it shows an hour
    for the second time, it counts as standing at the end. So a later time is never an earlier
    moment, nor the other way about.
    """

    def __init__(self, zone: str, week: Week, region: str | None) -> None:
        self._zone = ZoneInfo(zone)
        self._week = week
        self._region = region
        self.on = lru_cache(DAYS_KEPT)(self._on)  # Many ask for the same days.

    def moment(self, local: datetime) -> datetime:
        """Give the moment, in UTC, at which the clock shows this time, or the next one it shows."""
        at = self._first(local)
        if self.clock(at) == local:
            return at
        local = local.replace(second=0, microsecond=0)
        while self.clock(at := self._first(local)) != local:
            local += MINUTE
        return at

    def clock(self, at: datetime) -> datetime:
        """Give what the clock shows, without a zone."""
        local = at.astimezone(self._zone)
        if not local.fold:
            return local.replace(tzinfo=None)
        last_of_day = datetime.combine(local.date(), time.max)
        end = at.replace(second=0, microsecond=0)
        while end.astimezone(self._zone).fold:
            end += MINUTE
        return min(end.astimezone(self._zone).replace(tzinfo=None), last_of_day)

    def _on(self, day: date) -> tuple[Span, ...]:
        """Give the hours worked on this local date, none on a public holiday."""
        if self._region and day in holidays.in_year(self._region, day.year):
            return ()
        spans = (
            (self.moment(datetime.combine(day, begin)), self.moment(ending(day, end)))
            for begin, end in self._week[day.weekday()]
        )
        return tuple((begin, end) for begin, end in spans if begin < end)

    def _first(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self._zone).astimezone(UTC)


timetable = lru_cache(maxsize=1024)(Timetable)


def ending(day: date, end: time) -> datetime:
    """Give the local time at which a period of this day ends."""
    return datetime.combine(day, end) + (timedelta() if end != MIDNIGHT else DAY)


def length(periods: Iterable[tuple[time, time]]) -> timedelta:
    """Say how long is worked on a day of these periods, on which the clock is not changed."""
    day = date(2000, 1, 1)
    spans = ((datetime.combine(day, begin), ending(day, end)) for begin, end in periods)
    return sum((end - begin for begin, end in spans), timedelta())
