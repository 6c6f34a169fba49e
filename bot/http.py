"""The HTTP front: Slack's requests, verified and parsed by us, and the two pages for operators.

Bolt's own parser loses a form whose text contains the word "payload"; here HTTP and Socket Mode
share one path (a request parsed once, a dictionary from then on).
"""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.reception import Reception
from bot.report import Report

LARGEST = 2 * 1024 * 1024
"""Bytes of one request: Slack's own stay well below."""

Check = Callable[[], Awaitable[Report]]


def build_site(
    reception: Reception,
    signing_secret: str,
    *,
    health: Check,
    ready: Check,
    more: Iterable[web.RouteDef] = (),
) -> web.Application:
    """The routes. Without a signing secret (Socket Mode) Slack's own route is not there."""
    site = web.Application(client_max_size=LARGEST)
    site.add_routes(more)
    site.router.add_get("/health", _page(health))
    site.router.add_get("/ready", _page(ready))
    if signing_secret:
        desk = Desk(reception, SignatureVerifier(signing_secret))
        site.router.add_post("/slack/events", desk.answer)
    return site


class Desk:
    """Where Slack's requests come in over HTTP."""

    def __init__(self, reception: Reception, verifier: SignatureVerifier) -> None:
        self._reception = reception
        self._verifier = verifier

    async def answer(self, request: web.Request) -> web.Response:
        """Verify, parse, answer. What Slack did not sign gets 401 and does nothing."""
        raw = (await request.read()).decode("utf-8", errors="replace")
        headers = {name.lower(): value for name, value in request.headers.items()}
        if raw.startswith("ssl_check=1"):  # a probe of the certificate; Slack does not sign it
            return web.Response()
        if not self._is_from_slack(raw, headers):
            return web.Response(status=401, text="not signed by Slack")
        body = parse(raw, headers.get("content-type", ""))
        if body is None:
            return web.Response(status=400, text="not a request of Slack's")
        if body.get("type") == "url_verification":
            return web.json_response({"challenge": body.get("challenge")})
        return _response(await self._reception.receive(body, headers))

    def _is_from_slack(self, raw: str, headers: dict[str, str]) -> bool:
        try:
            return self._verifier.is_valid_request(raw, headers)
        except (ValueError, TypeError, OverflowError):  # no number, no ASCII, no moment
            return False


def parse(raw: str, content_type: str) -> dict[str, Any] | None:
    """The request as a dictionary: JSON, or a form whose `payload` field holds JSON."""
    try:
        if content_type.startswith("application/json"):
            body = json.loads(raw)
        else:
            form = dict(parse_qsl(raw, keep_blank_values=True))
            body = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) and body else None


def _page(check: Check) -> Callable[[web.Request], Awaitable[web.Response]]:
    """200 when every part is ok, else 503; either way each part says how it is."""

    async def page(_: web.Request) -> web.Response:
        report = await check()
        status = 200 if all(state == "ok" for state in report.values()) else 503
        return web.json_response(report, status=status)

    return page


def _response(answer: BoltResponse) -> web.Response:
    content_type = answer.headers.get("content-type", ["text/plain"])[0].partition(";")[0]
    return web.Response(status=answer.status, text=answer.body or "", content_type=content_type)
