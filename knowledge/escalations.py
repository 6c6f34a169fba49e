"""Escalations: finding them, and who waits for them."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.database import of_number
from knowledge.escalation import LIVE, Escalation
from knowledge.question import Question
from knowledge.waiter import Waiter


async def get(
    session: AsyncSession, workspace: str, number: int, *, lock: bool = False
) -> Escalation:
    """The escalation of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Escalation, workspace, number, lock=lock)


async def of_question(session: AsyncSession, question: int) -> Escalation | None:
    """The escalation that a question was passed to, opened for it or joined."""
    query = (
        select(Escalation)
        .join(Waiter, Waiter.escalation_id == Escalation.id)
        .where(Waiter.question_id == question)
    )
    return await session.scalar(query)


async def owed_by(session: AsyncSession, workspace: str, person: str) -> Sequence[Escalation]:
    """What this person owes an answer to: urgent questions first, then those due soonest."""
    query = (
        select(Escalation)
        .where(
            Escalation.workspace == workspace,
            Escalation.assignee == person,
            Escalation.status.in_(LIVE),
        )
        .order_by(Escalation.urgent_at.is_(None), Escalation.due_at)
    )
    return (await session.scalars(query)).all()


async def awaited_by(session: AsyncSession, workspace: str, person: str) -> Sequence[Escalation]:
    """What this person waits for, oldest first."""
    mine = select(Waiter.escalation_id).where(Waiter.person == person)
    query = (
        select(Escalation)
        .where(
            Escalation.workspace == workspace,
            Escalation.status.in_(LIVE),
            or_(Escalation.asker == person, Escalation.id.in_(mine)),
        )
        .order_by(Escalation.id)
    )
    return (await session.scalars(query)).all()


async def live(session: AsyncSession, workspace: str) -> Sequence[Escalation]:
    """Every escalation that is owed an answer, oldest first, ours alone until we commit."""
    query = select(Escalation).where(Escalation.workspace == workspace, Escalation.status.in_(LIVE))
    return (await session.scalars(query.order_by(Escalation.id).with_for_update())).all()


async def unowned(session: AsyncSession, workspace: str) -> Sequence[Escalation]:
    """Those for which nobody was left to ask, and which nobody has made theirs: oldest first."""
    query = select(Escalation).where(
        Escalation.workspace == workspace,
        Escalation.status.in_(LIVE),
        Escalation.exhausted_at.is_not(None),
    )
    return (await session.scalars(query.order_by(Escalation.id))).all()


async def waiters(session: AsyncSession, escalation: Escalation) -> Sequence[Waiter]:
    """Who waits for the answer."""
    query = select(Waiter).where(Waiter.escalation_id == escalation.id).order_by(Waiter.id)
    return (await session.scalars(query)).all()


async def texts_asked(
    session: AsyncSession, escalation: Escalation, *, audience: str | None
) -> Sequence[str]:
    """How those who wait have asked it, each in their own words; but not in front of another
    private channel than `audience`.
    """
    query = (
        select(Question.text)
        .join(Waiter, Waiter.question_id == Question.id)
        .where(
            Waiter.escalation_id == escalation.id,
            or_(Question.audience.is_(None), Question.audience == audience),
        )
        .order_by(Waiter.id)
    )
    return (await session.scalars(query)).all()
