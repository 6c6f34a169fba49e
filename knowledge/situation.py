"""The situation of an escalation: the charter in force, and who is there to answer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charter_versions, roster
from knowledge.charter import Charter, Deadlines, Step, Topic
from knowledge.decision import Nearest
from knowledge.escalation import Escalation
from knowledge.nearest import find_nearest
from knowledge.roster import Roster
from knowledge.waiter import Waiter
from knowledge.worktime import WorkingTime

USUAL = Deadlines(acknowledge=timedelta(hours=1), answer=timedelta(days=1))
"""The time to take and to answer a question whose topic the charter no longer knows."""


@dataclass(frozen=True)
class Situation:
    """What every move of one escalation is decided from. `waiting` are those who wait."""

    charter: Charter
    roster: Roster
    waiting: frozenset[str]

    def topic(self, escalation: Escalation) -> Topic | None:
        """What the charter says of its topic now."""
        return self.charter.topic(escalation.topic)

    def chain(self, escalation: Escalation) -> tuple[Step, ...]:
        """Who answers for it now."""
        return self.charter.chain_for(self.topic(escalation))

    def time_of(self, person: str) -> WorkingTime:
        """When this person works on it, as deadlines reckon it."""
        return self.roster.time_of(person, self.charter).reckoned(self.roster.now)

    def usual_time_of(self, escalation: Escalation) -> WorkingTime:
        """When its assignee works; as if they were there, where they will not be in time."""
        time = self.time_of(escalation.assignee)
        back = self.roster.back_at(escalation.assignee, self.charter)
        is_in_time = back is not None and back <= self._to_act_by(escalation, time.ordinary)
        return time if is_in_time else time.ordinary

    def _to_act_by(self, escalation: Escalation, ordinary: WorkingTime) -> datetime:
        """By when they would have to: to answer where the clock stands still, else to take it."""
        if escalation.left is not None:
            return ordinary.add_worked(self.roster.now, timedelta(seconds=escalation.left))
        return ordinary.add(self.roster.now, self.allowed(escalation).acknowledge)

    def allowed(self, escalation: Escalation, step: int | None = None) -> Deadlines:
        """How long its assignee has, or somebody of another step would have."""
        topic = self.topic(escalation)
        if escalation.is_urgent and topic and topic.urgent:
            return topic.urgent
        chain = self.chain(escalation)
        number = escalation.step if step is None else step
        return chain[min(number, len(chain) - 1)] if chain else USUAL

    def next(self, escalation: Escalation) -> Nearest | None:
        """The next to ask: nobody who was asked before, or waits for the answer."""
        found = find_nearest(
            self.charter,
            self.topic(escalation),
            asker=escalation.asker,
            roster=self.roster,
            after=escalation.step,
            gone={*escalation.asked, *self.waiting},
        )
        return found and self.timed(escalation, found)

    def timed(self, escalation: Escalation, nearest: Nearest) -> Nearest:
        """The same person, with the time that this escalation leaves them."""
        allowed = self.allowed(escalation, nearest.step)
        return replace(nearest, acknowledge=allowed.acknowledge, answer=allowed.answer)

    def anybody(self, escalation: Escalation, person: str) -> Nearest:
        """This very person: in the step of the chain that names them, else in the present one."""
        chain = self.chain(escalation)
        steps = [number for number, step in enumerate(chain) if person in step.who]
        allowed = self.allowed(escalation, steps[0] if steps else None)
        step = steps[0] if steps else escalation.step
        return Nearest(person, step, allowed.acknowledge, allowed.answer)

    def may_answer(self, escalation: Escalation, person: str) -> bool:
        """Whether the charter gives this person a say on its topic."""
        topic = self.topic(escalation)
        return topic is None or self.charter.may_answer(person, topic)

    def leads(self) -> tuple[str, ...]:
        """The lead channel and every lead that can be reached, or nobody."""
        return self.roster.leads(self.charter)


async def of(session: AsyncSession, escalation: Escalation, *, now: datetime) -> Situation:
    """The situation as it is now."""
    charter = await charter_versions.in_force(session, escalation.workspace)
    return await under(session, escalation, charter, now=now)


async def under(
    session: AsyncSession, escalation: Escalation, charter: Charter, *, now: datetime
) -> Situation:
    """The same under this charter."""
    there = await roster.load(session, escalation.workspace, charter, now=now)
    topic = charter.topic(escalation.topic)
    urgent = topic.urgent if topic and escalation.is_urgent else None
    rings = urgent is not None and urgent.outside_hours
    query = select(Waiter.person).where(Waiter.escalation_id == escalation.id)
    waiting = frozenset(await session.scalars(query))
    return Situation(charter, replace(there, rings=rings), waiting)
