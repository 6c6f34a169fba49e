"""Delivery: bring what happened to the bot, wait for its word, try events again as Slack does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from .refusals import NotAcknowledged
from .workspace import Json

EnvelopeType = Literal["events_api", "slash_commands", "interactive"]
RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
POLL = 0.02  # seconds between looks at a clock that others move


@dataclass(frozen=True)
class Envelope:
    """One attempt to deliver a payload; `attempt` 0 is the first."""

    type: EnvelopeType
    payload: Json
    attempt: int = 0
    reason: str = ""


class Undelivered(Exception):
    """The bot did not acknowledge; `retry` is False when it asked not to be told again."""

    def __init__(self, reason: str, *, retry: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


class Transport(Protocol):
    async def send(self, envelope: Envelope, *, within: float) -> Any:
        """What the bot answered with its acknowledgement; raises Undelivered."""


class Delivery:
    """Sends through one transport; `ack_seconds` is the patience Slack has."""

    def __init__(self, transport: Transport, clock: Callable[[], datetime]) -> None:
        self.transport = transport
        self.clock = clock
        self.ack_seconds = 3.0
        self.under_way = 0
        self.stirred = 0.0  # monotonic time of the last attempt's end
        self.delivered: list[Envelope] = []
        self._waiting: list[tuple[datetime, Envelope]] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._patrol: asyncio.Task[None] | None = None

    def event(self, payload: Json) -> asyncio.Task[None]:
        """Begin to deliver an event; the task ends with the first attempt, heard or not."""
        return self._begin(self._try_event(Envelope("events_api", payload)))

    def again(self, envelope: Envelope, reason: str = "http_timeout") -> asyncio.Task[None]:
        """Deliver once more what was delivered before, as a retry."""
        later = replace(envelope, attempt=envelope.attempt + 1, reason=reason)
        return self._begin(self._try_event(later))

    async def interaction(self, type_: EnvelopeType, payload: Json) -> Any:
        """Deliver what a person did, once; raises NotAcknowledged."""
        try:
            return await self._attempt(Envelope(type_, payload))
        except Undelivered as fault:
            late = fault.reason == "http_timeout"
            code = "operation_timeout" if late else "dispatch_failed"
            raise NotAcknowledged(code, fault.reason) from fault

    async def stop(self) -> None:
        self._waiting.clear()
        tasks = [*self._tasks, *([self._patrol] if self._patrol else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _attempt(self, envelope: Envelope) -> Any:
        self.under_way += 1
        self.delivered.append(envelope)
        try:
            return await self.transport.send(envelope, within=self.ack_seconds)
        finally:
            self.under_way -= 1
            self.stirred = time.monotonic()

    async def _try_event(self, envelope: Envelope) -> None:
        try:
            await self._attempt(envelope)
        except Undelivered as fault:
            if fault.retry and envelope.attempt < len(RETRIES):
                self._plan(replace(envelope, attempt=envelope.attempt + 1, reason=fault.reason))

    def _plan(self, envelope: Envelope) -> None:
        self._waiting.append((self.clock() + RETRIES[envelope.attempt - 1], envelope))
        if self._patrol is None or self._patrol.done():
            self._patrol = asyncio.ensure_future(self._send_due())

    async def _send_due(self) -> None:
        while self._waiting:
            now = self.clock()
            due = [envelope for at, envelope in self._waiting if at <= now]
            self._waiting = [(at, envelope) for at, envelope in self._waiting if at > now]
            for envelope in due:
                self._begin(self._try_event(envelope))
            await asyncio.sleep(POLL)

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
