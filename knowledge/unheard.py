"""Unheard: what somebody did not hear of a question reaches them, or others, in another way."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import escalations, outbox, situation, timeline, timers
from knowledge.escalation import Escalation
from knowledge.outbox import Kind, Notification, State
from knowledge.question import Question
from knowledge.timeline import CLOCK, Deed
from knowledge.trouble import Trouble


async def ask_next(
    session: AsyncSession, row: Notification, trouble: Trouble, now: datetime
) -> None:
    """The assignee can't be reached: the next of the chain is asked, and the leads learn why."""
    row.trouble = trouble
    await timers.unreachable(session, row, now=now)
    escalation = await escalations.get(session, row.workspace, row.about)
    if not escalation.is_exhausted:  # else they have just been told, with the same reason
        await tell_leads(session, row, trouble, now)


async def tell_leads(
    session: AsyncSession, row: Notification, trouble: Trouble, now: datetime
) -> None:
    """Somebody did not hear something: the leads do, once a day for each person."""
    escalation, leads = await _others(session, row, trouble, now)
    for lead in leads:
        if lead != row.to:
            await outbox.notify(
                session,
                Kind.UNDELIVERED,
                key=f"undelivered:{escalation.id}:{row.to}:{now.date()}:{lead}",
                workspace=row.workspace,
                to=lead,
                about=escalation.id,
                now=now,
                trouble=trouble,
                unreached=row.to,
            )


async def tell_each_lead(
    session: AsyncSession, row: Notification, trouble: Trouble, now: datetime
) -> None:
    """The lead channel, or a lead, can't be reached: every other lead is, unless one was told."""
    _escalation, leads = await _others(session, row, trouble, now)
    if row.facts.get("instead") or await _was_told(session, row):
        return
    for lead in leads:
        await outbox.notify(
            session,
            Kind.OVERDUE,
            key=f"{row.key}:instead:{lead}",
            workspace=row.workspace,
            to=lead,
            about=row.about,
            now=now,
            **(row.facts | {"instead": True}),
        )


async def answer_in_dm(
    session: AsyncSession, row: Notification, trouble: Trouble, now: datetime
) -> None:
    """The thread is closed to us, no whisper is heard there, or not everybody there may read it:
    it goes to the person.
    """
    person = row.facts["person"]
    if row.kind is Kind.REPLY and trouble is Trouble.WITHHELD:
        (await session.get_one(Question, row.about, with_for_update=True)).keep_quiet()
    if row.to != person:
        await outbox.notify(
            session,
            row.kind,
            key=f"{row.key}:dm",
            workspace=row.workspace,
            to=person,
            about=row.about,
            now=now,
            **(row.facts | {"whisper": False}),
        )
    elif row.kind is Kind.ANSWER:
        await tell_leads(session, row, trouble, now)


async def say_anew(
    session: AsyncSession, row: Notification, trouble: Trouble, now: datetime
) -> None:
    """A message that cannot be changed any more: who waits is told anew who has their question."""
    sent = await session.get_one(Notification, row.about, with_for_update=True)
    if sent.kind is not Kind.STATUS or sent.state is not State.DONE:
        return
    sent.state, sent.trouble = State.FAILED, trouble
    rows = await outbox.about(session, sent.kind, sent.about, workspace=sent.workspace)
    if any(other.to == sent.to and other.state is State.READY for other in rows):
        return
    await outbox.notify(
        session,
        sent.kind,
        key=f"escalation:{sent.about}:anew:{row.id}",
        workspace=sent.workspace,
        to=sent.to,
        about=sent.about,
        now=now,
        **sent.facts,
    )


async def _was_told(session: AsyncSession, row: Notification) -> bool:
    """Whether the same has reached, or is about to reach, another lead."""
    rows = await outbox.about(session, row.kind, row.about, workspace=row.workspace)
    same = ("plan", "reason", "times")
    return any(
        other.to != row.to
        and other.state is not State.FAILED
        and all(other.facts.get(name) == row.facts.get(name) for name in same)
        for other in rows
    )


async def _others(
    session: AsyncSession, row: Notification, trouble: Trouble, now: datetime
) -> tuple[Escalation, list[str]]:
    """Write it down; the leads beside who was not reached, else who asked."""
    escalation = await escalations.get(session, row.workspace, row.about, lock=True)
    about: dict[str, Any] = {"person": row.to, "kind": row.kind, "trouble": trouble}
    timeline.record(session, escalation, Deed.UNDELIVERED, by=CLOCK, now=now, **about)
    scene = await situation.of(session, escalation, now=now)
    leads = [lead for lead in scene.leads() if lead != row.to]
    return escalation, leads or [_other(escalation, row.to)]


def _other(escalation: Escalation, person: str) -> str:
    """Who hears of it where nobody leads: its asker, or, if it is they, who answers."""
    return escalation.assignee if person == escalation.asker else escalation.asker
