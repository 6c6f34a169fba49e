"""Guard: the page runs on somebody's own machine; other sites' pages must not reach it."""

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?")
_POLICY = (
    "default-src 'self'; img-src 'self' http://127.0.0.1:* http://localhost:*; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

TOKEN = web.AppKey("token", str)


def new_token() -> str:
    return secrets.token_urlsafe(24)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let through what names this machine, and changes only with the page's own token.

    The Host header stops names that other sites point at this machine; the token, which only
    a page of ours can read, stops their forms and scripts.
    """
    if not _LOOPBACK.fullmatch(request.host):
        raise web.HTTPForbidden(text="The sandbox answers to its loopback address only.")
    if request.method != "GET" and not _has_token(request):
        raise web.HTTPForbidden(text="The page's token is missing or old. Please reload the page.")
    response = await handler(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _has_token(request: web.Request) -> bool:
    given = request.headers.get("X-Token", "").encode()
    return hmac.compare_digest(given, request.app[TOKEN].encode())
