"""The line to Slack: calls share connections and nothing else, and outlive a hang-up."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot import slack
from bot.config import Settings


class Listener:
    """Who is at the other end: which connections calls came by, and what cookies they brought."""

    def __init__(self) -> None:
        self.connections: list[int] = []
        self.cookies: list[str] = []
        self.hangs_up = False

    async def hear(self, request: web.Request) -> web.Response:
        """One call."""
        assert request.transport
        self.connections.append(request.transport.get_extra_info("peername")[1])
        self.cookies.append(request.headers.get("Cookie", ""))
        answer = web.json_response({"ok": True}, headers={"Set-Cookie": "d=secret; Path=/"})
        if self.hangs_up:
            answer.force_close()
        return answer


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def client(listener: Listener) -> AsyncIterator[AsyncWebClient]:
    """A client that posts, by a line of its own."""
    app = web.Application()
    app.router.add_post("/api/{method}", listener.hear)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    settings = Settings(
        slack_bot_token="xoxb-line",
        slack_signing_secret="-",
        slack_api_base_url=f"http://127.0.0.1:{port}/api/",
    )
    async with slack.line() as line:
        yield slack.client(settings, posts=True, line=line)
    await runner.cleanup()


async def test_calls_share_a_connection(listener: Listener, client: AsyncWebClient) -> None:
    for _ in range(3):
        await client.chat_postMessage(channel="C1", text="Hello")
    assert len({*listener.connections}) == 1


async def test_no_cookie_goes_from_one_call_to_the_next(
    listener: Listener, client: AsyncWebClient
) -> None:
    for _ in range(2):
        await client.auth_test()
    assert listener.cookies == ["", ""]


async def test_who_hangs_up_after_each_call_is_called_again(
    listener: Listener, client: AsyncWebClient
) -> None:
    listener.hangs_up = True
    for _ in range(3):
        await client.chat_postMessage(channel="C1", text="Hello")
    assert len({*listener.connections}) == 3
