"""Detours: what cannot reach one person goes to another, at once, and a human learns why."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import (
    consents,
    corrections,
    departures,
    escalations,
    flag_overdue,
    outbox,
    overdue,
    recall_news,
    review,
    review_news,
    settling,
    situation,
    timeline,
    timers,
    tips,
    upkeep,
    weekly,
)
from knowledge.escalation import Escalation
from knowledge.outbox import Kind, Notification, State
from knowledge.question import Question
from knowledge.timeline import CLOCK, Deed
from knowledge.trouble import Trouble

Detour = Callable[[AsyncSession, Notification, Trouble, datetime], Awaitable[None]]


async def take(
    session: AsyncSession, row: Notification, trouble: Trouble, *, now: datetime
) -> None:
    """Do what is done instead of a message of this kind, if anything is."""
    if detour := DETOURS.get(row.kind):
        await detour(session, row, trouble, now)


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


async def review_elsewhere(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """The reviewer can't be reached: somebody else reviews it."""
    await review.reassign(session, row.workspace, row.about, unreached=row.to, now=now)


async def verify_elsewhere(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """The owner of entries can't be reached: whoever else may say so is asked if they are true."""
    await weekly.ask_others(session, row, row.facts["entries"], now=now)


async def stay_with_former(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """Whoever was handed an entry can't be reached: it stays with the one who had it."""
    await upkeep.stay_with(session, row, now=now)


async def settle_elsewhere(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """Who was to settle a contradiction can't be reached: the leads hear of it."""
    await settling.unreachable(session, row, now=now)


async def tell_other_leads(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """A lead can't be reached who was to find a reviewer: the other leads are."""
    await review_news.tell_leads(session, row.workspace, row.about, besides={row.to}, now=now)


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


async def next_to_decide(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """Whose topic it is can't be reached: the next decides on what was suggested."""
    await tips.unreachable(session, row, now=now)


async def next_owner(session: AsyncSession, row: Notification, _: Trouble, now: datetime) -> None:
    """The owner of a signal can't be reached: the next one has it, else a lead."""
    await overdue.unreachable(session, row, now)


async def tell_leads_of_signal(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """The lead channel can't be reached: each lead is told of the signal."""
    await overdue.lead_channel_closed(session, row, now)


async def tell_lead_channel(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """Somebody in charge of a departure can't be reached: the lead channel is told."""
    await departures.unreached(session, row, now=now)


async def next_keeper(session: AsyncSession, row: Notification, _: Trouble, now: datetime) -> None:
    """Who is to see to a flag can't be reached: the next one has it, else a lead."""
    await flag_overdue.unreachable(session, row, now=now)


async def tell_leads_of_flag(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """The lead channel can't be reached: each lead is told of the flag."""
    await flag_overdue.lead_channel_closed(session, row, now=now)


async def tell_of_recall_otherwise(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """Where an answer was given nothing can be said any more: its readers hear it directly."""
    await recall_news.tell_otherwise(session, row, now=now)


DETOURS: dict[Kind, Detour] = {
    Kind.REQUEST: ask_next,
    Kind.REMINDER: ask_next,
    Kind.DETAILS: ask_next,
    Kind.URGENT: ask_next,
    Kind.NO_DETAILS: ask_next,
    Kind.NOT_SOLVED: ask_next,
    Kind.PASSED_ON: tell_leads,
    Kind.CANCELLED: tell_leads,
    Kind.SOLVED: tell_leads,
    Kind.STOOD_IN: tell_leads,
    Kind.DETAILS_WANTED: tell_leads,
    Kind.STATUS: tell_leads,
    Kind.REFRESH: say_anew,
    Kind.OVERDUE: tell_each_lead,
    Kind.ANSWER: answer_in_dm,
    Kind.REPLY: answer_in_dm,
    Kind.HELP: answer_in_dm,
    Kind.BROWSED: answer_in_dm,
    Kind.KEPT: answer_in_dm,
    Kind.REFUSED: answer_in_dm,
    Kind.GESTURE_LATER: answer_in_dm,
    Kind.TIP: next_to_decide,
    Kind.REVIEW: review_elsewhere,
    Kind.DEPARTURE: tell_lead_channel,
    Kind.CONSENT: consents.unreached,
    Kind.CONSENT_REMINDER: consents.unreached,
    Kind.CONSENT_MISSING: review_elsewhere,
    Kind.CORRECTION: corrections.elsewhere,
    Kind.VERIFY: verify_elsewhere,
    Kind.OWNED: stay_with_former,
    Kind.NOBODY_REVIEWS: tell_other_leads,
    Kind.CONTRADICTION: settle_elsewhere,
    Kind.SIGNAL: next_owner,
    Kind.SIGNAL_OVERDUE: tell_leads_of_signal,
    Kind.SIGNAL_CHOICE: answer_in_dm,
    Kind.FLAG: next_keeper,
    Kind.FLAG_REMINDER: next_keeper,
    Kind.FLAG_OVERDUE: tell_leads_of_flag,
    Kind.RECALLED: tell_of_recall_otherwise,
}
