"""Working time: when a person works, and so when something allowed to take them a while is due."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from knowledge.charter.hours import Away, Hours
from knowledge.charter.model import Charter
from knowledge.charter.words import Day
from knowledge.spans import Span, merged, outside, utc
from knowledge.timetable import DAY, MIDNIGHT, WEEK, Timetable, Week, length, timetable

HORIZON = timedelta(days=731)
"""Who does not work for as long as this never does."""

LONG = timedelta(days=182)
"""Who is away for longer than this is not waited for."""


class NeverWorking(ValueError):
    """There is no time in which anything could be done."""


@dataclass(frozen=True)
class WorkingTime:
    """When one person works. Every moment given back is in UTC."""

    zone: str
    week: Week
    holidays: str | None = None
    away: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "away", merged(self.away))

    @property
    def ordinary(self) -> "WorkingTime":
        """The same without absences."""
        return replace(self, away=()) if self.away else self

    def reckoned(self, now: datetime) -> "WorkingTime":
        """The same with the absences that put a deadline off: no long one that is yet to come.

        Whoever is there now and will be away for days is late by their ordinary time, so that
        somebody else is asked. Nor is anybody waited for who is away for good.
        """
        short = tuple(span for span in self.away if _puts_off(*span, now))
        return self if short == self.away else replace(self, away=short)

    def besides(self, *away: Span) -> "WorkingTime":
        """The same with more absences."""
        return replace(self, away=(*self.away, *away)) if away else self

    def is_working(self, at: datetime) -> bool:
        """Say whether this person works at this moment."""
        return any(self._worked(utc(at), utc(at) + timedelta.resolution))

    def next_working(self, at: datetime) -> datetime | None:
        """Give this moment if it is worked, else the next that is, if one comes in two years."""
        spans = self._worked(utc(at), utc(at) + HORIZON)
        return next((begin for begin, _ in spans), None)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Say how long is worked between two moments."""
        spans = self._worked(utc(start), utc(end))
        return sum((until - begin for begin, until in spans), timedelta())

    def add(self, start: datetime, allowed: timedelta) -> datetime:
        """Say when something allowed to take `allowed` from `start` is due.

        Whole days are working days: the same time of day, that many days with any work on. Seven
        are as many as the week has working days, and so is what is left of a week, at most. The
        rest is worked time, of which one working day has as much as the longest of the week.

        A working day is over when that much has been worked and not before, so that more time
        allowed, or a later start, is never due earlier, even where absences cut a day short.
        Raises NeverWorking where that cannot be in the next two years.
        """
        if allowed < timedelta():
            raise ValueError("Nothing can be allowed less than no time.")
        begin = self._reach(utc(start), timedelta())
        weeks, left = divmod(allowed, WEEK)
        days, rest = divmod(min(left, self._days * DAY), DAY)
        return self._due(begin, weeks * self._days + days, min(rest, self._longest))

    def add_worked(self, start: datetime, worked: timedelta) -> datetime:
        """Say when this much more has been worked: the inverse of `between`.

        Raises NeverWorking where that cannot be in the next two years.
        """
        return self._reach(utc(start), worked)

    def share(self, start: datetime, due: datetime, part: float) -> datetime:
        """Say when `part` (0 to 1) of the time worked between two moments has passed.

        Where nothing is worked between them, it is a part of the time that passes.
        """
        begin, end = utc(start), utc(due)
        if part >= 1 or end <= begin:
            return end
        worked = self.between(begin, end)
        return self._reach(begin, worked * part) if worked else begin + (end - begin) * part

    def midnight(self, day: date) -> datetime:
        """Give the moment at which this day begins for the person."""
        return self._timetable.moment(datetime.combine(day, MIDNIGHT))

    def _due(self, begin: datetime, days: int, rest: timedelta) -> datetime:
        if not days:
            return self._reach(begin, rest)
        local = self._timetable.clock(begin)
        eve = self._working_day(local.date(), days - 1)
        last = self._working_day(eve, 1)
        before = begin if days == 1 else self._same_time(eve, local)
        full = self._reach(before, self._longest)
        return max(full, self._reach(self._same_time(last, local), rest))

    def _same_time(self, day: date, local: datetime) -> datetime:
        at = self._timetable.moment(datetime.combine(day, local.time()))
        return self._reach(at, timedelta())

    def _working_day(self, day: date, later: int) -> date:
        last = day + HORIZON
        while later:
            day += DAY
            if day > last:
                raise NeverWorking("There are not that many working days in two years.")
            later -= bool(self._on(day))
        return day

    def _reach(self, start: datetime, worked: timedelta) -> datetime:
        """Give the moment at which this much is worked since `start`; none: the next working."""
        for begin, end in self._worked(start, start + HORIZON):
            if worked <= end - begin:
                return begin + worked
            worked -= end - begin
        raise NeverWorking("Nobody is at work for that long in two years.")

    def _worked(self, start: datetime, end: datetime) -> Iterator[Span]:
        clock = self._timetable.clock
        day, last = clock(start).date(), clock(end).date()
        while day <= last:
            for begin, until in self._on(day):
                if until > start and begin < end:
                    yield max(begin, start), min(until, end)
            day += DAY

    def _on(self, day: date) -> tuple[Span, ...]:
        spans = self._timetable.on(day)
        if not self.away:
            return spans
        return tuple(part for span in spans for part in outside(span, self.away))

    @cached_property
    def _timetable(self) -> Timetable:
        return timetable(self.zone, self.week, self.holidays)

    @cached_property
    def _days(self) -> int:
        return sum(map(bool, self.week))

    @cached_property
    def _longest(self) -> timedelta:
        return max(map(length, self.week))


def _puts_off(begin: datetime, end: datetime, now: datetime) -> bool:
    return end - begin <= (LONG if begin <= now else DAY)


ALWAYS = WorkingTime("UTC", (((MIDNIGHT, MIDNIGHT),),) * 7)
"""Day and night: working time is the time that passes."""


def of(charter: Charter, person: str) -> WorkingTime:
    """Give the working time of a member by the charter, and by it only: their days away, too."""
    known = charter.person(person)
    return _written(charter.hours_of(person), known.away if known else ())


def team(charter: Charter) -> WorkingTime:
    """Give the team's working time by the charter, whoever is away."""
    return _written(charter.hours, ())


@lru_cache(maxsize=4096)
def _written(hours: Hours | None, away: tuple[Away, ...]) -> WorkingTime:
    if hours is None:
        return _absent(ALWAYS, away)
    day = tuple((period.from_, period.to) for period in hours.day)
    week = tuple(day if each in hours.days else () for each in Day)
    return _absent(WorkingTime(hours.zone, week, hours.holidays), away)


def _absent(usual: WorkingTime, away: tuple[Away, ...]) -> WorkingTime:
    midnight = usual.midnight
    return usual.besides(*((midnight(each.from_), midnight(each.back)) for each in away))
