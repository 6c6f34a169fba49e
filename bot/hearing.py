"""Hearing: what was kept is handled by its listener, and done with, or put off."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from handlers.errors import AGAIN
from handlers.outbox import LONGEST_WAIT, backoff
from handlers.visit import Services
from knowledge import correlation, inbox
from knowledge.inbox import Event

log = structlog.get_logger()

AWAITED = timedelta(minutes=30)
"""How long Slack lets us answer a command or a click. After that it has a few tries left."""


class Hearing:
    """Handles requests by the listeners of `app`. `under_way` names those that are not done yet."""

    def __init__(self, services: Services, app: AsyncApp) -> None:
        self._services = services
        self._app = app
        self.under_way: set[str] = set()

    async def hear(self, events: Sequence[Event]) -> None:
        """Those of one conversation in their order, different conversations side by side."""
        self.under_way = {event.id for event in events}
        results = await asyncio.gather(
            *map(self._in_order, _by_conversation(events)), return_exceptions=True
        )
        for result in results:
            if isinstance(result, BaseException):
                log.error("left for its lease to run out", exc_info=result)

    async def handle(self, event: Event) -> None:
        """Handle one, under the id of the request that it was."""
        with correlation.carried(event.correlation_id or event.id):
            if at := self._services.paces.put_off(event.body, self._now):
                async with self._services.sessions.begin() as session:
                    await inbox.put_off(session, event.id, at=at)
            else:
                await self._dispatch(event)
        self.under_way.discard(event.id)

    async def _in_order(self, events: Sequence[Event]) -> None:
        for event in events:
            await self.handle(event)

    async def _dispatch(self, event: Event) -> None:
        request = AsyncBoltRequest(mode="socket_mode", body=event.body)
        status = (await self._app.async_dispatch(request)).status
        await self._note(event, status)
        if status == 200:
            log.info("event done", attempt=event.attempts)
            self._services.watch.event_done()
        else:
            log.warning("event failed", attempt=event.attempts, of=inbox.TRIES)
            self._services.watch.event_failed()

    async def _note(self, event: Event, status: int) -> None:
        """Write down what became of it: done, or when it is looked at again."""
        waited = self._now - event.received_at
        async with self._services.sessions.begin() as session:
            if status == 200:
                await inbox.done(session, event.id, now=self._now)
            elif status == AGAIN:
                is_hopeless = event.is_awaited and waited > AWAITED
                at = self._now + _pause(waited)
                await inbox.retry(session, event.id, at=at, counts=is_hopeless)
            else:
                at = self._now + backoff(event.attempts)
                await inbox.retry(session, event.id, at=at)

    @property
    def _now(self) -> datetime:
        return self._services.clock()


def _pause(waited: timedelta) -> timedelta:
    """How long an event goes on waiting for what was away: the longer, the longer it has waited."""
    return min(max(waited / 4, timedelta(seconds=1)), LONGEST_WAIT)


def _by_conversation(events: Iterable[Event]) -> Iterable[Sequence[Event]]:
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        groups[_conversation(event)].append(event)
    return groups.values()


def _conversation(event: Event) -> str:
    """The channel it happened in; of what is about a person alone, that person."""
    inner = event.body.get("event", {})
    item, user = inner.get("item") or inner, inner.get("user")
    person = user.get("id") if isinstance(user, dict) else user
    return str(item.get("channel") or person or event.id)
