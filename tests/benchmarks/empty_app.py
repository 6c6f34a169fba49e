"""The empty Bolt app that ours is compared with: it verifies a command, acknowledges it, no more.

    SLACK_BOT_TOKEN=… SLACK_SIGNING_SECRET=… SLACK_API_BASE_URL=… PORT=… python -m …

It is served by aiohttp, as Bolt's own `start` does it.
"""

import os

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def acknowledge(ack: AsyncAck) -> None:
    """Nothing more."""
    await ack()


def main() -> None:
    """Serve until the process is ended."""
    token = os.environ["SLACK_BOT_TOKEN"]
    app = AsyncApp(
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        client=AsyncWebClient(token, base_url=os.environ["SLACK_API_BASE_URL"]),
    )
    app.command("/kb")(acknowledge)
    app.server(port=int(os.environ["PORT"]), host="127.0.0.1").start()


if __name__ == "__main__":
    main()
