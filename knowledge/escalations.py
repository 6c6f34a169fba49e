"""Escalations: what asker and assignee do; each use case plans who hears of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, deadlines, review
from knowledge.charter import Charter
from knowledge.database import of_number
from knowledge.entry import TITLE_LIMIT, Entry
from knowledge.errors import EmptyText, IllegalMove
from knowledge.escalation import LIVE, Escalation, Status, Waiter


async def acknowledge(
    session: AsyncSession, escalation: Escalation, *, by: str, now: datetime
) -> None:
    """The assignee takes it on; doing so twice changes nothing.

    Raises:
        NotAllowed: somebody else is asked.
        IllegalMove: it is answered or closed.
    """
    if escalation.status is Status.ACKNOWLEDGED and by == escalation.assignee:
        return
    escalation.acknowledge(by=by, now=now)
    audit.record(session, "escalation.acknowledged", escalation, by=by, now=now)
    await deadlines.show_everyone(session, escalation, now=now)


async def answer(
    session: AsyncSession,
    escalation: Escalation,
    text: str,
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> Entry:
    """The assignee answers: everyone who waits is told, and the knowledge base gains a draft.

    Raises:
        NotAllowed, IllegalMove, EmptyText: see `Escalation.settle`.
    """
    escalation.settle(text, by=by, now=now)
    audit.record(session, "escalation.answered", escalation, by=by, now=now)
    entry = await review.draft(
        session,
        Entry(
            workspace=escalation.workspace,
            title=escalation.text[:TITLE_LIMIT],
            body=text.strip(),
            topic=escalation.topic,
            audience=escalation.audience,
            author=by,
            capturer=escalation.asker,
            created_at=now,
            updated_at=now,
        ),
        charter=charter,
        by=by,
        now=now,
    )
    escalation.entry_id = entry.id
    await deadlines.deliver_answer(session, escalation, await waiters(session, escalation), now=now)
    await deadlines.show_everyone(session, escalation, now=now)
    return entry


async def cancel(session: AsyncSession, escalation: Escalation, *, by: str, now: datetime) -> None:
    """The asker no longer needs it; the assignee is released. Doing so twice changes nothing.

    Where others wait too, the asker leaves and the first of them is the asker from then on.

    Raises:
        NotAllowed: somebody else asked.
        IllegalMove: it is answered already.
    """
    if escalation.status is Status.CLOSED and by == escalation.asker:
        return
    if escalation.status is Status.ANSWERED:
        raise IllegalMove
    others = [one for one in await waiters(session, escalation) if one.person != by]
    if others:
        escalation.leave_to(others[0].person, by=by)
        await _forget_waiter(session, escalation, by)
        audit.record(session, "escalation.left", escalation, by=by, now=now)
    else:
        escalation.close(by=by, now=now)
        audit.record(session, "escalation.cancelled", escalation, by=by, now=now)
        await deadlines.release(session, escalation, now=now)
    await deadlines.show_everyone(session, escalation, now=now)


async def add_details(
    session: AsyncSession, escalation: Escalation, text: str, *, by: str, now: datetime
) -> None:
    """The asker says more; the assignee hears it.

    Raises:
        NotAllowed: somebody else asked.
        IllegalMove: it is answered or closed.
        EmptyText: nothing was written.
    """
    escalation.only_asker(by)
    if not escalation.is_live:
        raise IllegalMove
    if not text.strip():
        raise EmptyText
    escalation.details = [*escalation.details, text.strip()]
    audit.record(session, "escalation.detailed", escalation, by=by, now=now)
    await deadlines.tell_details(session, escalation, now=now)
    await deadlines.show_everyone(session, escalation, now=now)


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
    """What this person owes an answer to, most urgent first."""
    query = (
        select(Escalation)
        .where(
            Escalation.workspace == workspace,
            Escalation.assignee == person,
            Escalation.status.in_(LIVE),
        )
        .order_by(Escalation.due_at)
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


async def waiters(session: AsyncSession, escalation: Escalation) -> Sequence[Waiter]:
    """Who waits for the answer."""
    query = select(Waiter).where(Waiter.escalation_id == escalation.id).order_by(Waiter.id)
    return (await session.scalars(query)).all()


async def _forget_waiter(session: AsyncSession, escalation: Escalation, person: str) -> None:
    mine = (Waiter.escalation_id == escalation.id, Waiter.person == person)
    await session.execute(delete(Waiter).where(*mine))
