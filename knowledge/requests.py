"""Requests: a question passed to the nearest competent person, or joined to the same one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import (
    charters,
    deadlines,
    handovers,
    news,
    outbox,
    people,
    roster,
    sameness,
    sight,
    timeline,
)
from knowledge.charter import Charter
from knowledge.database import alone, insert_once
from knowledge.decision import Nearest
from knowledge.errors import IllegalMove, NobodyToAsk
from knowledge.escalation import LIVE, Escalation, Status
from knowledge.nearest import find_nearest
from knowledge.outbox import Kind
from knowledge.question import Question, Way
from knowledge.sense import sense
from knowledge.timeline import Deed
from knowledge.waiter import Waiter
from knowledge.worktime import WorkingTime


@dataclass(frozen=True)
class Request:
    """What is passed on: the question, who waits, and where (None: in a direct message).

    `audience` is the private channel it was asked in front of; the answer stays there.
    `proposed` is the entry that answers it if somebody with the mandate confirms it.
    """

    workspace: str
    question: int
    text: str
    topic: str | None
    asker: str
    channel: str | None = None
    thread_ts: str | None = None
    audience: str | None = None
    proposed: int | None = None

    @classmethod
    def of(cls, question: Question, *, proposed: int | None = None) -> Self:
        """Who asked it waits for the answer: where it was asked if others read it there."""
        is_mention = question.way is Way.MENTION
        return cls(
            workspace=question.workspace,
            question=question.id,
            text=question.text,
            topic=question.topic,
            asker=question.asker,
            channel=question.channel if is_mention else None,
            thread_ts=question.thread_ts if is_mention else None,
            audience=question.audience,
            proposed=proposed,
        )


async def open_(
    session: AsyncSession,
    request: Request,
    *,
    charter: Charter,
    now: datetime,
    apart: bool = False,
) -> Escalation:
    """Ask the nearest competent person, or wait with those who have asked the same already.

    `apart`: its asker says that what looks the same is another question.

    Raises:
        NobodyToAsk: the charter names nobody who could be asked.
    """
    escalation = None if apart else await _same(session, request)
    if escalation is None:
        escalation = await _new(session, request, charter, now)
    await _wait(session, escalation, request, now=now)
    return escalation


async def separate(
    session: AsyncSession, escalation: Escalation, question: Question, *, by: str, now: datetime
) -> Escalation:
    """Somebody who joined says that theirs is another question: it is asked by itself.

    Doing so twice changes nothing.

    Raises:
        NotAllowed: somebody else asked the question.
        IllegalMove: it is their own escalation, or they have the answer.
        NobodyToAsk: the charter names nobody else.
    """
    question.only_asker(by)
    if known := await own_of(session, question):
        if known is escalation:
            raise IllegalMove
        return known
    waiter = await _joined(session, escalation, question)
    await session.delete(waiter)
    await session.flush()
    timeline.record(session, escalation, Deed.LEFT, by=by, now=now, person=by)
    own = Request.of(question)
    request = replace(own, channel=waiter.channel, thread_ts=waiter.thread_ts)
    charter = await charters.in_force(session, question.workspace)
    await news.show_everyone(session, escalation, now=now)
    return await open_(session, request, charter=charter, now=now, apart=True)


async def _joined(session: AsyncSession, escalation: Escalation, question: Question) -> Waiter:
    """How a question waits with an escalation that is owed an answer.

    Raises:
        IllegalMove: it does not, or no answer is owed any more.
    """
    escalation.only_live()
    waiter = await session.scalar(
        select(Waiter).where(
            Waiter.escalation_id == escalation.id, Waiter.question_id == question.id
        )
    )
    if waiter is None:
        raise IllegalMove
    return waiter


async def own_of(session: AsyncSession, question: Question) -> Escalation | None:
    """The escalation that was opened for this very question."""
    return await session.scalar(select(Escalation).where(Escalation.question_id == question.id))


async def _same(session: AsyncSession, request: Request) -> Escalation | None:
    """A live escalation of the same question, whoever asked, kept live until we have joined it.

    One's own comes first: they may have said that another's only looks the same. Nobody waits for
    their own answer, what a private channel asks is answered there only, and guests and people of
    other organisations wait among themselves: what is written to a colleague is not for them.
    """
    await alone(session, request.workspace, "requests")
    query = (
        select(Escalation)
        .where(
            Escalation.workspace == request.workspace,
            or_(Escalation.topic == request.topic, Escalation.topic.is_(None)),
            Escalation.status.in_(LIVE),
            Escalation.assignee != request.asker,
            or_(Escalation.audience.is_(None), Escalation.audience == request.audience),
        )
        .order_by(Escalation.id)
    )
    found = await _of_like_standing(session, request, await session.scalars(query))
    by_number = {escalation.id: escalation for escalation in found}
    texts = {number: escalation.text for number, escalation in by_number.items()}
    own = {one.id: one.text for one in found if one.asker == request.asker}
    match = sameness.same(request.text, own) or sameness.same(request.text, texts)
    if match is None:
        return None
    await session.refresh(by_number[match.key], with_for_update=True)
    return by_number[match.key] if by_number[match.key].is_live else None


async def _of_like_standing(
    session: AsyncSession, request: Request, escalations: Iterable[Escalation]
) -> list[Escalation]:
    """Those whose askers stand in the workspace as this one does."""
    found = list(escalations)
    askers = {request.asker, *(escalation.asker for escalation in found)}
    met = await people.met(session, request.workspace, askers)
    kind = {person: sight.outsiders(met.get(person)) for person in askers}
    return [one for one in found if kind[one.asker] == kind[request.asker]]


async def _new(
    session: AsyncSession, request: Request, charter: Charter, now: datetime
) -> Escalation:
    there = await roster.load(session, request.workspace, charter, now=now)
    topic = charter.topic(request.topic)
    nearest = find_nearest(charter, topic, asker=request.asker, roster=there)
    if nearest is None:
        raise NobodyToAsk
    time = there.time_of(nearest.person, charter).reckoned(now)
    escalation = _escalation(request, nearest, time, now)
    session.add(escalation)
    await session.flush()
    about: dict[str, Any] = {"assignee": nearest.person, "step": nearest.step}
    timeline.record(session, escalation, Deed.OPENED, by=request.asker, now=now, **about)
    timeline.record_asked(session, escalation, now=now)
    await deadlines.ask_assignee(session, escalation, time=time, now=now)
    if nearest.is_away:
        leads = there.leads(charter)
        await handovers.warn_leads(session, escalation, leads, now=now)
    return escalation


def _escalation(request: Request, nearest: Nearest, time: WorkingTime, now: datetime) -> Escalation:
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
        plan=0,
        opened_at=now,
        proposed_id=request.proposed,
    )
    escalation.assign(nearest, time=time, now=now)
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
        if escalation.question_id != request.question:
            likeness = sameness.likeness(request.text, escalation.text)
            about: dict[str, Any] = {"person": request.asker, "question": request.question}
            about["likeness"] = round(likeness.score, 2)
            timeline.record(session, escalation, Deed.JOINED, by=request.asker, now=now, **about)
        await outbox.notify(
            session,
            Kind.STATUS,
            key=f"escalation:{escalation.id}:status:{request.asker}",
            workspace=escalation.workspace,
            to=request.asker,
            about=escalation.id,
            now=now,
        )
        about = {"workspace": escalation.workspace, "to": request.asker, "now": now}
        await outbox.refresh(session, Kind.STATUS, escalation.id, **about)  # they may have left it
