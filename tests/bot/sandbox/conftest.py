"""A small workspace in a pretend Slack, a clock to move, and a Bolt app on either transport."""

import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Channel, PretendSlack, User, Workspace

BOT = "U0RELAIS"
MANIFEST = Path(__file__).parents[3] / "manifest.json"
Connect = Callable[[AsyncApp], Awaitable[None]]


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no Slack settings of whoever runs the tests: the SDKs read them unasked."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("SLACK_"):
            monkeypatch.delenv(name)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def manifest() -> dict[str, Any]:
    """The manifest of Relais; a test may change its copy before it asks for `slack`."""
    content: dict[str, Any] = json.loads(MANIFEST.read_text())
    return content


@pytest.fixture
def workspace() -> Workspace:
    """Ana and Marc in #questions and private #legal with the bot; #general and #secret without."""
    people = [
        User("U0ANA", "ana", "Ana Costa"),
        User("U0MARC", "marc", "Marc Petit", locale="en-US"),
        User("U0GONE", "gone", "Gone Long", deleted=True),
        User("U0EXTERN", "extern", "Ext Ern", team_id="T0OTHER"),
    ]
    both = {"U0ANA", "U0MARC"}
    channels = [
        Channel("C0QUESTIONS", "questions", members={*both, BOT, "U0EXTERN"}),
        Channel("C0LEGAL", "legal", "private", {*both, BOT}),
        Channel("C0GENERAL", "general", members=both.copy()),
        Channel("C0SECRET", "secret", "private", both.copy()),
    ]
    return Workspace({u.id: u for u in people}, {c.id: c for c in channels})


@pytest.fixture
async def slack(
    workspace: Workspace, manifest: dict[str, Any], clock: Clock
) -> AsyncIterator[PretendSlack]:
    """Started, in Socket Mode, nobody connected."""
    slack = PretendSlack(workspace, manifest=manifest, clock=clock)
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
def client(slack: PretendSlack) -> AsyncWebClient:
    return client_of(slack)


def client_of(slack: PretendSlack, token: str = "xoxb-sandbox") -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=slack.base_url, retry_handlers=[])


@pytest.fixture
async def by_socket(slack: PretendSlack) -> AsyncIterator[Connect]:
    """Connects an app to `slack` by Socket Mode."""
    async with AsyncExitStack() as stack:

        async def connect(app: AsyncApp) -> None:
            handler = AsyncSocketModeHandler(app, "xapp-sandbox", ping_interval=1)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()  # type: ignore[no-untyped-call]

        yield connect


@pytest.fixture
def app(slack: PretendSlack) -> AsyncApp:
    """A Bolt app that talks to `slack`, without listeners and not connected yet."""
    return AsyncApp(client=client_of(slack))


@pytest.fixture
def served() -> type["Served"]:
    """A Bolt app listening on a socket, while in `async with served(app, socket)`."""
    return Served


@pytest.fixture(params=["socket", "http"])
async def either(
    request: pytest.FixtureRequest,
    workspace: Workspace,
    manifest: dict[str, Any],
    clock: Clock,
) -> AsyncIterator[tuple[PretendSlack, AsyncApp]]:
    """A pretend Slack and a Bolt app, connected by Socket Mode or by signed HTTP."""
    async with AsyncExitStack() as stack:
        listening = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
        over_http = request.param == "http"
        slack = PretendSlack(
            workspace, manifest=manifest, clock=clock, events_url=url if over_http else None
        )
        await slack.start()
        stack.push_async_callback(slack.stop)
        app = AsyncApp(client=client_of(slack), signing_secret="sandbox-secret")
        if over_http:
            await stack.enter_async_context(Served(app, listening))
        else:
            listening.close()
            handler = AsyncSocketModeHandler(app, "xapp-sandbox", ping_interval=1)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()  # type: ignore[no-untyped-call]
        yield slack, app


class Served:
    """Bolt's own web application, listening while in the block."""

    def __init__(self, app: AsyncApp, listening: socket.socket) -> None:
        application = app.web_app(path="/slack/events")
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        self._listening = listening

    async def __aenter__(self) -> None:
        await self._runner.setup()
        await web.SockSite(self._runner, self._listening).start()

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
