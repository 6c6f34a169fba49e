"""Deadlines: times to take and to answer that the working hours make much longer than they say.

Deadlines count working time, so that weekends and holidays make them longer by the clock, as
everybody expects. Three things nobody expects are named:

- nobody of a step works so rarely that an answer is due more than twice as long after the asking
  as the charter allows, and five days on top: longer than any weekend with its holidays;
- hours and minutes that are more than somebody works in a day, which count as that day;
- urgent questions that wait for the morning, where the charter does not say whether they should.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge import worktime
from knowledge.calendar import written
from knowledge.charter import Charter, Step, Topic
from knowledge.charter.source import Path
from knowledge.outlook.findings import Finding, topic_path
from knowledge.outlook.presence import Presence
from knowledge.outlook.words import Clock, lasting, several
from knowledge.timetable import DAY, Week, length
from knowledge.worktime import WorkingTime

SLACK = timedelta(days=5)
"""How much later than twice the time allowed something may be due without a word."""

DUE = {"acknowledge": "taken", "answer": "answered"}


def find(charter: Charter, presence: Presence) -> Iterator[Finding]:
    """Every deadline that is not what it seems; none without hours, which the night counts for."""
    if charter.hours is None:
        return
    look = _Look(charter, presence)
    for number, topic in (*enumerate(charter.topics), (None, None)):
        for at, step in enumerate(charter.chain_for(topic)):
            times = look.times(step, topic)
            yield from look.long_waits(step, times, topic_path(number, "chain", at))
            yield from look.short_days(step, times, topic_path(number, "chain", at))
        if topic and topic.urgent:
            yield from look.quiet_nights(topic, topic_path(number, "urgent"))


@dataclass(frozen=True)
class _Wait:
    """How long a question asked at this moment takes by the clock."""

    length: timedelta
    asked_at: datetime
    due_at: datetime


class _Look:
    def __init__(self, charter: Charter, presence: Presence) -> None:
        self.charter = charter
        self.presence = presence
        self.clock = Clock(charter)
        self.ends = _ends_of_days(charter, presence)
        self._due: dict[tuple[WorkingTime, timedelta], tuple[datetime, ...]] = {}
        self._days: dict[Week, timedelta] = {}

    def times(self, step: Step, topic: Topic | None) -> dict[str, WorkingTime]:
        """When those of a step who may answer work, absences aside."""
        may = self.charter.may_answer
        people = [one for one in step.who if topic is None or may(one, topic)]
        return {person: self.presence.time_of(person).ordinary for person in people}

    def long_waits(
        self, step: Step, times: Mapping[str, WorkingTime], path: Path
    ) -> Iterator[Finding]:
        """A step at which a question waits much longer than its times say."""
        different = {*times.values()}
        for key, done in DUE.items():
            allowed: timedelta = getattr(step, key)
            wait = self._longest_wait(different, allowed)
            if wait and wait.length > 2 * allowed + SLACK:
                yield Finding((*path, key), self._long_wait(wait, key, done, allowed))
                return

    def short_days(
        self, step: Step, times: Mapping[str, WorkingTime], path: Path
    ) -> Iterator[Finding]:
        """Times of a step that are more than a working day."""
        for key in DUE:
            rest = getattr(step, key) % DAY
            days = {person: self._longest_day(time) for person, time in times.items()}
            short = {person: day for person, day in days.items() if rest > day}
            if short:
                yield Finding((*path, key), _short_day(rest, short))

    def quiet_nights(self, topic: Topic, path: Path) -> Iterator[Finding]:
        """Urgent questions that wait, where nothing says whether they should."""
        urgent = topic.urgent
        if urgent is None or "outside_hours" in urgent.model_fields_set:
            return
        times = self.times(topic.chain[0], topic)
        wait = self._longest_wait(times.values(), urgent.acknowledge)
        if wait and urgent.acknowledge < DAY and wait.length > urgent.acknowledge:
            yield Finding(path, self._quiet_night(wait))

    def _longest_wait(self, times: Collection[WorkingTime], allowed: timedelta) -> _Wait | None:
        """Whoever is due first counts, at the worst end of a day."""
        dues = [self._dues(time, allowed) for time in times]
        waits = (
            _Wait(min(due) - asked, asked, min(due))
            for asked, *due in zip(self.ends, *dues, strict=True)
            if due
        )
        return max(waits, key=lambda wait: wait.length, default=None)

    def _dues(self, time: WorkingTime, allowed: timedelta) -> tuple[datetime, ...]:
        if (time, allowed) not in self._due:
            self._due[time, allowed] = tuple(time.add(end, allowed) for end in self.ends)
        return self._due[time, allowed]

    def _longest_day(self, time: WorkingTime) -> timedelta:
        if time.week not in self._days:
            self._days[time.week] = max(map(length, time.week))
        return self._days[time.week]

    def _long_wait(self, wait: _Wait, key: str, done: str, allowed: timedelta) -> str:
        day = self.clock.day_before(wait.asked_at)
        return (
            f"A question asked at the end of {day} is due to be {done} "
            f"on {self.clock.moment(wait.due_at)}, {lasting(wait.length)} later, though {key} is "
            f"{written(allowed)}: nobody of this step who may answer works enough before. Name "
            "somebody who does, or change the hours or the time."
        )

    def _quiet_night(self, wait: _Wait) -> str:
        day = self.clock.day_before(wait.asked_at)
        return (
            f"An urgent question asked at the end of {day} is due to be "
            f"taken on {self.clock.moment(wait.due_at)}: write outside_hours: true to ask at "
            "night and on days off, too, or outside_hours: false if that is meant."
        )


def _ends_of_days(charter: Charter, presence: Presence) -> tuple[datetime, ...]:
    """Each midnight of the time that comes where the team works: then most days' work is done."""
    team = worktime.team(charter)
    first = presence.start.astimezone(ZoneInfo(team.zone)).date()
    days = (first + count * DAY for count in range((presence.end - presence.start) // DAY + 2))
    nights = [team.midnight(day) for day in days]
    return tuple(at for at in nights if presence.start <= at < presence.end)


def _short_day(rest: timedelta, short: Mapping[str, timedelta]) -> str:
    least = written(min(short.values()))
    return (
        f"{written(rest)} is more than a working day of {several(list(short))} has ({least}), and "
        f"counts as all of that day: write 1d, or {least} at most."
    )
