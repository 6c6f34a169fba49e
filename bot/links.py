"""Links: what Slack says of a Socket Mode connection when it turns it away."""

import json
from contextlib import suppress

import structlog
from aiohttp import WSMessage, WSMsgType

log = structlog.get_logger()

TOO_MANY = "too_many_websockets"


async def one_too_many(message: WSMessage) -> None:
    """Say so where all the connections that an app may have are taken; we go on trying."""
    if message.type is not WSMsgType.TEXT or TOO_MANY not in message.data:
        return
    with suppress(ValueError):
        if json.loads(message.data).get("reason") == TOO_MANY:
            log.error(
                "Slack lets an app have ten connections, and all are taken: stop a process that "
                "uses this SLACK_APP_TOKEN, or go over to HTTP"
            )
