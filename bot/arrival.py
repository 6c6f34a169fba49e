"""Arrival: what must be so in Slack before a bot that has started says that it is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import ClientError

from bot import config
from bot.config import SettingsError
from bot.slack import Identity

if TYPE_CHECKING:
    from bot.running import Bot

AWAY = (OSError, ClientError, TimeoutError)
"""What is raised where Slack, or the way there, is not to be had."""


async def title_of(bot: Bot) -> str:
    """Where the bot has arrived: its workspace, or how many it serves.

    Raises:
        SettingsError: Slack can't be reached or refuses us, or the two tokens are of two apps.
    """
    try:
        title = await bot.identity.title()
        if bot.socket and isinstance(bot.identity, Identity):
            of_one_app(await bot.identity.app(), bot.socket.app_id)
    except AWAY as error:
        raise SettingsError(unreachable(error)) from error
    return title


def of_one_app(of_bot: str | None, of_connection: str | None) -> None:
    """Compare the apps of the two tokens, where both are known.

    Raises:
        SettingsError: they differ. What people type would come from one app and be answered by
            the other, which is not where they are.
    """
    if of_bot and of_connection and of_bot != of_connection:
        raise SettingsError(
            f"SLACK_APP_TOKEN is of the app {of_connection} and SLACK_BOT_TOKEN of {of_bot}: "
            "copy both from the pages of the same app."
        )


def unreachable(error: BaseException) -> str:
    """What to say when Slack can't be reached, and where to look."""
    reason = str(error) or type(error).__name__
    if through := config.proxy():
        name, address = through
        return (
            f"{name}: Slack can't be reached through the proxy {address} ({reason}). Correct it, "
            "or unset it where Slack is reached without one."
        )
    address = config.environment().get("SLACK_API_BASE_URL") or config.SLACK
    return (
        f"Slack can't be reached at {address} ({reason}). See whether this machine may connect "
        "to it: its DNS, its firewall, and HTTPS_PROXY where a proxy leads out."
    )
