"""Api: the Web API over HTTP; who calls, whether they may, and how it is answered."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from .arguments import Arguments
from .core import Core
from .faults import Fault, Faults
from .methods import METHODS, Method
from .methods.reach import require
from .rates import RESTRICTED_PAGE, Rates
from .refusals import ApiError
from .workspace import Json

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Call:
    """One Web API call: what was asked, when, and the error it got, if any."""

    method: str
    args: Json
    at: datetime
    error: str | None = None


Work = Callable[[web.Request, Call], Awaitable[web.Response]]


class TooManyRequests(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Api:
    """`calls` records every call; `under_way` counts those not answered yet."""

    def __init__(self, slack: Core, faults: Faults, rates: Rates) -> None:
        self.slack = slack
        self.faults = faults
        self.rates = rates
        self.calls: list[Call] = []
        self.under_way = 0
        self.stirred = 0.0  # monotonic time of the last beginning or end of a call
        self.method = self._counted(self._method)

    def mount(self, app: web.Application) -> None:
        app.router.add_route("*", "/api/{method}", self.method)
        app.router.add_post("/response/{name}", self._counted(self._response))

    def _counted(self, handler: Handler) -> Handler:
        async def counted(request: web.Request) -> web.StreamResponse:
            self.under_way += 1
            self.stirred = time.monotonic()
            try:
                return await handler(request)
            finally:
                self.under_way -= 1
                self.stirred = time.monotonic()

        return counted

    async def _method(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        call = Call(name, {}, self.slack.clock())
        self.calls.append(call)
        return await self._with_fault(request, call, self._answer)

    async def _with_fault(self, request: web.Request, call: Call, work: Work) -> web.Response:
        """The true answer, unless a fault was planned for this call."""
        fault = self.faults.take(call.method)
        if fault is None:
            return await work(request, call)
        with contextlib.suppress(ApiError):
            call.args = await Arguments.of(request)
        if "before" in (fault.timeout, fault.disconnect):
            return await self._silent(request, fault)
        if fault.error or fault.status:
            call.error = fault.error or str(fault.status)
            return fault.answer()
        await work(request, call)
        return await self._silent(request, fault)

    async def _answer(self, request: web.Request, call: Call) -> web.Response:
        try:
            args = await Arguments.of(request)
            call.args = {key: value for key, value in args.items() if key != "token"}
            method = self._allowed(request, call.method, args)
            answer: Json = {"ok": True} | await method.run(self.slack, args)
        except TooManyRequests as refusal:
            return Fault(status=429, retry_after=refusal.seconds).answer()
        except ApiError as refusal:
            call.error = refusal.code
            answer = {"ok": False, "error": refusal.code} | refusal.fields
        scopes = ",".join(sorted(self.slack.manifest.scopes))
        return web.json_response(answer, headers={"x-oauth-scopes": scopes})

    def _allowed(self, request: web.Request, name: str, args: Arguments) -> Method:
        """The method, when this token may call it now; raises what Slack answers otherwise."""
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        if method.token != "none":
            self._check_token(request, method, args)
        if seconds := self.rates.wait(name, method.tier, args.word("channel")):
            raise TooManyRequests(seconds)
        if self.rates.restricts(name):
            args["limit"] = args.number("limit", RESTRICTED_PAGE, RESTRICTED_PAGE)
        if method.token == "bot":
            require(self.slack, *method.scopes)
        return method

    def _check_token(self, request: web.Request, method: Method, args: Arguments) -> None:
        header = request.headers.get("Authorization", "")
        token = header.removeprefix("Bearer ") or args.word("token")
        tokens = {"bot": self.slack.bot_token, "app": self.slack.app_token}
        if not token:
            raise ApiError("not_authed")
        if token not in tokens.values():
            raise ApiError("invalid_auth")
        if token in self.slack.manifest.revoked:
            raise ApiError("account_inactive")
        if token != tokens[method.token]:
            raise ApiError("not_allowed_token_type")

    async def _silent(self, request: web.Request, fault: Fault) -> web.Response:
        """Say nothing: let the caller wait, or break the connection."""
        if fault.timeout is None and request.transport is not None:
            request.transport.abort()
            return web.Response()
        self.under_way -= 1
        try:
            return await self.faults.hang()
        finally:
            self.under_way += 1

    async def _response(self, request: web.Request) -> web.StreamResponse:
        """The response_url of an interaction."""
        call = Call("response_url", {}, self.slack.clock())
        self.calls.append(call)
        return await self._with_fault(request, call, self._give)

    async def _give(self, request: web.Request, call: Call) -> web.Response:
        try:
            ticket = self.slack.tickets.use_response(request.match_info["name"])
            call.args = json.loads(await request.read())
            self.slack.answers.give(ticket, call.args)
        except ValueError:
            call.error = "invalid_payload"
            return web.Response(status=400, text="invalid_payload")
        except ApiError as refusal:
            call.error = refusal.code
            status = 404 if refusal.code.endswith("_url") else 400
            return web.json_response(
                {"ok": False, "error": refusal.code} | refusal.fields, status=status
            )
        return web.Response(text="ok")
