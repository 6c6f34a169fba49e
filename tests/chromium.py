"""Chromium: one browser for all tests, and for each test tabs that must not fail unseen.

Tests that use it share one event loop: `pytestmark = BROWSER`.
"""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Request,
    Response,
    WebError,
    async_playwright,
    expect,
)

BROWSER = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000
"""Milliseconds to wait for what must come: the machine may be busy."""

NewContext = Callable[..., Awaitable[BrowserContext]]


class Faults:
    """What went wrong in tabs: errors of scripts, complaints of the console, failed requests."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Note everything that goes wrong in the tabs of this context from now on."""
        context.on("weberror", self._weberror)
        context.on("console", self._console)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def _weberror(self, error: WebError) -> None:
        self.seen.append(f"script: {error.error}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.seen.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # so ends what is no longer waited for
            self.seen.append(f"failed: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"status {response.status}: {response.url}")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, started once. Where there is none: tests are skipped, or fail if it is required."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        _give_up("no Chromium found: the page was not driven in a browser")
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


def _give_up(reason: str) -> None:
    if os.environ.get("RELAIS_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and RELAIS_REQUIRE_BROWSER asks for it", pytrace=False)
    pytest.skip(reason)


@pytest_asyncio.fixture(loop_scope="session")
async def new_context(browser: Browser) -> AsyncIterator[NewContext]:
    """Makes a fresh profile with these options; nothing may go wrong in its tabs."""
    faults, made = Faults(), list[BrowserContext]()

    async def new(**options: Any) -> BrowserContext:
        wanted = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 800}, **options}
        context = await browser.new_context(**wanted)
        context.set_default_timeout(PATIENCE)
        faults.watch(context)
        made.append(context)
        return context

    yield new
    for context in made:
        await context.close()
    assert faults.seen == []
