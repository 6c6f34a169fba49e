"""chat.*: what the bot writes, changes and takes back."""

from __future__ import annotations

import json
from typing import Any

from .. import block_checks, inputs, shapes
from ..arguments import Arguments
from ..core import Core
from ..refusals import ApiError
from ..workspace import Channel, Json
from . import reach

CUT_ABOVE = 40_000
LONGEST_UPDATE = 4_000
LONGEST_MARKDOWN = 12_000
LARGEST_METADATA = 16_000
CUSTOM = ("username", "icon_url", "icon_emoji")


async def post_message(slack: Core, args: Arguments) -> Json:
    if any(args.get(name) for name in CUSTOM):
        reach.require(slack, "chat:write.customize")
    place = _destination(slack, args.need("channel", "channel_not_found"))
    content, metadata = _content(args), _metadata(args)
    posted = slack.messages.post(
        place,
        slack.workspace.bot_user_id,
        content.pop("text"),
        thread_ts=_parent(slack, place, args),
        bot_id=slack.workspace.bot_id,
        metadata=metadata,
        broadcast=args.flag("reply_broadcast"),
        **content,
    )
    return {
        "channel": place.id,
        "ts": posted.ts,
        "message": shapes.message(posted, slack.workspace),
    }


async def post_ephemeral(slack: Core, args: Arguments) -> Json:
    place = _destination(slack, args.need("channel", "channel_not_found"))
    reader = args.need("user")
    if reader not in place.members or slack.workspace.users[reader].deleted:
        raise ApiError("user_not_in_channel")
    content = _content(args)
    posted = slack.messages.post(
        place,
        slack.workspace.bot_user_id,
        content.pop("text"),
        thread_ts=_parent(slack, place, args),
        bot_id=slack.workspace.bot_id,
        ephemeral_to=reader,
        **content,
    )
    return {"message_ts": posted.ts}


async def update(slack: Core, args: Arguments) -> Json:
    place = reach.channel(slack, args.need("channel", "channel_not_found"))
    message = reach.message(slack, place, args.need("ts", "message_not_found"))
    if message.bot_id != slack.workspace.bot_id:
        raise ApiError("cant_update_message")
    if place.is_archived:
        raise ApiError("is_inactive")
    if len(args.word("text")) > LONGEST_UPDATE:
        raise ApiError("msg_too_long")
    content: dict[str, Any] = _content(args)
    if (metadata := _metadata(args)) is not None:
        content["metadata"] = metadata
    if not content["blocks"]:
        content["edited"] = {"user": slack.workspace.bot_id, "ts": slack.messages.event_ts()}
    text = content.pop("text")
    slack.messages.edit(message, text, **content)
    shape = shapes.message(message, slack.workspace)
    return {"channel": place.id, "ts": message.ts, "text": text, "message": shape}


async def delete(slack: Core, args: Arguments) -> Json:
    place = reach.channel(slack, args.need("channel", "channel_not_found"))
    message = reach.message(slack, place, args.need("ts", "message_not_found"))
    if message.bot_id != slack.workspace.bot_id:
        raise ApiError("cant_delete_message")
    slack.messages.delete(message)
    return {"channel": place.id, "ts": message.ts}


async def get_permalink(slack: Core, args: Arguments) -> Json:
    place = reach.channel(slack, args.need("channel", "channel_not_found"))
    message = reach.message(slack, place, args.need("message_ts", "message_not_found"))
    return {"channel": place.id, "permalink": reach.permalink(slack, message)}


def _destination(slack: Core, name: str) -> Channel:
    """Where the bot may write a message now; raises ApiError."""
    place = _named(slack, name)
    if not reach.joined(slack, place) and "chat:write.public" not in slack.manifest.scopes:
        raise ApiError("not_in_channel")
    if place.is_archived:
        raise ApiError("is_archived")
    if place.kind == "im" and not slack.manifest.messages_tab:
        raise ApiError("messages_tab_disabled")
    return place


def _named(slack: Core, name: str) -> Channel:
    """A channel by its id or name, or the conversation with a person, opened if need be."""
    space = slack.workspace
    if name in space.users:
        return space.open_im(name, space.bot_user_id, slack.clock())
    wanted = name.removeprefix("#")
    by_name = [c.id for c in space.channels.values() if c.name == wanted and c.kind != "im"]
    known = name in space.channels or not by_name
    return reach.channel(slack, name if known else by_name[0])


def _content(args: Arguments) -> dict[str, Any]:
    """Text, blocks and attachments, checked as Slack checks them."""
    blocks = args.json("blocks", "invalid_blocks_format") or []
    attachments = args.json("attachments", "invalid_attachments") or []
    markdown, text = args.word("markdown_text"), args.word("text")
    if markdown and (text or blocks):
        raise ApiError("markdown_text_conflict")
    if len(markdown) > LONGEST_MARKDOWN:
        raise ApiError("msg_too_long")
    if found := block_checks.faults(blocks, "message"):
        raise ApiError("invalid_blocks", errors=found, response_metadata={"messages": found})
    if not (text or markdown or blocks or attachments):
        raise ApiError("no_text")
    return {
        "text": (text or markdown)[:CUT_ABOVE],
        "blocks": inputs.named(blocks),
        "attachments": attachments,
    }


def _metadata(args: Arguments) -> Json | None:
    metadata = args.json("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    well_formed = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str)
    if not well_formed or not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise ApiError("metadata_too_large")
    return dict(metadata)


def _parent(slack: Core, place: Channel, args: Arguments) -> str | None:
    """The message to reply to: it must be there, and not itself be a reply."""
    thread_ts = args.word("thread_ts")
    if not thread_ts:
        return None
    if reach.message(slack, place, thread_ts, "cannot_reply_to_message").is_reply:
        raise ApiError("cannot_reply_to_message")
    return thread_ts
