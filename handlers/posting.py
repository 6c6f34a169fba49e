"""Posting: how a letter gets to Slack, once, wherever it is for."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.people import People
from handlers.ui.blocks import Message
from knowledge import people
from knowledge.database import Sessions
from knowledge.outbox import Kind, Notification

EVENT_TYPE = "relais_notification"
"""What our messages' metadata is called: it carries the key of the row, and nothing else."""


@dataclass(frozen=True)
class Posting:
    """One leased row on its way, and whom we know in its workspace."""

    row: Notification
    people: People

    async def send(self, letter: Message) -> tuple[str, str | None]:
        """The channel and the moment of the message, which a whisper has none of.

        Raises:
            SlackApiError, aiohttp.ClientError, OSError: it may not have got there.
        """
        row = self.row
        if row.kind is Kind.REFRESH:
            return await self._update(letter)
        if not row.facts.get("whisper"):
            return await self._post(letter, row.to, row.thread_ts)
        if is_news(row):
            return await self._whisper(letter)
        return await self._post(letter, row.facts["person"])

    async def _post(
        self, letter: Message, to: str, thread_ts: str | None = None
    ) -> tuple[str, str]:
        channel = await self._conversation(to)
        if not is_news(self.row) and (ts := await self._arrived(channel, thread_ts)):
            return channel, ts
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": self.row.key}}
        answer = await self.people.client.chat_postMessage(
            channel=channel, thread_ts=thread_ts, metadata=metadata, **letter.payload()
        )
        return channel, str(answer["ts"])

    async def _whisper(self, letter: Message) -> tuple[str, None]:
        """Say it in a channel to one person only: tried once, for nobody can look it up.

        Slack lists it nowhere, cannot change it, and does not say whether it was seen. Whatever
        goes wrong, unless Slack only asks to wait, the next attempt is a direct message, which can
        be looked up like any other.
        """
        await self.people.client.chat_postEphemeral(
            channel=self.row.to,
            user=self.row.facts["person"],
            thread_ts=self.row.thread_ts,
            **letter.payload(),
        )
        return self.row.to, None

    async def _update(self, letter: Message) -> tuple[str, str]:
        """Redraw a message that was sent. Doing so twice does no harm."""
        async with self.people.sessions.begin() as session:
            sent = await session.get_one(Notification, self.row.about)
        assert sent.channel
        assert sent.ts
        await self.people.client.chat_update(
            channel=sent.channel, ts=sent.ts, parse="none", **letter.content()
        )
        return sent.channel, sent.ts

    async def _arrived(self, channel: str, thread_ts: str | None) -> str | None:
        """The message of an earlier attempt whose end we don't know, found by its metadata."""
        since = str((self.row.created_at - timedelta(minutes=5)).timestamp())
        look: dict[str, Any] = {"channel": channel, "oldest": since, "limit": 200}
        if thread_ts:
            answer = await self.people.client.conversations_replies(
                ts=thread_ts, include_all_metadata=True, **look
            )
        else:
            answer = await self.people.client.conversations_history(
                include_all_metadata=True, **look
            )
        for message in answer["messages"]:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == self.row.key:
                return str(message["ts"])
        return None

    async def _conversation(self, to: str) -> str:
        """The channel itself, or the DM with a person, opened once and remembered."""
        if to[0] in "CGD":
            return to
        member = await self.people.get(to)
        return member.dm or await self._open(to)

    async def _open(self, person: str) -> str:
        opened = await self.people.client.conversations_open(users=person)
        dm = str(opened["channel"]["id"])
        await _remember_dm(self.people.sessions, self.row.workspace, person, dm)
        return dm


async def forget_dm(sessions: Sessions, row: Notification) -> bool:
    """Have the DM that a row is for opened anew next time; whether one was remembered."""
    return await _remember_dm(sessions, row.workspace, row.to, None)


async def _remember_dm(sessions: Sessions, workspace: str, person: str, dm: str | None) -> bool:
    """Whether there was one before."""
    async with sessions.begin() as session:
        member = await people.find(session, workspace, person)
        known = bool(member and member.dm)
        if member:
            member.dm = dm
    return known


def is_news(row: Notification) -> bool:
    """Whether no earlier attempt can have arrived: there was none, or Slack only asked to wait."""
    return bool(row.facts.get("refused", 0) == row.attempts - 1)
