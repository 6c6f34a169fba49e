"""Refusals: whoever calls Slack, we hear it when a token is refused."""

from collections.abc import Callable
from typing import Any

from slack_sdk.http_retry import HttpRequest, HttpResponse
from slack_sdk.http_retry.async_handler import AsyncRetryHandler

from bot.slack import REFUSED

EVER = 1_000
"""More attempts than any call has: we want to hear of each."""


class Refusals(AsyncRetryHandler):
    """Repeats nothing. It stands among those that do because every client takes these along, also
    the one that Bolt makes for each request.
    """

    def __init__(self, refused: Callable[[str], None]) -> None:
        super().__init__(max_retry_count=EVER)
        self._refused = refused

    async def _can_retry_async(
        self,
        *,
        request: HttpRequest,
        response: HttpResponse | None = None,
        **_: Any,
    ) -> bool:
        answer = response.body if response else None
        if isinstance(answer, dict) and answer.get("error") in REFUSED:
            for header in request.headers.get("Authorization", ()):
                self._refused(header.removeprefix("Bearer "))
        return False
