"""Calls: whatever is said to Slack, with every call noted and measured."""

from copy import copy
from time import perf_counter
from typing import Any, Protocol

import structlog
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import HttpRequest, HttpResponse, RetryState
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.webhook_response import WebhookResponse

from handlers.reasons import slack_code
from handlers.unanswered import Unanswered

log = structlog.get_logger()


class CallWatch(Protocol):
    """Whoever counts the calls."""

    def called(self, method: str, result: str, error: str, seconds: float) -> None: ...

    def rate_limited(self, method: str, seconds: float) -> None: ...


class Client(AsyncWebClient):
    """A Web API client whose calls are noted by method and result, never by what they say."""

    def __init__(self, *, watch: CallWatch | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._watch = watch

    def in_place_of(self, client: AsyncWebClient) -> AsyncWebClient:
        """One like ourselves, for the workspace of that one, which Bolt makes for each request."""
        own = copy(self)
        own.token, own.default_params = client.token, client.default_params
        return own

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        """Call Slack; raises what the call raises."""
        begun = perf_counter()
        result, error, request = "no_answer", "cancelled", None
        try:
            response = await super().api_call(api_method, **arguments)
            result, error, request = "ok", "", _request_of(response)
        except SlackApiError as refusal:
            result, error = _result(refusal), _code(refusal)
            request = _request_of(refusal.response)
            self._note_limit(api_method, refusal)
            raise
        except Exception as failure:
            error = type(failure).__name__
            raise
        finally:
            _note(self._watch, api_method, result, error, perf_counter() - begun, request)
        return response

    def respond_like(self, respond: AsyncRespond | None) -> "Respond":
        """The answer to one request, noted and measured as well."""
        return Respond(respond, self._watch)

    def _note_limit(self, method: str, refusal: SlackApiError) -> None:
        if self._watch and _result(refusal) == "rate_limited":
            self._watch.rate_limited(method, _wait(refusal.response.headers))


class Respond(AsyncRespond):
    """The answer to a command or a click, by the address that came with it."""

    def __init__(self, like: AsyncRespond | None, watch: CallWatch | None) -> None:
        like = like or AsyncRespond(response_url=None)
        super().__init__(response_url=like.response_url, proxy=like.proxy, ssl=like.ssl)
        self._watch = watch

    async def __call__(self, *words: Any, **message: Any) -> WebhookResponse:
        """Say it; Slack refusing it raises nothing."""
        begun = perf_counter()
        result, error = "no_answer", "cancelled"
        try:
            response = await super().__call__(*words, **message)
            result, error = _status_result(response.status_code)
        except Exception as failure:
            error = type(failure).__name__
            raise
        finally:
            _note(self._watch, "response_url", result, error, perf_counter() - begun)
        return response


class Waiting(AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack says and tries once more, beneath a call; it is counted."""

    def __init__(self, watch: CallWatch | None) -> None:
        super().__init__()
        self._watch = watch

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        """Wait."""
        if self._watch and response is not None:
            method = request.url.rpartition("/")[2]
            self._watch.rate_limited(method, _wait(response.headers))
        await super().prepare_for_next_attempt_async(
            state=state, request=request, response=response, error=error
        )


def _note(
    watch: CallWatch | None,
    method: str,
    result: str,
    error: str,
    seconds: float,
    request: str | None = None,
) -> None:
    facts = {"error": error} if error else {}
    if request:
        facts["slack_request"] = request
    log.info("called Slack", method=method, result=result, seconds=round(seconds, 3), **facts)
    if watch:
        watch.called(method, result, error, seconds)


def _status_result(status: int) -> tuple[str, str]:
    """What came of an answer that has a status and no code: the result, and the error."""
    if status == 200:
        return "ok", ""
    said = "rate_limited" if status == 429 else "refused"
    return said if status < 500 else "failed", f"status_{status}"


def _result(refusal: SlackApiError) -> str:
    code = _code(refusal)
    if code in ("ratelimited", "status_429"):
        return "rate_limited"
    if code.startswith("status_"):
        return "failed"
    return "no_answer" if isinstance(refusal, Unanswered) else "refused"


def _code(refusal: SlackApiError) -> str:
    """Slack's word for it; the status where a page that is none of Slack's own has one."""
    status = int(getattr(refusal.response, "status_code", 0))
    return f"status_{status}" if status >= 500 else slack_code(refusal)


def _request_of(response: Any) -> str | None:
    """Slack's own name for the call: what its support asks for."""
    named: str | None = response.headers.get("x-slack-req-id")
    return named


def _wait(headers: Any) -> float:
    for name, value in dict(headers).items():
        if name.lower() == "retry-after":
            told = value[0] if isinstance(value, list) else value
            return float(told) if str(told).isdecimal() else 0.0
    return 0.0
