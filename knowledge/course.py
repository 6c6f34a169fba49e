"""The course of a question that nobody acts on: who would be asked, when, and who after them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from knowledge import worktime
from knowledge.charter import Charter, Topic
from knowledge.decision import Nearest
from knowledge.nearest import find_nearest
from knowledge.roster import Roster, week_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """One person's turn: from when it is theirs, when they work and read it, and both deadlines."""

    nearest: Nearest
    at: datetime
    read_at: datetime
    acknowledge_by: datetime
    answer_by: datetime


@dataclass(frozen=True)
class Course:
    """Everybody's turn, and when the leads are told that nobody is left; then again, each day.

    `leads` are the lead channel and the leads who can be reached. They are told `at_once`, too,
    where everybody is away when the question is asked.
    """

    stages: tuple[Stage, ...]
    leads: tuple[str, ...]
    leads_at: datetime
    again_at: datetime
    at_once: bool = False


def course(
    charter: Charter, topic: Topic | None, *, asker: str, roster: Roster, at: datetime
) -> Course:
    """What would become of a question asked at this moment, if nobody took or answered it.

    Each turn ends when it should have been taken. Absences that are known to the roster count
    when their time comes; what people are asked meanwhile is not known.
    """
    stages: list[Stage] = []
    now, step = at, -1
    while nearest := find_nearest(
        charter,
        topic,
        asker=asker,
        roster=_moved(roster, charter, now),
        after=step,
        gone={stage.nearest.person for stage in stages},
    ):
        stages.append(_stage(charter, _moved(roster, charter, now), nearest))
        now, step = stages[-1].acknowledge_by, nearest.step
    return Course(
        tuple(stages),
        _leads(charter, roster),
        now,
        worktime.team(charter).add(now, DAY),
        at_once=bool(stages) and stages[0].nearest.is_away,
    )


def _moved(roster: Roster, charter: Charter, now: datetime) -> Roster:
    """The same people at another moment; with a new week nobody has been asked yet."""
    is_this_week = week_of(charter, roster.now) == week_of(charter, now)
    return replace(roster, now=now, asked=roster.asked if is_this_week else {})


def _stage(charter: Charter, roster: Roster, nearest: Nearest) -> Stage:
    time = roster.time_of(nearest.person, charter)
    return Stage(
        nearest,
        roster.now,
        time.next_working(roster.now) or roster.now,
        time.add(roster.now, nearest.acknowledge),
        time.add(roster.now, nearest.answer),
    )


def _leads(charter: Charter, roster: Roster) -> tuple[str, ...]:
    people = [lead for lead in charter.leads() if lead not in roster.gone]
    return tuple(filter(None, (charter.lead_channel, *people)))
