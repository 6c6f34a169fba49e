"""Pointing: which entries stand behind a message that somebody reacts to."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import threads
from handlers.ui.flags import FLAG
from handlers.visit import Visit
from knowledge import captured, escalations, outbox, questions, recall_news
from knowledge.errors import NotInChannel
from knowledge.outbox import Kind, Notification


@dataclass(frozen=True)
class Pointed:
    """The entries behind a message, by their numbers, and the thread it stands in."""

    numbers: Sequence[int] = ()
    thread_ts: str | None = None


async def pointed_at(visit: Visit, event: dict[str, Any]) -> Pointed:
    """The entries behind the message of a reaction: one that we sent, or one that was kept."""
    channel, ts = event["item"]["channel"], event["item"]["ts"]
    async with visit.sessions.begin() as session:
        if row := await outbox.sent_as(session, visit.workspace, channel, ts):
            return Pointed(await _behind(session, row), row.thread_ts)
        if message := await captured.find(session, visit.workspace, channel, ts):
            return Pointed([message.entry_id or 0], message.thread_ts)
    author = event.get("item_user")
    if author and (await visit.people.get(author)).is_bot:
        return await _shown_in(visit, channel, ts)
    return Pointed()


async def _behind(session: AsyncSession, row: Notification) -> Sequence[int]:
    """The entries that a message of the outbox shows."""
    match row.kind:
        case Kind.REPLY:
            question = await questions.get(session, row.workspace, row.about)
            return question.judged_entries
        case Kind.SHARED:
            return [row.facts["entry"]]
        case Kind.ANSWER:
            return [(await escalations.get(session, row.workspace, row.about)).entry_id or 0]
        case Kind.PUBLISHED:
            return [row.about]
        case Kind.RECALLED:
            return [(await recall_news.get(session, row.workspace, row.about)).entry_id]
    return ()


async def _shown_in(visit: Visit, channel: str, ts: str) -> Pointed:
    """The entries of an answer that somebody shared: its buttons name them."""
    with suppress(NotInChannel):
        found = await threads.find(visit, channel, ts)
        blocks = (found.message or {}).get("blocks") or ()
        pressed = [one for block in blocks for one in block.get("elements") or ()]
        values = [str(one.get("value")) for one in pressed if one.get("action_id") == FLAG]
        return Pointed([int(value) for value in values if value.isdecimal()], found.reply_to)
    return Pointed()
