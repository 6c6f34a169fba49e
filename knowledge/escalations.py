"""Escalations: what asker and assignee do; each use case plans who hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, deadlines, outbox, people, review
from knowledge.charter import Charter
from knowledge.database import insert_once
from knowledge.entry import Entry
from knowledge.errors import EmptyText, IllegalMove, NobodyToAsk, NotFound
from knowledge.escalation import LIVE, Escalation, Status, Waiter, sense
from knowledge.outbox import Kind
from knowledge.routing import find_nearest


@dataclass(frozen=True)
class Request:
    """What is passed on: the question, who waits, and where (None: in a direct message).

    `audience` is the private channel it was asked in front of; the answer stays there.
    """

    workspace: str
    question: int
    text: str
    topic: str | None
    asker: str
    channel: str | None = None
    thread_ts: str | None = None
    audience: str | None = None


async def open_(
    session: AsyncSession, request: Request, *, charter: Charter, now: datetime
) -> Escalation:
    """Ask the nearest competent person, or wait with those who have asked the same already.

    Raises:
        NobodyToAsk: the charter names nobody who could be asked.
    """
    escalation = await _same(session, request)
    if escalation is None:
        escalation = await _new(session, request, charter, now)
        await deadlines.ask_assignee(session, escalation, now=now)
    await _wait(session, escalation, request, now=now)
    return escalation


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
            title=escalation.text,
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

    Raises:
        NotAllowed: somebody else asked.
        IllegalMove: it is answered already.
    """
    if escalation.status is Status.CLOSED and by == escalation.asker:
        return
    if escalation.status is Status.ANSWERED:
        raise IllegalMove
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
    escalation = await session.get(Escalation, number, with_for_update=lock or None)
    if escalation is None or escalation.workspace != workspace:
        raise NotFound
    return escalation


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


async def _same(session: AsyncSession, request: Request) -> Escalation | None:
    """A live escalation of the same question, whoever asked; nobody waits for their own answer."""
    query = select(Escalation).where(
        Escalation.workspace == request.workspace,
        Escalation.topic == request.topic,
        Escalation.sense == sense(request.text),
        Escalation.status.in_(LIVE),
        Escalation.assignee != request.asker,
    )
    return await session.scalar(query.order_by(Escalation.id).limit(1))


async def _new(
    session: AsyncSession, request: Request, charter: Charter, now: datetime
) -> Escalation:
    nearest = find_nearest(
        charter,
        charter.topic(request.topic),
        asker=request.asker,
        gone=await people.gone(session, request.workspace),
    )
    if nearest is None:
        raise NobodyToAsk
    escalation = Escalation(
        workspace=request.workspace,
        question_id=request.question,
        text=request.text,
        sense=sense(request.text),
        details=[],
        topic=request.topic,
        audience=request.audience,
        asker=request.asker,
        status=Status.OPEN,
        asked=[],
        round=1,
        opened_at=now,
    )
    escalation.assign(nearest, now=now)
    session.add(escalation)
    await session.flush()
    audit.record(
        session,
        "escalation.opened",
        escalation,
        by=request.asker,
        now=now,
        assignee=nearest.person,
        step=nearest.step,
    )
    return escalation


async def _wait(
    session: AsyncSession, escalation: Escalation, request: Request, *, now: datetime
) -> None:
    is_new = await insert_once(
        session,
        Waiter,
        escalation_id=escalation.id,
        person=request.asker,
        question_id=request.question,
        channel=request.channel,
        thread_ts=request.thread_ts,
    )
    if is_new:
        await outbox.notify(
            session,
            Kind.STATUS,
            key=f"escalation:{escalation.id}:status:{request.asker}",
            workspace=escalation.workspace,
            to=request.asker,
            about=escalation.id,
            now=now,
        )
