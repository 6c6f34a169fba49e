"""Presence: when somebody is not there to take a question, as spans instead of hour by hour."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from knowledge.charter import Charter
from knowledge.roster import Roster
from knowledge.spans import Span, merged
from knowledge.worktime import WorkingTime

LONG = timedelta(days=14)
"""How far ahead is looked."""

SECOND = timedelta(seconds=1)


class Presence:
    """Who is there in the time that comes, by the charter and what the roster knows of absences.

    It says the same as `Roster.is_there` says at each moment. That changes only around absences:
    whoever has none is always there, unless they never work at all.
    """

    def __init__(self, charter: Charter, roster: Roster, length: timedelta = LONG) -> None:
        self.charter = charter
        self.start = roster.now
        self.end = roster.now + length
        self._roster = roster
        self._times: dict[str, WorkingTime] = {}
        self._stand_ins: dict[str, tuple[str, ...]] = {}
        self._missing: dict[tuple[str, timedelta], tuple[Span, ...]] = {}

    @property
    def whole(self) -> Span:
        """The time that is looked at."""
        return self.start, self.end

    def time_of(self, person: str) -> WorkingTime:
        """When this person works."""
        if person not in self._times:
            self._times[person] = self._roster.time_of(person, self.charter)
        return self._times[person]

    def missing(self, person: str, patience: timedelta) -> tuple[Span, ...]:
        """When a question that has to be taken within `patience` passes this person by."""
        key = person, patience
        if key not in self._missing:
            self._missing[key] = merged(self._spans(person, patience))
        return self._missing[key]

    def is_there(self, person: str, patience: timedelta, at: datetime) -> bool:
        """Whether they are back in time at this moment."""
        return not any(begin <= at < end for begin, end in self.missing(person, patience))

    def stand_ins(self, person: str) -> tuple[str, ...]:
        """Who stands in for a person, who for those, and so on; nobody twice."""
        if person not in self._stand_ins:
            found = {person: None}
            known = self.charter.person(person)
            while known and known.substitute and known.substitute not in found:
                found[known.substitute] = None
                known = self.charter.person(known.substitute)
            self._stand_ins[person] = tuple(found)[1:]
        return self._stand_ins[person]

    def _spans(self, person: str, patience: timedelta) -> Iterator[Span]:
        time = self.time_of(person)
        if person in self._roster.gone or time.next_working(self.start) is None:
            yield self.start, self.end
            return
        for begin, end in time.away:
            if end > self.start and begin < self.end:
                yield self._around(time, begin, end, patience)

    def _around(
        self, time: WorkingTime, begin: datetime, end: datetime, patience: timedelta
    ) -> Span:
        """From the last moment worked before an absence, to when a question can wait for the next.

        Empty where the absence is in time off, or short enough to wait for.
        """
        worked = time.between(self.start, begin) if begin > self.start else timedelta()
        left = time.add_worked(self.start, worked) if worked else self.start
        back, ordinary = time.next_working(max(end, self.start)), time.ordinary

        def is_in_time(at: datetime) -> bool:
            return back is not None and back <= ordinary.add(at, patience)

        until = min(back or self.end, self.end)
        return left, _first(left, until, is_in_time) if is_in_time(until) else until


def _first(start: datetime, end: datetime, holds: Callable[[datetime], bool]) -> datetime:
    """The first moment, to the second, from which something holds that holds at the end."""
    low, high = -1, -((start - end) // SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(start + middle * SECOND) else (middle, high)
    return min(start + high * SECOND, end)
