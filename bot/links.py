"""Links: what Slack says of a Socket Mode connection when it turns it away."""

import json
from typing import Any

import structlog
from aiohttp import WSMessage, WSMsgType

log = structlog.get_logger()

TOO_MANY = "too_many_websockets"


async def overhear(message: WSMessage) -> None:
    """Heed what the client beneath keeps to itself."""
    if message.type is WSMsgType.TEXT and TOO_MANY in message.data:
        heed(json.loads(message.data))


def heed(told: dict[str, Any]) -> None:
    """Say so where all the connections that an app may have are taken; we go on trying."""
    if told.get("reason") == TOO_MANY:
        log.error(
            "all ten connections that an app may have are taken",
            mend="stop a process that uses this SLACK_APP_TOKEN, or go over to HTTP",
        )
