"""Farewell: what to ask somebody before they go, because they alone have answered it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import heirs, people
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.escalation import Escalation
from knowledge.heirs import LATELY, Answered

MOST = 10
"""Questions of one topic: more would not be asked in a conversation."""


@dataclass(frozen=True)
class Asked:
    """One question that they answered; `is_kept`: a published entry holds the answer."""

    escalation: int
    text: str
    is_kept: bool


@dataclass(frozen=True)
class Sole:
    """A topic (None: no topic) that nobody else of the team has answered, with its questions.

    Those whose answer nobody has kept come first, then the latest; `more` are not listed.
    """

    topic: str | None
    asked: tuple[Asked, ...]
    more: int = 0


async def questions(
    session: AsyncSession,
    workspace: str,
    person: str,
    *,
    charter: Charter,
    audiences: Collection[str],
    now: datetime,
) -> tuple[Sole, ...]:
    """What to ask them, topics in the order of the charter.

    `audiences` are the private channels of who reads it: what was asked elsewhere in private is
    left out.
    """
    answered = await heirs.lately_answered(session, workspace, now=now)
    gone = await people.gone(session, workspace)
    topics = (*(topic.id for topic in charter.topics), None)
    alone = [topic for topic in topics if is_sole(answered, topic, person, gone)]
    found = await _answered_by(session, workspace, person, audiences, now)
    soles = (Sole(topic, *_first(found, topic)) for topic in alone)
    return tuple(sole for sole in soles if sole.asked)


async def audiences(
    session: AsyncSession, workspace: str, person: str, now: datetime
) -> frozenset[str]:
    """The private channels that something they answered was asked in."""
    query = select(Escalation.audience).where(
        *_theirs(workspace, person, now), Escalation.audience.is_not(None)
    )
    return frozenset(audience for audience in await session.scalars(query.distinct()) if audience)


def is_sole(answered: Answered, topic: str | None, person: str, gone: Collection[str]) -> bool:
    """Whether nobody else who is there has answered this topic lately, and they have."""
    who = {one for (about, one), number in answered.items() if about == topic and number}
    return who - set(gone) - {person} == set() and person in who


Row = tuple[Escalation, bool]


def _first(found: Sequence[Row], topic: str | None) -> tuple[tuple[Asked, ...], int]:
    about = [row for row in found if row[0].topic == topic]
    about.sort(key=lambda row: row[1])  # stable: the latest first among those kept, and not
    asked = tuple(Asked(one.id, one.text, is_kept) for one, is_kept in about[:MOST])
    return asked, len(about) - len(asked)


def _theirs(workspace: str, person: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Escalation.workspace == workspace,
        Escalation.assignee == person,
        Escalation.answered_at >= now - LATELY,
    )


async def _answered_by(
    session: AsyncSession,
    workspace: str,
    person: str,
    audiences: Collection[str],
    now: datetime,
) -> Sequence[Row]:
    query = (
        select(Escalation, Entry.status)
        .join(Entry, Escalation.entry_id == Entry.id, isouter=True)
        .where(*_theirs(workspace, person, now))
        .order_by(Escalation.answered_at.desc(), Escalation.id.desc())
    )
    return [
        (one, status is Status.PUBLISHED)
        for one, status in await session.execute(query)
        if one.audience in (None, *audiences)
    ]
