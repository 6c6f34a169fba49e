"""Flow: Slack's own way of installing an app, and who may go it."""

import re
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import structlog
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.config import Settings
from bot.installing import pages
from bot.installing.pages import Fault
from bot.installing.store import States, Store

log = structlog.get_logger()

INSTALL, CALLBACK = "/slack/install", "/slack/oauth_redirect"

HTML: dict[str, str | Sequence[str]] = {"content-type": "text/html; charset=utf-8"}

TEAM = re.compile(r"[TE][A-Z0-9]{1,31}")
"""What the id of a workspace or an organisation looks like."""

Welcome = Callable[[Installation], Awaitable[None]]


class Refused(BoltError):
    """This workspace can't install Relais; the page says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Flow(AsyncOAuthFlow):
    """Bolt's flow. `welcome` is told of a workspace that has let us in, once its token is kept."""

    def __init__(
        self,
        settings: Settings,
        scopes: Sequence[str],
        client: AsyncWebClient,
        *,
        store: Store,
        states: States,
        welcome: Welcome,
    ) -> None:
        address = settings.relais_public_url
        super().__init__(
            client=client,
            settings=AsyncOAuthSettings(
                client_id=settings.slack_client_id,
                client_secret=settings.slack_client_secret,
                scopes=scopes,
                user_scopes=[],
                redirect_uri=f"{address}{CALLBACK}" if address else None,
                install_path=INSTALL,
                redirect_uri_path=CALLBACK,
                installation_store=store,
                state_store=states,
                callback_options=AsyncCallbackOptions(success=_installed, failure=_failed),
            ),
        )
        self._allowed = settings.relais_workspaces
        self._welcome = welcome

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Where Slack asks whether we may; `team` may come from anybody's link."""
        team = request.query.get("team", [""])[0]
        known = team if TEAM.fullmatch(team) else None
        return str(self.settings.authorize_url_generator.generate(state=state, team=known))

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        """What somebody sees whom Slack sends back, whatever has happened."""
        try:
            return await super().handle_callback(request)
        except (aiohttp.ClientError, OSError, SQLAlchemyError) as error:
            log.error("not installed", exc_info=error)
            return BoltResponse(status=503, body=pages.failed(Fault.UNKNOWN), headers=HTML)

    async def build_install_page_html(self, url: str, _request: AsyncBoltRequest) -> str:
        """What somebody sees who comes to install."""
        return pages.invitation(url)

    async def store_installation(
        self, request: AsyncBoltRequest, installation: Installation
    ) -> None:
        """Keep the token of a workspace that may install us; that of any other is given back.

        Raises:
            Refused: it may not.
        """
        if fault := self._fault(installation):
            await self._give_back(installation)
            raise Refused(fault)
        await super().store_installation(request, installation)
        await self._welcome(installation)
        log.info("let in", workspace=installation.team_id)

    def _fault(self, installation: Installation) -> Fault | None:
        if installation.is_enterprise_install or not installation.team_id:
            return Fault.ORGANISATION
        if installation.bot_refresh_token:
            return Fault.ROTATION
        if self._allowed and installation.team_id not in self._allowed:
            return Fault.NOT_INVITED
        return None

    async def _give_back(self, installation: Installation) -> None:
        try:
            await self.client.auth_revoke(token=installation.bot_token)
        except (SlackApiError, OSError) as error:
            log.warning("could not give a token back", reason=type(error).__name__)


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    name, app = args.installation.team_name or "", args.installation.app_id or ""
    return _page(200, pages.installed(name, args.installation.team_id or "", app), args)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    if isinstance(args.error, Refused):
        return _page(403, pages.failed(args.error.fault), args)
    log.warning("not installed", reason=str(args.reason)[:64])
    known = next((fault for fault in Fault if fault == args.reason), Fault.UNKNOWN)
    return _page(args.suggested_status_code, pages.failed(known), args)


def _page(status: int, html: str, args: AsyncSuccessArgs | AsyncFailureArgs) -> BoltResponse:
    """The page; what the browser was given to come back with has served."""
    forget = args.settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(status=status, body=html, headers=HTML | {"set-cookie": [forget]})
