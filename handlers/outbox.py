"""The outbox, at its door: a due row becomes a Slack message, sent once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers import errands, letters
from handlers.letters.desk import Withheld
from handlers.people import People
from handlers.ui.blocks import Message
from handlers.visit import NotInstalled, Services, Visit
from knowledge import detours, leases, people
from knowledge.outbox import ERRANDS, Kind, Notification, State
from knowledge.trouble import Trouble

log = structlog.get_logger()

EVENT_TYPE = "relais_notification"
"""What our messages' metadata is called: it carries the key of the row, and nothing else."""

TROUBLES = {
    "user_disabled": Trouble.GONE,
    "user_not_found": Trouble.GONE,
    "users_not_found": Trouble.GONE,
    "user_not_visible": Trouble.GONE,
    "cannot_dm_bot": Trouble.NOT_LET,
    "messages_tab_disabled": Trouble.NOT_LET,
    "restricted_action": Trouble.NOT_LET,
    "restricted_action_read_only_channel": Trouble.NOT_LET,
    "restricted_action_thread_locked": Trouble.NOT_LET,
    "not_in_channel": Trouble.NOT_MEMBER,
    "user_not_in_channel": Trouble.NOT_MEMBER,
    "channel_not_found": Trouble.NO_CHANNEL,
    "is_archived": Trouble.NO_CHANNEL,
    "message_not_found": Trouble.NO_CHANNEL,
    "missing_scope": Trouble.NO_SCOPE,
    "cant_update_message": Trouble.REFUSED,
    "edit_window_closed": Trouble.REFUSED,
    "invalid_blocks": Trouble.REFUSED,
    "msg_too_long": Trouble.REFUSED,
}
"""What Slack will answer the next time too, and what that means."""

LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Door:
    """Where one workspace's messages go out."""

    services: Services
    client: AsyncWebClient
    workspace: str

    async def deliver(self, row: Notification) -> None:
        """Send a leased row, or settle that it is not needed, or put it off."""
        try:
            if row.kind in ERRANDS:
                await self._run(row)
                return
            letter = await self._letter(row)
            if letter is None:
                await self._settle(row, State.DROPPED)
                return
            channel, ts = await self._send(row, letter)
            await self._settle(row, State.DONE, channel=channel, ts=ts)
        except Withheld:
            log.info("withheld", key=row.key, to=row.to)
            await self._give_up(row, Trouble.WITHHELD)
        except SlackApiError as error:
            await self._refused(row, error)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            await self._put_off(row, backoff(row.attempts), repr(error))

    async def _run(self, row: Notification) -> None:
        """Do what is no message, in the name of the person it is for, if it is for one."""
        person = row.facts.get("person", "")
        visit = Visit(self.services, self.workspace, person, self.client, self._now)
        try:
            await errands.run(visit, row)
        except (SlackApiError, aiohttp.ClientError, OSError):
            raise
        except Exception as error:
            log.error("an errand failed", key=row.key, exc_info=error)
            await self._put_off(row, backoff(row.attempts), repr(error))
            return
        await errands.forget(visit, row)
        await self._settle(row, State.DONE)

    async def _letter(self, row: Notification) -> Message | None:
        """What the row says now, in its reader's language; None when it is no longer true."""
        crowd = People(self.client, self.services.sessions, row.workspace, self._now)
        return await letters.write(self.services, crowd, row)

    async def _send(self, row: Notification, letter: Message) -> tuple[str, str | None]:
        if row.kind is Kind.REFRESH:
            return await self._update(row, letter)
        if not row.facts.get("whisper"):
            return await self._post(row, letter, row.to, row.thread_ts)
        if row.attempts == 1:
            return await self._whisper(row, letter)
        return await self._post(row, letter, row.facts["person"])

    async def _post(
        self, row: Notification, letter: Message, to: str, thread_ts: str | None = None
    ) -> tuple[str, str]:
        channel = await self._conversation(to)
        if row.attempts > 1 and (ts := await self._arrived(row, channel, thread_ts)):
            return channel, ts
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": row.key}}
        answer = await self.client.chat_postMessage(
            channel=channel, thread_ts=thread_ts, metadata=metadata, **letter.payload()
        )
        return channel, str(answer["ts"])

    async def _whisper(self, row: Notification, letter: Message) -> tuple[str, None]:
        """Say it in a channel to one person only: tried once, for nobody can look it up.

        Slack lists it nowhere, cannot change it, and does not say whether it was seen. Whatever
        goes wrong, the next attempt is a direct message, which can be looked up like any other.
        """
        await self.client.chat_postEphemeral(
            channel=row.to,
            user=row.facts["person"],
            thread_ts=row.thread_ts,
            **letter.payload(),
        )
        return row.to, None

    async def _update(self, row: Notification, letter: Message) -> tuple[str, str]:
        """Redraw a message that was sent. Doing so twice does no harm."""
        async with self.services.sessions.begin() as session:
            sent = await session.get_one(Notification, row.about)
        assert sent.channel
        assert sent.ts
        await self.client.chat_update(
            channel=sent.channel, ts=sent.ts, parse="none", **letter.content()
        )
        return sent.channel, sent.ts

    async def _arrived(self, row: Notification, channel: str, thread_ts: str | None) -> str | None:
        """The message of an earlier attempt whose end we don't know, found by its metadata."""
        since = str((row.created_at - timedelta(minutes=5)).timestamp())
        look: dict[str, Any] = {"channel": channel, "oldest": since, "limit": 200}
        if thread_ts:
            answer = await self.client.conversations_replies(
                ts=thread_ts, include_all_metadata=True, **look
            )
        else:
            answer = await self.client.conversations_history(include_all_metadata=True, **look)
        for message in answer["messages"]:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == row.key:
                return str(message["ts"])
        return None

    async def _conversation(self, to: str) -> str:
        """The channel itself, or the DM with a person, opened once and remembered."""
        if to[0] in "CGD":
            return to
        async with self.services.sessions.begin() as session:
            member = await people.find(session, self.workspace, to)
            if member and member.dm:
                return member.dm
        opened = await self.client.conversations_open(users=to)
        dm = str(opened["channel"]["id"])
        async with self.services.sessions.begin() as session:
            if member := await people.find(session, self.workspace, to):
                member.dm = dm
        return dm

    async def _forget_dm(self, person: str) -> bool:
        """Open the DM anew next time; whether one was remembered."""
        async with self.services.sessions.begin() as session:
            member = await people.find(session, self.workspace, person)
            known = bool(member and member.dm)
            if member:
                member.dm = None
        return known

    async def _refused(self, row: Notification, error: SlackApiError) -> None:
        trouble = str(error.response.get("error")) if isinstance(error.response.data, dict) else "?"
        if trouble == "channel_not_found" and await self._forget_dm(row.to):
            await self._put_off(row, backoff(1), "the remembered conversation is gone")
            return
        if trouble in TROUBLES:
            log.error("cannot be delivered", key=row.key, to=row.to, reason=trouble)
            await self._give_up(row, TROUBLES[trouble])
            return
        wait = error.response.headers.get("Retry-After") or error.response.headers.get(
            "retry-after"
        )
        patience = timedelta(seconds=int(wait)) if wait else backoff(row.attempts)
        await self._put_off(row, patience, trouble)

    async def _give_up(self, row: Notification, trouble: Trouble) -> None:
        """Nothing ends in silence: what cannot reach one person goes to another."""
        async with self.services.sessions.begin() as session:
            if await leases.settle(session, row, State.FAILED, trouble=trouble):
                await detours.take(session, row, trouble, now=self._now)

    async def _settle(self, row: Notification, state: State, **sent: str | None) -> None:
        async with self.services.sessions.begin() as session:
            await leases.settle(session, row, state, **sent)

    async def _put_off(self, row: Notification, patience: timedelta, trouble: str) -> None:
        await _hold(self.services, row, patience, trouble)

    @property
    def _now(self) -> datetime:
        return self.services.clock()


async def door_for(services: Services, row: Notification) -> Door | None:
    """Where a leased row goes out; None, and it waits, where its workspace can't be reached."""
    try:
        return Door(services, await services.client_of(row.workspace), row.workspace)
    except NotInstalled:
        await _hold(services, row, LONGEST_WAIT, "not installed")
    except (SlackApiError, aiohttp.ClientError, OSError) as error:
        await _hold(services, row, backoff(row.attempts), type(error).__name__)
    return None


async def _hold(services: Services, row: Notification, patience: timedelta, trouble: str) -> None:
    log.warning("put off", key=row.key, seconds=patience.total_seconds(), reason=trouble)
    async with services.sessions.begin() as session:
        until = services.clock() + patience
        await leases.postpone(session, row, until=until, trouble=trouble)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1 s, 2 s, 4 s … at most five minutes."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 20)), LONGEST_WAIT)
