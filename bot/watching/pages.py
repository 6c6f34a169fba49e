"""Pages: /metrics, for Prometheus."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hmac import compare_digest
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.watching import gauges

if TYPE_CHECKING:
    from bot.running import Bot


def add_metrics(site: web.Application, bot: Bot, token: str) -> None:
    """Add the page; with a token, for those who send it along (`Authorization: Bearer …`)."""
    shown = gauges.Gauges()
    bot.metrics.registry.register(shown)
    site.router.add_get("/metrics", _metrics(bot, shown, f"Bearer {token}" if token else ""))


def _metrics(
    bot: Bot, shown: gauges.Gauges, pass_: str
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def page(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "")
        if pass_ and not compare_digest(given.encode(errors="replace"), pass_.encode()):
            return web.Response(status=401, text="RELAIS_METRICS_TOKEN is wanted")
        shown.moment = await gauges.look(bot)
        told = generate_latest(bot.metrics.registry)
        return web.Response(body=told, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return page
