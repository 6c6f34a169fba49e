"""Threads: the message somebody points at, and the question above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from handlers.reasons import slack_code
from handlers.ui.text import channels_named, from_message, is_deleted, mentioned, plain
from handlers.visit import Visit
from knowledge.errors import ArchivedChannel, NotFound, NotInChannel

GONE = {"thread_not_found", "message_not_found"}
CLOSED = {"not_in_channel", "channel_not_found", "missing_scope"}
LIMITED = {"ratelimited", "rate_limited"}
PAGE = 98
"""How many messages of a thread are read, to be chosen from: a menu holds a hundred. An app that
Slack limits gets fifteen."""


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
    message = await one(visit, channel, ts)
    root = (message or {}).get("thread_ts")
    first = await one(visit, channel, root) if root and root != ts else None
    return Found(channel, ts, message, first)


async def whole(
    visit: Visit, channel: str, thread_ts: str
) -> tuple[Sequence[Mapping[str, Any]], bool]:
    """A thread's messages, oldest first, in one read; and whether these are all of them.

    Raises:
        NotInChannel, ArchivedChannel: we cannot read there.
        SlackApiError: not now.
    """
    client = await visit.services.client_of(visit.workspace)
    try:
        answer = await client.conversations_replies(channel=channel, ts=thread_ts, limit=PAGE)
    except SlackApiError as error:
        raise _closed(error) or error from error
    by_ts = {str(message["ts"]): message for message in answer["messages"]}
    return [by_ts[ts] for ts in sorted(by_ts)], not answer.get("has_more")


def is_limited(error: SlackApiError) -> bool:
    """Whether Slack only wishes us to wait."""
    return slack_code(error) in LIMITED


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


async def one(visit: Visit, channel: str, ts: str) -> dict[str, Any] | None:
    """One message; None when it is gone.

    Raises:
        NotInChannel, ArchivedChannel: we cannot read there.
        SlackApiError: not now.
    """
    try:
        answer = await visit.client.conversations_replies(channel=channel, ts=ts, limit=1)
    except SlackApiError as error:
        if slack_code(error) in GONE:
            return None
        raise _closed(error) or error from error
    found = (message for message in answer["messages"] if message["ts"] == ts)
    return next((message for message in found if not is_deleted(message)), None)


def _closed(error: SlackApiError) -> NotFound | None:
    """Why we can't read there, if that is for good."""
    if slack_code(error) == "is_archived":
        return ArchivedChannel()
    return NotInChannel() if slack_code(error) in CLOSED else None
