"""Checks of the front: whether Slack can bring us what people do."""

import re
from typing import Any

from aiohttp import ClientSession, ClientTimeout, WSMsgType, WSServerHandshakeError

from bot.arrival import AWAY, of_one_app, unreachable
from bot.checks.finding import Finding, failed, ok, unseen, warning
from bot.checks.ground import TROUBLE, Ground, why_not
from bot.config import SettingsError
from bot.slack import PATIENCE, Identity

SECRET = re.compile("[0-9a-f]{32}")
"""What Slack's signing secrets look like."""


async def front(ground: Ground) -> list[Finding]:
    """Socket Mode: connect, hear Slack's hello, leave. HTTP: whether there is a signing secret.

    In the moment in which it is connected Slack may bring it an event, and brings it again.
    """
    if "SLACK_APP_TOKEN" in ground.sound:
        return await _socket_mode(ground)
    if "SLACK_SIGNING_SECRET" in ground.sound:
        return _http(ground.settings.slack_signing_secret)
    return unseen("neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set as it should be")


async def _socket_mode(ground: Ground) -> list[Finding]:
    token = ground.settings.slack_app_token
    try:
        opened = await ground.client.apps_connections_open(app_token=token)
    except TROUBLE as error:
        return failed(why_not(error, "SLACK_APP_TOKEN"))
    try:
        hello = await _hello(opened["url"], ground.client.proxy)
        app = hello["connection_info"]["app_id"]
        of_one_app(await _app_of_bot(ground), app)
    except SettingsError as fault:
        return failed(str(fault))
    except WSServerHandshakeError as error:  # its own words would show the address, a secret
        return failed(f"Socket Mode: {unreachable(ConnectionError(f'refused: {error.status}'))}")
    except AWAY as error:
        return failed(f"Socket Mode: {unreachable(error)}")
    except (KeyError, TypeError, ValueError):
        return failed("Slack opens no connection: turn Socket Mode on, on the app's page.")
    return ok(f"Socket Mode connects, to the app {app}.")


async def _hello(address: str, proxy: str | None) -> dict[str, Any]:
    """Slack's first word on a connection, which is closed again at once."""
    async with (
        ClientSession(timeout=ClientTimeout(total=PATIENCE)) as session,
        session.ws_connect(address, proxy=proxy) as link,
    ):
        said = await link.receive(timeout=PATIENCE)
        if said.type is not WSMsgType.TEXT:
            raise ValueError(said.type)
        found: dict[str, Any] = said.json()
        return found


async def _app_of_bot(ground: Ground) -> str | None:
    return await Identity(ground.client).app() if ground.answer else None


def _http(secret: str) -> list[Finding]:
    known_later = "whether it is the right one shows with Slack's first request"
    if not SECRET.fullmatch(secret):
        return warning(
            "SLACK_SIGNING_SECRET is set, but Slack's are 32 of the characters 0-9 and a-f; "
            f"{known_later}."
        )
    return ok(f"HTTP: the signing secret is set; {known_later}.")
