"""Marks: the bot's own reaction on a message that is kept, so that everybody sees that it is."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import captured, outbox
from knowledge.captured import CapturedMessage
from knowledge.entry import Entry, Status
from knowledge.outbox import Kind


async def follow(session: AsyncSession, entry: Entry, *, now: datetime) -> None:
    """Have every message that the entry was made from bear the mark, or not, as is true now."""
    for message in await captured.of_entry(session, entry):
        await show(session, message, entry, now=now, is_kept=_bears(entry))


async def show(
    session: AsyncSession, message: CapturedMessage, entry: Entry, *, now: datetime, is_kept: bool
) -> None:
    """Have one message bear the mark, or not; what is true is looked up again by then."""
    await outbox.notify(
        session,
        Kind.MARK,
        key=f"mark:{message.channel}:{message.ts}:{entry.id}:{entry.revision}:{is_kept:d}",
        workspace=message.workspace,
        to=message.channel,
        lane=f"mark:{message.channel}:{message.ts}",
        about=entry.id,
        now=now,
        channel=message.channel,
        ts=message.ts,
    )


async def is_due(session: AsyncSession, workspace: str, channel: str, ts: str) -> bool:
    """Whether this message is kept for an entry that has not been put aside."""
    message = await captured.find(session, workspace, channel, ts)
    if message is None or message.entry_id is None:
        return False
    entry = await session.get(Entry, message.entry_id)
    return entry is not None and _bears(entry)


def _bears(entry: Entry) -> bool:
    return entry.status is not Status.ARCHIVED
