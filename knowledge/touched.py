"""Touched: what a change of the charter means to the questions that are owed an answer."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import people
from knowledge.charter import Away, Charter, Hours, Step
from knowledge.escalation import LIVE, Escalation
from knowledge.mandates import Mandates
from knowledge.waiter import Waiter

EXCERPT = 60
"""Characters of a question that say which it is."""


class Effect(StrEnum):
    """What a change means to one open question."""

    ASSIGNEE = "assignee"  # who is asked has no say in it any more
    TOPIC = "topic"  # its topic is gone: the fallback takes over
    DEADLINES = "deadlines"  # its step allows another time
    HOURS = "hours"  # who is asked works at other times, or is away
    ORPHANED = "orphaned"  # nobody is left who could be asked


@dataclass(frozen=True)
class Open:
    """An open escalation and everybody who waits for its answer, so cannot give it."""

    escalation: Escalation
    waiting: frozenset[str]


@dataclass(frozen=True)
class Touch:
    """An open escalation that a change touches, and how."""

    escalation: Escalation
    effects: tuple[Effect, ...]

    @property
    def is_orphaned(self) -> bool:
        """Whether nobody would be left who could be asked."""
        return Effect.ORPHANED in self.effects

    @property
    def excerpt(self) -> str:
        """The beginning of the question; nothing of one that a private channel keeps to itself."""
        text = "" if self.escalation.audience else self.escalation.text
        return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


async def find(
    session: AsyncSession, workspace: str, before: Charter, after: Charter, *, now: datetime
) -> tuple[Touch, ...]:
    """Every open escalation that the change from one charter to the other touches, oldest first."""
    gone = await people.gone(session, workspace)
    old, new = Mandates(before), Mandates(after)
    opened = await _open(session, workspace)
    found = ((one, _effects(one, old, new, gone, now)) for one in opened)
    return tuple(Touch(one.escalation, effects) for one, effects in found if effects)


def _effects(
    one: Open, before: Mandates, after: Mandates, gone: Collection[str], now: datetime
) -> tuple[Effect, ...]:
    escalation = one.escalation
    found = [*_about_topic(escalation, before, after)]
    if not found:
        found += _about_step(escalation, before.charter, after.charter, now)
    out_of_reach = {*gone, *one.waiting}
    had, has = (_anybody(escalation, each) - out_of_reach for each in (before, after))
    return (*found, Effect.ORPHANED) if had and not has else tuple(found)


def _about_topic(escalation: Escalation, before: Mandates, after: Mandates) -> Iterator[Effect]:
    topic = escalation.topic
    if before.charter.topic(topic) and not after.charter.topic(topic):
        yield Effect.TOPIC
    if _has_a_say(escalation, before) and not _has_a_say(escalation, after):
        yield Effect.ASSIGNEE


def _about_step(
    escalation: Escalation, before: Charter, after: Charter, now: datetime
) -> Iterator[Effect]:
    if _allowed(escalation, before) != _allowed(escalation, after):
        yield Effect.DEADLINES
    person = escalation.assignee
    if _times(before, person, now) != _times(after, person, now):
        yield Effect.HOURS


def _has_a_say(escalation: Escalation, mandates: Mandates) -> bool:
    asked = mandates.may_be_asked(escalation.topic, asker=escalation.asker)
    return escalation.assignee in asked


def _anybody(escalation: Escalation, mandates: Mandates) -> frozenset[str]:
    """Whoever could be asked about it, those of the fallback included."""
    asker = escalation.asker
    asked = mandates.may_be_asked(escalation.topic, asker=asker)
    return asked | mandates.may_be_asked(None, asker=asker)


def _allowed(escalation: Escalation, charter: Charter) -> tuple[timedelta, timedelta] | None:
    step = _step(escalation, charter.chain_for(charter.topic(escalation.topic)))
    return (step.acknowledge, step.answer) if step else None


def _step(escalation: Escalation, chain: Sequence[Step]) -> Step | None:
    """The step it is at; where its assignee has moved to another, that one."""
    at = chain[escalation.step] if escalation.step < len(chain) else None
    if at and escalation.assignee in at.who:
        return at
    return next((step for step in chain if escalation.assignee in step.who), at)


def _times(charter: Charter, person: str, now: datetime) -> tuple[Hours | None, tuple[Away, ...]]:
    """When somebody works from now on; absences that are over count no more."""
    known = charter.person(person)
    to_come = tuple(one for one in known.away if one.back >= now.date()) if known else ()
    return charter.hours_of(person), to_come


async def _open(session: AsyncSession, workspace: str) -> Sequence[Open]:
    live = (Escalation.workspace == workspace, Escalation.status.in_(LIVE))
    found = await session.scalars(select(Escalation).where(*live).order_by(Escalation.id))
    query = select(Waiter).join(Escalation, Waiter.escalation_id == Escalation.id).where(*live)
    waiting: dict[int, set[str]] = {}
    for waiter in await session.scalars(query):
        waiting.setdefault(waiter.escalation_id, set()).add(waiter.person)
    return [Open(one, frozenset({one.asker, *waiting.get(one.id, ())})) for one in found]
