"""Reactions: an emoji on a message keeps it, or passes it on; every other one means nothing."""

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from handlers import capture, flags, passing
from handlers.visit import Visit

FLAG = "triangular_flag_on_post"
"""Says that an answer is wrong."""


def register(app: AsyncApp) -> None:
    """An emoji that is put on a message, or taken off."""
    app.event("reaction_added")(added)
    app.event("reaction_removed")(removed)


async def added(event: dict[str, Any], context: AsyncBoltContext, visit: Visit) -> None:
    """Keep the message, or pass it on."""
    name = _emoji(event)
    if name in visit.services.save_emoji:
        await capture.reacted(event, visit)
    elif name == FLAG:
        await flags.reacted(event, visit)
    elif name in visit.services.signal_emoji and event.get("item_user") != context.bot_user_id:
        await passing.reacted(event, visit)


async def removed(event: dict[str, Any], visit: Visit) -> None:
    """Take back what the emoji had done."""
    name = _emoji(event)
    if name in visit.services.save_emoji:
        await capture.unreacted(event, visit)
    elif name == FLAG:
        await flags.unreacted(event, visit)
    elif name in visit.services.signal_emoji:
        await passing.unreacted(event, visit)


def _emoji(event: dict[str, Any]) -> str | None:
    """Its name, whatever its skin tone; None on what is no message."""
    is_message = event["item"].get("type") == "message"
    return str(event["reaction"]).partition("::")[0] if is_message else None
