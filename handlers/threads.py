"""Threads: the message somebody points at, and the question above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from handlers.ui.text import channels_named, from_message, is_deleted, mentioned, plain
from handlers.visit import Visit
from knowledge.errors import NotFound

GONE = {"thread_not_found", "message_not_found"}
CLOSED = {"not_in_channel", "channel_not_found", "missing_scope", "is_archived"}


class NotInChannel(NotFound):
    """We can't read there."""

    sentence = "I can't read this channel. Invite me with /invite @Relais, then try again."


@dataclass(frozen=True)
class Found:
    """A message, and the first message of its thread if it is a reply."""

    channel: str
    ts: str
    message: dict[str, Any] | None
    first: dict[str, Any] | None

    @property
    def thread_ts(self) -> str:
        """The thread it belongs to; its own, if it begins one."""
        return str((self.message or {}).get("thread_ts") or self.ts)

    @property
    def reply_to(self) -> str | None:
        """The thread in which a word about it is seen; None: in the channel itself."""
        return self.thread_ts if self.thread_ts != self.ts else None

    @property
    def answers_something(self) -> bool:
        """Whether it is a reply to a message that we found."""
        return self.message is not None and self.first is not None

    def question(self, names: Mapping[str, str]) -> str:
        """The thread's first message, on one line."""
        return plain(text(self.first or {}, names))

    def answer(self, names: Mapping[str, str]) -> str:
        """The message itself, as Markdown."""
        return text(self.message or {}, names)


async def find(visit: Visit, channel: str, ts: str) -> Found:
    """Look a message up, and its thread's first: two reads at most.

    A reply's own `ts` brings just that reply; Slack may bring another message for one that is
    gone, hence the comparison.

    Raises:
        NotInChannel: we are not a member there.
    """
    message = await _one(visit, channel, ts)
    root = (message or {}).get("thread_ts")
    first = await _one(visit, channel, root) if root and root != ts else None
    return Found(channel, ts, message, first)


async def permalink(visit: Visit, channel: str, ts: str) -> str | None:
    """The address of a message, if Slack gives one."""
    try:
        answer = await visit.client.chat_getPermalink(channel=channel, message_ts=ts)
    except SlackApiError:
        return None
    return str(answer["permalink"])


def text(message: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What a message says, as Markdown."""
    return from_message(dict(message), names)


async def names(visit: Visit, *messages: Mapping[str, Any] | None) -> dict[str, str]:
    """The people and the public channels that messages name, by id."""
    people = {person for message in messages if message for person in mentioned(message)}
    channels = {channel for message in messages if message for channel in channels_named(message)}
    return {**await visit.channels.names(channels), **await visit.people.names(people)}


async def _one(visit: Visit, channel: str, ts: str) -> dict[str, Any] | None:
    try:
        answer = await visit.client.conversations_replies(channel=channel, ts=ts, limit=1)
    except SlackApiError as error:
        if error.response["error"] in GONE:
            return None
        if error.response["error"] in CLOSED:
            raise NotInChannel from error
        raise
    found = (message for message in answer["messages"] if message["ts"] == ts)
    return next((message for message in found if not is_deleted(message)), None)
