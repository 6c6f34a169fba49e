"""The roster: who is there at one moment, how much each owes, how often each was asked lately."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import absence, people, worktime
from knowledge.charter import Charter
from knowledge.escalation import LIVE, Escalation
from knowledge.timeline import Deed, TimelineEvent
from knowledge.worktime import WorkingTime

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Roster:
    """Everything routing needs to know of people beside the charter.

    `gone` cannot be reached at all; `away` are absences that end after `now`; `owed` counts the
    questions each person owes an answer to, `asked` those they were asked this week. `rings`: an
    urgent question that may be asked outside working hours.
    """

    now: datetime
    gone: frozenset[str] = frozenset()
    away: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    owed: Mapping[str, int] = field(default_factory=dict)
    asked: Mapping[str, int] = field(default_factory=dict)
    rings: bool = False

    def time_of(self, person: str, charter: Charter) -> WorkingTime:
        """When this person works: the charter's hours, without every absence we know of."""
        usual = worktime.of(charter, person)
        if self.rings:
            usual = worktime.ALWAYS.besides(*usual.away)
        return usual.besides(*self.away.get(person, ()))

    def back_at(self, person: str, charter: Charter) -> datetime | None:
        """The next moment at which this person works; None where no end of the absence is known."""
        if person in self.gone:
            return None
        return self.time_of(person, charter).next_working(self.now)

    def is_there(self, person: str, charter: Charter, patience: timedelta) -> bool:
        """Whether they are back before `patience`, in their ordinary working time, is over."""
        back = self.back_at(person, charter)
        if back is None:
            return False
        ordinary = self.time_of(person, charter).ordinary
        return back <= ordinary.add(self.now, patience)

    def is_capped(self, person: str, charter: Charter) -> bool:
        """Whether they were asked as often this week as the charter allows."""
        cap = charter.cap_of(person)
        return cap is not None and self.asked.get(person, 0) >= cap


EVERYBODY = Roster(now=datetime(2000, 1, 3, 12, tzinfo=UTC))
"""Everybody is there and nobody is burdened: for who asks what the charter says by itself."""


async def load(session: AsyncSession, workspace: str, charter: Charter, *, now: datetime) -> Roster:
    """Who is there now."""
    return Roster(
        now=now,
        gone=await people.gone(session, workspace),
        away=await absence.current(session, workspace, now=now),
        owed=await _owed(session, workspace),
        asked=await asked_since(session, workspace, week_of(charter, now)),
    )


def week_of(charter: Charter, now: datetime) -> datetime:
    """When this week began: Monday, at midnight where the team works."""
    zone = ZoneInfo(charter.hours.zone) if charter.hours else UTC
    today = now.astimezone(zone).date()
    return datetime.combine(today - timedelta(days=today.weekday()), time(), zone).astimezone(UTC)


async def asked_since(session: AsyncSession, workspace: str, since: datetime) -> dict[str, int]:
    """How many questions each person was asked since then."""
    query = (
        select(TimelineEvent.person, func.count())
        .where(
            TimelineEvent.workspace == workspace,
            TimelineEvent.deed == Deed.ASKED,
            TimelineEvent.at >= since,
            TimelineEvent.person.is_not(None),
        )
        .group_by(TimelineEvent.person)
    )
    return {str(person): count for person, count in await session.execute(query)}


async def _owed(session: AsyncSession, workspace: str) -> dict[str, int]:
    query = (
        select(Escalation.assignee, func.count())
        .where(Escalation.workspace == workspace, Escalation.status.in_(LIVE))
        .group_by(Escalation.assignee)
    )
    return {person: count for person, count in await session.execute(query)}  # noqa: C416
