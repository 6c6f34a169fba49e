"""Site: the two addresses of the installation, on the site that serves everything else."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.installing.flow import CALLBACK, INSTALL, Flow

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""A code that is good once stands in the address: nobody else is to see or keep it."""


def routes(flow: Flow) -> list[web.RouteDef]:
    """Where somebody begins to install, and where Slack sends them back."""
    return [
        web.get(INSTALL, _page(flow.handle_installation)),
        web.get(CALLBACK, _page(flow.handle_callback)),
    ]


def _page(
    answer: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def page(request: web.Request) -> web.Response:
        shown = await to_aiohttp_response(await answer(await to_bolt_request(request)))
        shown.headers.update(HEADERS)
        return shown

    return page
