"""Detours: what cannot reach one person goes to another, at once, and a human learns why."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import (
    consents,
    corrections,
    departures,
    flag_overdue,
    overdue,
    recall_news,
    review_news,
    settling,
    submission,
    tips,
    unheard,
    upkeep,
    weekly,
)
from knowledge.outbox import Kind, Notification
from knowledge.trouble import Trouble

Detour = Callable[[AsyncSession, Notification, Trouble, datetime], Awaitable[None]]


async def take(
    session: AsyncSession, row: Notification, trouble: Trouble, *, now: datetime
) -> None:
    """Do what is done instead of a message of this kind, if anything is."""
    if detour := DETOURS.get(row.kind):
        await detour(session, row, trouble, now)


async def review_elsewhere(
    session: AsyncSession, row: Notification, _: Trouble, now: datetime
) -> None:
    """The reviewer can't be reached: somebody else reviews it."""
    await submission.reassign(session, row.workspace, row.about, unreached=row.to, now=now)


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
    Kind.REQUEST: unheard.ask_next,
    Kind.REMINDER: unheard.ask_next,
    Kind.DETAILS: unheard.ask_next,
    Kind.URGENT: unheard.ask_next,
    Kind.NO_DETAILS: unheard.ask_next,
    Kind.NOT_SOLVED: unheard.ask_next,
    Kind.PASSED_ON: unheard.tell_leads,
    Kind.CANCELLED: unheard.tell_leads,
    Kind.SOLVED: unheard.tell_leads,
    Kind.STOOD_IN: unheard.tell_leads,
    Kind.DETAILS_WANTED: unheard.tell_leads,
    Kind.STATUS: unheard.tell_leads,
    Kind.REFRESH: unheard.say_anew,
    Kind.OVERDUE: unheard.tell_each_lead,
    Kind.ANSWER: unheard.answer_in_dm,
    Kind.REPLY: unheard.answer_in_dm,
    Kind.HELP: unheard.answer_in_dm,
    Kind.BROWSED: unheard.answer_in_dm,
    Kind.KEPT: unheard.answer_in_dm,
    Kind.REFUSED: unheard.answer_in_dm,
    Kind.GESTURE_LATER: unheard.answer_in_dm,
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
    Kind.SIGNAL_CHOICE: unheard.answer_in_dm,
    Kind.FLAG: next_keeper,
    Kind.FLAG_REMINDER: next_keeper,
    Kind.FLAG_OVERDUE: tell_leads_of_flag,
    Kind.RECALLED: tell_of_recall_otherwise,
}
