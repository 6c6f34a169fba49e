"""The app: Bolt, our listeners, and one middleware that tells each who is there, and when."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot import config
from handlers.visit import Services, Visit

Authorize = Callable[..., Awaitable[AuthorizeResult | None]]
"""Who we are in the workspace of a request; None where we are not let in."""

NOT_INSTALLED = (
    "Relais is not installed in this workspace any more. / "
    "Relais n’est plus installé dans cet espace de travail."
)
"""What people see there: their language can't be asked for."""


def build_app(
    services: Services, client: AsyncWebClient, authorize: Authorize, *, waits: bool = False
) -> AsyncApp:
    """One Bolt app with every listener. Requests are verified before they get here.

    `waits`: a dispatch returns when its listener has finished, not when it has acknowledged, so
    that an event counts as done only when it is.
    """
    config.disarm()
    app = AsyncApp(
        client=client,
        before_authorize=whose_button,
        authorize=authorize,  # type: ignore[arg-type]  # None, too, says its code
        user_facing_authorize_error_message=NOT_INSTALLED,
        signing_secret="checked before",
        request_verification_enabled=False,
        process_before_response=waits,
    )
    app.middleware(_usher(services))
    handlers.register(app)
    return app


async def whose_button(
    body: dict[str, Any], context: AsyncBoltContext, next_: Callable[[], Awaitable[Any]]
) -> None:
    """A button belongs to the workspace in whose name its message stands there: in a channel that
    several share, whoever presses it may be of another one that has let us in as well.
    """
    team = str((body.get("message") or {}).get("team") or "")
    if body.get("type") == "block_actions" and team.startswith("T"):
        context["team_id"] = team
    await next_()


def _usher(services: Services) -> Callable[..., Awaitable[Any]]:
    async def usher(
        context: AsyncBoltContext, client: AsyncWebClient, next_: Callable[[], Awaitable[Any]]
    ) -> None:
        known = context.authorize_result
        assert known is not None
        context["visit"] = Visit(
            services=services,
            workspace=str(known.team_id),
            user=context.user_id or "",
            client=client,
            now=services.clock(),
        )
        await next_()

    return usher
