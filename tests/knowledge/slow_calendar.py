"""Working time as one would count it by hand: one quarter of an hour after the other.

Slow and obvious, to compare the real thing with. Every period, absence and start lies on a quarter
of an hour, and so does every change of the clock in the zones that are tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from holidays import country_holidays

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class SlowCalendar:
    """When one person works: on these days (0 is Monday), from and to these minutes of the day."""

    zone: str
    days: frozenset[int]
    periods: tuple[tuple[int, int], ...]
    holidays: str | None = None
    away: tuple[tuple[datetime, datetime], ...] = ()

    def is_working(self, at: datetime) -> bool:
        shown = self.shown(at)
        minute = shown.hour * 60 + shown.minute
        return (
            shown.weekday() in self.days
            and any(begin <= minute < end for begin, end in self.periods)
            and not (self.holidays and is_holiday(self.holidays, shown.date()))
            and not any(gone <= at < back for gone, back in self.away)
        )

    def shown(self, at: datetime) -> datetime:
        """What the clock shows. It stops at the last quarter of what it shows a second time."""
        local = at.astimezone(self._zone)
        while local.fold:
            at -= QUARTER
            local = at.astimezone(self._zone)
        return local.replace(tzinfo=None)

    def next_working(self, at: datetime) -> datetime:
        while not self.is_working(at):
            at += QUARTER
        return at

    def between(self, start: datetime, end: datetime) -> timedelta:
        return QUARTER * sum(map(self.is_working, quarters(start, end)))

    def reach(self, start: datetime, worked: timedelta) -> datetime:
        """The moment at which this much is worked; none: the next that is worked."""
        at = self.next_working(start)
        while worked:
            at = self.next_working(at) + QUARTER
            worked -= QUARTER
        return at

    def add(self, start: datetime, allowed: timedelta) -> datetime:
        begin = self.next_working(start)
        weeks, left = divmod(allowed, 7 * DAY)
        days, rest = divmod(left, DAY)
        if days >= len(self.days):
            days, rest = len(self.days), timedelta()
        days += weeks * len(self.days)
        full_day = timedelta(minutes=sum(end - begin for begin, end in self.periods))
        rest = min(rest, full_day)
        if not days:
            return self.reach(begin, rest)
        day_before_is_done = self.reach(self.later(begin, days - 1), full_day)
        return max(day_before_is_done, self.reach(self.later(begin, days), rest))

    def later(self, begin: datetime, days: int) -> datetime:
        """The same time of day, so many days with work on, or the next time that is worked."""
        if not days:
            return begin
        wanted = self.shown(begin)
        if begin.astimezone(self._zone).fold:
            wanted += QUARTER
        day = wanted.date()
        while days:
            day += DAY
            days -= self.has_work(day)
        wanted = datetime.combine(day, wanted.time())
        at = wanted.replace(tzinfo=UTC) - DAY
        while self.shown(at) < wanted:
            at += QUARTER
        return self.next_working(at)

    def has_work(self, day: date) -> bool:
        midnight = datetime.combine(day, time(), tzinfo=UTC)
        return any(
            self.shown(at).date() == day and self.is_working(at)
            for at in quarters(midnight - DAY, midnight + 2 * DAY)
        )

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@cache
def is_holiday(code: str, day: date) -> bool:
    country, _, region = code.partition("-")
    return day in country_holidays(country, subdiv=region or None, years=day.year)


def quarters(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += QUARTER
