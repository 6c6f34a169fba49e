"""Departure news: who is in charge of a departure, and when they see its sheet."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import heirs, outbox, worktime
from knowledge.charter import Charter
from knowledge.departure import Departure
from knowledge.errors import NoMandate
from knowledge.outbox import Kind, Notification

AGAIN = timedelta(weeks=1)
"""How often those in charge see a sheet again that nobody has dealt with."""

AHEAD = (timedelta(weeks=1), timedelta(days=1), timedelta())
"""How long before an announced day they see it again."""


def readers(charter: Charter, gone: Collection[str], person: str) -> tuple[str, ...]:
    """Who gets the sheet, and may act on it: those in charge now, and once this person is gone."""
    once_gone = heirs.in_charge(charter, {*gone, person})
    return tuple(dict.fromkeys((*heirs.in_charge(charter, gone), *once_gone)))


def check(
    charter: Charter, gone: Collection[str], person: str, by: str, acting: Collection[str] = ()
) -> None:
    """Refuse whoever is not in charge.

    Raises:
        NoMandate: they are not.
    """
    if by not in (*readers(charter, gone, person), *acting):
        raise NoMandate


async def tell(
    session: AsyncSession,
    one: Departure,
    charter: Charter,
    gone: Collection[str],
    *,
    now: datetime,
    times: int = 0,
) -> None:
    """Give the sheet to those in charge, else to the lead channel; and plan to do so again."""
    told: tuple[str | None, ...] = readers(charter, gone, one.person) or (charter.lead_channel,)
    facts: dict[str, Any] = {"plan": one.plan, "times": times}
    for reader in filter(None, told):
        await outbox.notify(
            session,
            Kind.DEPARTURE,
            key=f"departure:{one.id}:{one.plan}:{times}:{reader}",
            workspace=one.workspace,
            to=reader,
            about=one.id,
            now=now,
            **facts,
        )
    due = _next(one, now)
    await outbox.notify(
        session,
        Kind.DEPARTURE_AGAIN,
        key=f"departure:{one.id}:{one.plan}:{times}:again",
        workspace=one.workspace,
        to=one.person,
        about=one.id,
        now=now,
        at=worktime.team(charter).next_working(due) or due,
        lane=f"departure:{one.id}",
        **facts,
    )


def _next(one: Departure, now: datetime) -> datetime:
    """When they see it next: a week, a day before the day, and on it; else each week."""
    if one.leaves_at and not one.has_left:
        ahead = (one.leaves_at - span for span in AHEAD)
        return next((at for at in ahead if at > now), now + AGAIN)
    return now + AGAIN


async def tell_lead_channel(
    session: AsyncSession, row: Notification, charter: Charter, *, now: datetime
) -> None:
    """Somebody in charge can't be reached: the lead channel gets the sheet, once."""
    if charter.lead_channel and row.to != charter.lead_channel:
        await outbox.notify(
            session,
            Kind.DEPARTURE,
            key=f"departure:{row.about}:{row.facts['plan']}:{row.facts['times']}:instead",
            workspace=row.workspace,
            to=charter.lead_channel,
            about=row.about,
            now=now,
            **row.facts,
        )


async def show(session: AsyncSession, one: Departure, *, now: datetime) -> None:
    """Have every sheet that was sent say what is true now."""
    await outbox.refresh(session, Kind.DEPARTURE, one.id, workspace=one.workspace, now=now)
