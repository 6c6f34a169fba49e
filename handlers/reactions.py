"""Reactions: what an emoji on a message asks for is begun, or taken back; others mean nothing."""

from typing import Any, Protocol

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from handlers import capture, emoji, flags, passing, sos
from handlers.visit import Visit
from knowledge import reactions
from knowledge.entry_errors import MyOwnMessage
from knowledge.reactions import Deed


class Listener(Protocol):
    """What hears of the reactions that ask for one thing."""

    async def reacted(self, event: dict[str, Any], visit: Visit) -> None:
        """Begin what the reaction asks for."""

    async def unreacted(self, event: dict[str, Any], visit: Visit) -> None:
        """Take back what it asked for."""


LISTENERS: dict[Deed, Listener] = {
    Deed.KEEP: capture,
    Deed.ASK: sos,
    Deed.SIGNAL: passing,
    Deed.WRONG: flags,
}

ABOUT_OTHERS = {Deed.KEEP, Deed.ASK}
"""What makes no sense for our own messages, and is said so."""


def register(app: AsyncApp) -> None:
    """An emoji that is put on a message, or taken off."""
    app.event("reaction_added")(added)
    app.event("reaction_removed")(removed)


async def added(event: dict[str, Any], context: AsyncBoltContext, visit: Visit) -> None:
    """Begin what the emoji asks for, if it asks for anything.

    Raises:
        MyOwnMessage: it asks something of a message that the bot has written.
    """
    deed = await emoji.deed(visit, event)
    is_ours = event.get("item_user") == context.bot_user_id
    if deed in ABOUT_OTHERS and is_ours:
        raise MyOwnMessage
    if deed in LISTENERS and not (is_ours and deed is Deed.SIGNAL):
        await LISTENERS[deed].reacted(event, visit)


async def removed(event: dict[str, Any], visit: Visit) -> None:
    """Take back what the emoji had asked for: the charter may call it something else by now."""
    deed = await _remembered(event, visit) or await emoji.deed(visit, event)
    if deed in LISTENERS:
        await visit.people.welcome(visit.user)
        await LISTENERS[deed].unreacted(event, visit)


async def _remembered(event: dict[str, Any], visit: Visit) -> Deed | None:
    item, name = event["item"], str(event["reaction"])
    if item.get("type") != "message":
        return None
    place = (visit.workspace, item["channel"], item["ts"])
    async with visit.sessions.begin() as session:
        return await reactions.remembered(session, *place, person=visit.user, emoji=name)
