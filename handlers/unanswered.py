"""Unanswered: Slack says nothing that can be understood: a page of HTML, half an answer, nothing.

Every such end of a call becomes one kind of error, whatever the libraries beneath make of it.
"""

from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.reasons import slack_code

TIMEOUT = "no_answer_in_time"
"""Slack may still be at it."""

BROKEN = "no_answer"
UNREADABLE = "unreadable_answer"

TOO_MANY = 429

PASSING = {
    TIMEOUT,
    BROKEN,
    UNREADABLE,
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "ratelimited",
    "rate_limited",
}
"""What comes of a call today and may not the next time."""

LONGEST = timedelta(hours=1)
"""We believe no wish to wait that is longer."""


class Unanswered(SlackApiError):
    """Nobody knows whether Slack has done what it was asked."""

    def __init__(self, request: HttpRequest, reason: str, answer: HttpResponse | None) -> None:
        status = answer.status_code if answer else 0
        headers = answer.headers if answer else {}
        response = AsyncSlackResponse(
            client=None,
            http_verb=request.method,
            api_url=request.url,
            req_args={},
            data={"ok": False, "error": reason},
            headers={name: values[0] for name, values in headers.items()},
            status_code=status,
        )
        method = request.url.rpartition("/")[2]
        said = f"{method}: {reason} (status: {status or 'none'})"
        super().__init__(said, response)  # type: ignore[no-untyped-call]


class Understood(AsyncRetryHandler):
    """Repeats nothing: the last of a client's retry handlers, it sees whatever ends a call.

    slack_sdk itself takes HTML for an empty answer, and fails in its own way on each of the rest.
    """

    async def can_retry_async(
        self,
        *,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
        **_: Any,
    ) -> bool:
        """False, always.

        Raises:
            Unanswered: the call ended without an answer of Slack's.
        """
        if isinstance(error, Unanswered):
            return False
        if isinstance(error, SlackApiError):  # JSON that breaks off
            raise Unanswered(request, UNREADABLE, response) from error
        if isinstance(error, (aiohttp.ClientError, OSError)):
            reason = TIMEOUT if isinstance(error, TimeoutError) else BROKEN
            raise Unanswered(request, reason, response) from error
        if response is not None and not isinstance(response.body, dict):
            is_limited = response.status_code == TOO_MANY
            raise Unanswered(request, "ratelimited" if is_limited else UNREADABLE, response)
        return False


def is_passing(error: Exception) -> bool:
    """Whether the same call may succeed the next time: Slack is away, fails, or asks to wait."""
    if isinstance(error, SlackApiError):
        status = error.response.status_code
        return slack_code(error) in PASSING or status == TOO_MANY or status >= 500
    return isinstance(error, (aiohttp.ClientError, OSError))


def wait(error: SlackApiError) -> timedelta | None:
    """How long Slack asks us to wait, if it does."""
    headers = {name.lower(): value for name, value in error.response.headers.items()}
    told = str(headers.get("retry-after", ""))
    return min(timedelta(seconds=int(told)), LONGEST) if told.isdecimal() else None
