"""The outbox, at its door: a due row becomes a Slack message, sent once."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers import errands, letters, unanswered
from handlers.letters.desk import Withheld
from handlers.people import People
from handlers.posting import Posting, forget_dm, is_news
from handlers.reasons import reason, slack_code
from handlers.visit import NotInstalled, Services, Visit
from knowledge import detours, leases
from knowledge.leases import LEASE
from knowledge.outbox import ERRANDS, Notification, State
from knowledge.trouble import Trouble

log = structlog.get_logger()

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

LONGEST_WAIT = timedelta(seconds=30)
"""Between two attempts: whatever was away for hours, all is caught up within a minute of its
return."""

LATE = timedelta(seconds=20)
"""How long Slack may still be at what it has not answered in time: only then we look whether it
arrived."""

WITHIN = (LEASE - timedelta(seconds=2)).total_seconds()
"""Seconds for one message, however many calls it takes: nobody posts whose lease has run out."""


@dataclass(frozen=True)
class Door:
    """Where one workspace's messages go out."""

    services: Services
    client: AsyncWebClient
    workspace: str

    async def deliver(self, row: Notification) -> timedelta | None:
        """Send a leased row, or settle that it is not needed; or put it off, and say how long."""
        try:
            if row.kind in ERRANDS:
                return await self._run(row)
            async with asyncio.timeout(WITHIN):
                await self._say(row)
        except Withheld:
            log.info("withheld", key=row.key, to=row.to)
            await self._give_up(row, Trouble.WITHHELD)
        except SlackApiError as error:
            return await self._refused(row, error)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return await self._put_off(row, max(backoff(row.attempts), LATE), reason(error))
        return None

    async def _say(self, row: Notification) -> None:
        crowd = People(self.client, self.services.sessions, row.workspace, self._now)
        letter = await letters.write(self.services, crowd, row)
        if letter is None:
            await self._settle(row, State.DROPPED)
            return
        channel, ts = await Posting(row, crowd).send(letter)
        await self._settle(row, State.DONE, channel=channel, ts=ts)

    async def _run(self, row: Notification) -> timedelta | None:
        """Do what is no message, in the name of the person it is for, if it is for one."""
        person = row.facts.get("person", "")
        visit = Visit(self.services, self.workspace, person, self.client, self._now)
        try:
            await errands.run(visit, row)
        except (SlackApiError, aiohttp.ClientError, OSError):
            raise
        except Exception as error:
            log.error("an errand failed", key=row.key, exc_info=error)
            return await self._put_off(row, backoff(row.attempts), reason(error))
        await errands.forget(visit, row)
        await self._settle(row, State.DONE)
        return None

    async def _refused(self, row: Notification, error: SlackApiError) -> timedelta | None:
        trouble = slack_code(error)
        if trouble == "channel_not_found" and await forget_dm(self.services.sessions, row):
            return await self._put_off(row, backoff(1), "the remembered conversation is gone")
        if trouble in TROUBLES:
            log.error("cannot be delivered", key=row.key, to=row.to, reason=trouble)
            await self._give_up(row, TROUBLES[trouble])
            return None
        patience = unanswered.wait(error) or backoff(row.attempts)
        if trouble == unanswered.TIMEOUT:
            patience = max(patience, LATE)
        is_sure = error.response.status_code == unanswered.TOO_MANY
        return await self._put_off(row, patience, trouble, is_sure=is_sure)

    async def _give_up(self, row: Notification, trouble: Trouble) -> None:
        """Nothing ends in silence: what cannot reach one person goes to another."""
        async with self.services.sessions.begin() as session:
            if not await leases.settle(session, row, State.FAILED, trouble=trouble):
                return
            await detours.take(session, row, trouble, now=self._now)
        self.services.watch.settled(row.kind, State.FAILED, self._now - row.due_at)

    async def _settle(self, row: Notification, state: State, **sent: str | None) -> None:
        async with self.services.sessions.begin() as session:
            if not await leases.settle(session, row, state, **sent):
                return
        log.info("settled", key=row.key, kind=row.kind, to=row.to, state=state)
        self.services.watch.settled(row.kind, state, self._now - row.due_at)

    async def _put_off(
        self, row: Notification, patience: timedelta, trouble: str, *, is_sure: bool = False
    ) -> timedelta:
        """Try it again after that time. `is_sure`: we know that it did not arrive."""
        facts = {"refused": row.attempts} if is_sure and is_news(row) else {}
        await _hold(self.services, row, patience, trouble, **facts)
        self.services.watch.put_off(row.kind)
        return patience

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


async def _hold(
    services: Services, row: Notification, patience: timedelta, trouble: str, **facts: int
) -> None:
    log.warning("put off", key=row.key, seconds=patience.total_seconds(), reason=trouble)
    async with services.sessions.begin() as session:
        if facts:
            await leases.remember(session, row, **facts)
        until = services.clock() + patience
        await leases.postpone(session, row, until=until, trouble=trouble)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1 s, 2 s, 4 s … at most half a minute."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 20)), LONGEST_WAIT)
