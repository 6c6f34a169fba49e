"""Reach: which channels and people the bot can see, with the scopes it has."""

from __future__ import annotations

from typing import Literal

from ..core import Core
from ..refusals import ApiError
from ..workspace import Channel, Message, User

Right = Literal["read", "history"]
PREFIX = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
PREFIXES = ("channels", "groups", "im", "mpim")


def scopes(right: Right) -> tuple[str, ...]:
    """Any one of these lets a method be called at all."""
    return tuple(f"{prefix}:{right}" for prefix in PREFIXES)


def require(slack: Core, *needed: str) -> None:
    """One of these scopes must have been granted; raises ApiError `missing_scope`."""
    granted = slack.manifest.scopes
    if needed and not granted & set(needed):
        raise ApiError("missing_scope", needed=",".join(needed), provided=",".join(sorted(granted)))


def channel(slack: Core, name: str, right: Right | None = None) -> Channel:
    """A channel the bot may know of: public, or one it is in; raises `channel_not_found`."""
    place = slack.workspace.channels.get(name)
    if place is None or (place.kind != "public" and not joined(slack, place)):
        raise ApiError("channel_not_found")
    if right is not None:
        require(slack, f"{PREFIX[place.kind]}:{right}")
    return place


def joined(slack: Core, place: Channel) -> bool:
    return slack.workspace.bot_user_id in place.members


def member_channel(slack: Core, name: str, right: Right | None = None) -> Channel:
    """A channel the bot is in; raises `not_in_channel` for a public one it is not in."""
    place = channel(slack, name, right)
    if not joined(slack, place):
        raise ApiError("not_in_channel")
    return place


def message(slack: Core, place: Channel, ts: str, error: str = "message_not_found") -> Message:
    found = slack.workspace.message(place.id, ts)
    if found is None:
        raise ApiError(error)
    return found


def user(slack: Core, name: str) -> User:
    person = slack.workspace.users.get(name)
    if person is None:
        raise ApiError("user_not_found")
    return person


def permalink(slack: Core, said: Message) -> str:
    """The address of a message; of a reply with its thread."""
    base = f"https://{slack.workspace.domain}.slack.com/archives/{said.channel}"
    link = f"{base}/p{said.ts.replace('.', '')}"
    return f"{link}?thread_ts={said.thread_ts}&cid={said.channel}" if said.is_reply else link
