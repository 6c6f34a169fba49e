"""Requests: a question passed to the nearest competent person, or joined to the same one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, deadlines, outbox, people
from knowledge.charter import Charter
from knowledge.database import alone, insert_once
from knowledge.errors import NobodyToAsk
from knowledge.escalation import LIVE, Escalation, Status, Waiter, sense
from knowledge.outbox import Kind
from knowledge.routing import Nearest, find_nearest


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
    await alone(session, request.workspace, request.topic or "", sense(request.text))
    escalation = await _same(session, request)
    if escalation is None:
        escalation = await _new(session, request, charter, now)
        await deadlines.ask_assignee(session, escalation, now=now)
    await _wait(session, escalation, request, now=now)
    return escalation


async def _same(session: AsyncSession, request: Request) -> Escalation | None:
    """A live escalation of the same question, whoever asked, kept live until we have joined it.

    Nobody waits for their own answer, and what a private channel asks is answered there only.
    """
    query = select(Escalation).where(
        Escalation.workspace == request.workspace,
        Escalation.topic == request.topic,
        Escalation.sense == sense(request.text),
        Escalation.status.in_(LIVE),
        Escalation.assignee != request.asker,
        or_(Escalation.audience.is_(None), Escalation.audience == request.audience),
    )
    return await session.scalar(query.order_by(Escalation.id).limit(1).with_for_update())


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
    escalation = _escalation(request, nearest, now)
    session.add(escalation)
    await session.flush()
    about = {"assignee": nearest.person, "step": nearest.step}
    audit.record(session, "escalation.opened", escalation, by=request.asker, now=now, **about)
    return escalation


def _escalation(request: Request, nearest: Nearest, now: datetime) -> Escalation:
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
