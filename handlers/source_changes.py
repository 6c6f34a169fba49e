"""Source changes: messages that entries were made from are edited or deleted."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers import threads
from handlers.visit import Visit
from knowledge import captured, source_changes


def register(app: AsyncApp) -> None:
    """Two subtypes of `message`; what is written anew comes by `handlers/spoken.py`."""
    app.event({"type": "message", "subtype": "message_changed"})(changed)
    app.event({"type": "message", "subtype": "message_deleted"})(deleted)


async def changed(event: dict[str, Any], visit: Visit) -> None:
    """What a kept message says now. Slack tells of unfurls the same way, and of a thread whose
    first message is deleted: that leaves a tombstone.
    """
    message, channel = event["message"], event["channel"]
    if message.get("subtype") == "tombstone":
        await _deleted(visit, channel, message["ts"])
    elif await _is_kept(visit, channel, message["ts"]):
        names = await threads.names(visit, message)
        text = threads.text(message, names)
        outsiders = await _outsiders(visit, channel)
        async with visit.sessions.begin() as session:
            await source_changes.edited(
                session,
                visit.workspace,
                channel,
                message["ts"],
                text,
                at=str(event["event_ts"]),
                outsiders=outsiders,
                now=visit.now,
            )


async def deleted(event: dict[str, Any], visit: Visit) -> None:
    """A message is gone."""
    await _deleted(visit, event["channel"], event["deleted_ts"])


async def _deleted(visit: Visit, channel: str, ts: str) -> None:
    if not await _is_kept(visit, channel, ts):
        return
    outsiders = await _outsiders(visit, channel)
    async with visit.sessions.begin() as session:
        await source_changes.deleted(
            session, visit.workspace, channel, ts, outsiders=outsiders, now=visit.now
        )


async def _is_kept(visit: Visit, channel: str, ts: str) -> bool:
    async with visit.sessions.begin() as session:
        return await captured.find(session, visit.workspace, channel, ts) is not None


async def _outsiders(visit: Visit, channel: str) -> list[str]:
    """Whoever the charter speaks of and cannot read there."""
    audience = await visit.channels.audience_of(channel)
    known = (await visit.charter()).everyone()
    return await visit.readers.outsiders(audience, known)
