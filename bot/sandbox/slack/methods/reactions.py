"""reactions.*: emoji on messages."""

from __future__ import annotations

import re

from .. import shapes
from ..arguments import Arguments
from ..core import Core
from ..refusals import ApiError
from ..workspace import Json, Message
from . import reach

NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?$")


async def add(slack: Core, args: Arguments) -> Json:
    message = _item(slack, args)
    if not NAME.match(name := args.need("name", "invalid_name")):
        raise ApiError("invalid_name")
    if slack.workspace.channels[message.channel].is_archived:
        raise ApiError("is_archived")
    if not slack.messages.react(message, slack.workspace.bot_user_id, name):
        raise ApiError("already_reacted")
    return {}


async def remove(slack: Core, args: Arguments) -> Json:
    message, name = _item(slack, args), args.need("name", "invalid_name")
    if not slack.messages.unreact(message, slack.workspace.bot_user_id, name):
        raise ApiError("no_reaction")
    return {}


async def get(slack: Core, args: Arguments) -> Json:
    message = _item(slack, args)
    shape = shapes.message(message, slack.workspace)
    shape["permalink"] = reach.permalink(slack, message)
    return {"type": "message", "channel": message.channel, "message": shape}


def _item(slack: Core, args: Arguments) -> Message:
    place = reach.member_channel(slack, args.need("channel", "no_item_specified"))
    ts = args.ts("timestamp", "bad_timestamp")
    if ts is None:
        raise ApiError("no_item_specified")
    return reach.message(slack, place, ts)
