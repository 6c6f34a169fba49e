"""Emoji: what one that somebody put on a message asks for in this workspace."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from handlers.reasons import slack_code
from handlers.visit import Visit
from knowledge.reactions import Deed, deed_of

log = structlog.get_logger()

BELIEVED = timedelta(hours=1)
"""How long a list of a workspace's own emoji is believed, unless Slack tells of a change."""

KEPT = 500
"""How many workspaces' lists are kept in memory before all are dropped."""


def register(app: AsyncApp) -> None:
    """A workspace that adds, renames or removes an emoji of its own."""
    app.event("emoji_changed")(changed)


async def changed(visit: Visit) -> None:
    """Ask for the list again next time."""
    visit.services.own_emoji.pop(visit.workspace, None)


async def deed(visit: Visit, event: dict[str, Any]) -> Deed | None:
    """What a reaction asks for; nothing on what is no message.

    A name that nobody knows may be the workspace's own for one that means something.
    """
    if event["item"].get("type") != "message":
        return None
    name, charter, usual = str(event["reaction"]), await visit.charter(), visit.services.emoji
    return deed_of(name, charter, usual, {}) or deed_of(name, charter, usual, await own(visit))


async def own(visit: Visit) -> Mapping[str, str]:
    """The workspace's own emoji, as Slack lists them; none where it won't."""
    at, known = visit.services.own_emoji.get(visit.workspace, (None, {}))
    if at is None or abs(visit.now - at) >= BELIEVED:
        known = await _read(visit)
        if len(visit.services.own_emoji) >= KEPT:
            visit.services.own_emoji.clear()
        visit.services.own_emoji[visit.workspace] = (visit.now, known)
    return known


async def _read(visit: Visit) -> Mapping[str, str]:
    client = await visit.services.client_of(visit.workspace)
    try:
        emoji: dict[str, str] = (await client.emoji_list())["emoji"]
    except SlackApiError as error:
        log.warning("the workspace's own emoji are unknown", reason=slack_code(error))
        return {}
    return emoji
