"""Moves: channels that are archived, made private, shared or deleted, and members that leave them.

Slack says that something has happened; what the channel is now is asked of it, whatever the event.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from handlers import channels
from handlers.channels import Channels
from handlers.visit import NotInstalled, Services, Visit
from knowledge import moves
from knowledge.moves import Cause

log = structlog.get_logger()

CHANGED = (
    "member_joined_channel",
    "channel_archive",
    "channel_unarchive",
    "channel_shared",
    "channel_unshared",
    "group_archive",
    "group_unarchive",
)
CONVERTED = ("channel_convert_to_private", "channel_convert_to_public")
"""Messages by which Slack tells the members, of whom we are one."""

PAUSE = 1.5
"""Seconds between two looks at channels: Slack allows some fifty a minute, and others ask too."""


def register(app: AsyncApp) -> None:
    """Every event about a channel."""
    for kind in CHANGED:
        app.event(kind)(changed)
    for subtype in CONVERTED:
        app.event({"type": "message", "subtype": subtype})(changed)
    app.event("member_left_channel")(member_left)
    for kind in ("channel_left", "group_left"):
        app.event(kind)(we_left)
    for kind in ("channel_deleted", "group_deleted"):
        app.event(kind)(deleted)
    app.event("channel_id_changed")(renamed)


async def changed(event: dict[str, Any], visit: Visit) -> None:
    """Look again at what it is; what came from it follows the stricter rule."""
    channels.forget(visit.services.channels, visit.workspace, event["channel"])
    await _look(visit.services, visit.channels, event["channel"])


async def member_left(event: dict[str, Any], context: AsyncBoltContext, visit: Visit) -> None:
    """They see nothing more of it; what they were to review there somebody else does."""
    channel, person = event["channel"], event["user"]
    channels.forget(visit.services.channels, visit.workspace, channel)
    if person == context.bot_user_id:
        await _look(visit.services, visit.channels, channel)
        return
    members = await visit.channels.members_of(channel) - {person}
    async with visit.sessions.begin() as session:
        about = (session, visit.workspace, channel, person)
        await moves.left(*about, members=members, now=visit.now)


async def we_left(event: dict[str, Any], visit: Visit) -> None:
    """We are not in it any more: of a private channel we don't know who is."""
    await changed(event, visit)


async def deleted(event: dict[str, Any], visit: Visit) -> None:
    """There is no such channel any more."""
    channels.forget(visit.services.channels, visit.workspace, event["channel"])
    async with visit.sessions.begin() as session:
        about = (session, visit.workspace, event["channel"], Cause.DELETED)
        await moves.out_of_reach(*about, now=visit.now)


async def renamed(event: dict[str, Any], visit: Visit) -> None:
    """Slack has given it another id."""
    old, new = event["old_channel_id"], event["new_channel_id"]
    for channel in (old, new):
        channels.forget(visit.services.channels, visit.workspace, channel)
    async with visit.sessions.begin() as session:
        await moves.renamed(session, visit.workspace, old, new)


async def look_again(services: Services, pause: float = PAUSE) -> None:
    """Look at every channel that entries came from which everybody finds.

    Of what becomes of a channel that we are not in Slack tells us nothing.
    """
    async with services.sessions.begin() as session:
        known: Sequence[tuple[str, str]] = await moves.origins(session)
    for workspace, channel in known:
        try:
            client = await services.client_of(workspace)
        except NotInstalled:
            continue
        there = Channels(client, workspace, services.clock(), services.channels)
        await _look(services, there, channel)
        await asyncio.sleep(pause)


async def _look(services: Services, there: Channels, channel: str) -> None:
    """What is private is kept for its members; where we cannot look, its owners learn so."""
    place = await there.place(channel)
    if not place.is_private or not (place.is_known or place.is_hidden):
        return  # where Slack does not answer now, nothing has changed as far as we know
    about = (there.workspace, channel)
    async with services.sessions.begin() as session:
        count = await moves.made_private(session, *about, now=there.now)
        if place.is_hidden:
            await moves.out_of_reach(session, *about, Cause.CLOSED, now=there.now)
    if count:
        log.info("kept for its members", channel=channel, entries=count)
