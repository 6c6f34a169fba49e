"""Reception: what both fronts do with a request: an event is kept, the rest goes to Bolt."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from sqlalchemy.exc import SQLAlchemyError

from bot.watching import arrival
from bot.watching.metrics import Metrics
from knowledge import inbox
from knowledge.database import Sessions

log = structlog.get_logger()

Headers = Mapping[str, str | Sequence[str]]


class Reception:
    """The one way in. Commands and clicks are answered at once; events are kept first.

    An event is acknowledged when it is in the database, so that none is lost that was
    acknowledged; Slack brings again what we could not keep.
    """

    def __init__(
        self,
        app: AsyncApp,
        sessions: Sessions,
        *,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        metrics: Metrics | None = None,
    ) -> None:
        self._app = app
        self._sessions = sessions
        self._clock = clock
        self._wake = wake
        self._metrics = metrics or Metrics()

    async def receive(self, body: dict[str, Any], headers: Headers) -> BoltResponse:
        """Answer one verified request, under an id of its own."""
        return await arrival.answered(body, self._answer(body, headers), self._metrics)

    async def _answer(self, body: dict[str, Any], headers: Headers) -> BoltResponse:
        if body.get("type") == "event_callback":
            return await self._keep(body)
        request = AsyncBoltRequest(mode="socket_mode", body=body, headers=_retries(headers))
        return await self._app.async_dispatch(request)

    async def _keep(self, body: dict[str, Any]) -> BoltResponse:
        try:
            async with self._sessions.begin() as session:
                await inbox.keep(session, _name(body), body, now=self._clock())
        except (SQLAlchemyError, OSError) as error:
            log.error("could not keep an event; it will come again", exc_info=error)
            return BoltResponse(status=503, body="")
        self._wake()
        return BoltResponse(status=200, body="")


def _name(body: dict[str, Any]) -> str:
    """The same for every delivery of an event."""
    told = json.dumps(body, sort_keys=True).encode()
    return str(body.get("event_id") or sha256(told).hexdigest())


def _retries(headers: Headers) -> dict[str, str | Sequence[str]]:
    return {name: value for name, value in headers.items() if name.startswith("x-slack-retry")}
