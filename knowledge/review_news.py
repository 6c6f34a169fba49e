"""Review news: what a draft's reviewer, those who brought it, and leads hear of it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, outbox, people, risk
from knowledge.entry import Entry
from knowledge.outbox import Kind


async def tell_who_brought_it(
    session: AsyncSession, kind: Kind, entry: Entry, *, besides: Collection[str], now: datetime
) -> None:
    """Let those who wrote and kept an entry know what became of it: each once."""
    for person in risk.brought_by(entry) - set(besides):
        await outbox.notify(
            session,
            kind,
            key=f"{kind}:{entry.id}:{entry.revision}:{person}",
            workspace=entry.workspace,
            to=person,
            about=entry.id,
            now=now,
        )


async def tell_leads(
    session: AsyncSession,
    workspace: str,
    number: int,
    *,
    now: datetime,
    besides: Collection[str] = (),
) -> None:
    """Nobody may publish a draft: each lead hears so, whatever their own part in it."""
    charter = await charters.in_force(session, workspace)
    gone = {*await people.gone(session, workspace), *besides}
    for lead in (one for one in charter.leads() if one not in gone):
        await outbox.notify(
            session,
            Kind.NOBODY_REVIEWS,
            key=f"entry:{number}:nobody:{lead}",
            workspace=workspace,
            to=lead,
            about=number,
            now=now,
        )


async def show_reviewer(session: AsyncSession, entry: Entry, *, now: datetime) -> None:
    """Bring what the reviewer sees up to date, and what its authors see."""
    for kind in (Kind.REVIEW, Kind.CONSENT):
        await outbox.refresh(session, kind, entry.id, workspace=entry.workspace, now=now)


async def ask_reviewer(session: AsyncSession, entry: Entry, *, now: datetime) -> None:
    """Give a draft to its reviewer; once, however often the same person is chosen."""
    await outbox.notify(
        session,
        Kind.REVIEW,
        key=f"entry:{entry.id}:review:{entry.reviewer}",
        workspace=entry.workspace,
        to=str(entry.reviewer),
        about=entry.id,
        now=now,
    )
