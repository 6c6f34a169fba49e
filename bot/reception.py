"""Reception: what both fronts do with a request: what can wait is kept, the rest goes to Bolt."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from sqlalchemy.exc import SQLAlchemyError

from bot.watching import arrival
from bot.watching.metrics import Metrics
from handlers import waiting
from knowledge import inbox
from knowledge.intake import Intake

log = structlog.get_logger()

Headers = Mapping[str, str | Sequence[str]]


class Called(Protocol):
    """Who is told that something was kept."""

    def __call__(self, *, is_awaited: bool) -> None: ...


class Reception:
    """The one way in. What can wait is kept, and acknowledged when it is in the database, so that
    nothing is lost that was acknowledged; what opens a window is answered at once.

    Slack brings an event again that we could not keep. A command it does not: that is tried at
    once, so that its asker hears of it if the database is gone.
    """

    def __init__(
        self,
        app: AsyncApp,
        intake: Intake,
        *,
        clock: Callable[[], datetime],
        called: Called,
        metrics: Metrics | None = None,
    ) -> None:
        self._app = app
        self._intake = intake
        self._clock = clock
        self._called = called
        self._metrics = metrics or Metrics()

    async def receive(self, body: dict[str, Any], headers: Headers) -> BoltResponse:
        """Answer one verified request, under an id of its own."""
        return await arrival.answered(body, self._answer(body, headers), self._metrics)

    async def _answer(self, body: dict[str, Any], headers: Headers) -> BoltResponse:
        is_event = body.get("type") == "event_callback"
        if is_event or waiting.can_wait(body):
            if await self._keep(body, is_awaited=not is_event):
                return BoltResponse(status=200, body="")
            if is_event:
                return BoltResponse(status=503, body="")
        request = AsyncBoltRequest(mode="socket_mode", body=body, headers=_retries(headers))
        return await self._app.async_dispatch(request)

    async def _keep(self, body: dict[str, Any], *, is_awaited: bool) -> bool:
        event = inbox.received(_name(body), body, now=self._clock(), is_awaited=is_awaited)
        try:
            await self._intake.keep(event)
        except (SQLAlchemyError, OSError) as error:  # TimeoutError is an OSError
            log.error(
                "could not keep a request", is_awaited=is_awaited, reason=type(error).__name__
            )
            return False
        self._called(is_awaited=is_awaited)
        return True


def _name(body: dict[str, Any]) -> str:
    """The same for every delivery of an event, or of a request."""
    told = json.dumps(body, sort_keys=True).encode()
    return str(body.get("event_id") or sha256(told).hexdigest())


def _retries(headers: Headers) -> dict[str, str | Sequence[str]]:
    return {name: value for name, value in headers.items() if name.startswith("x-slack-retry")}
