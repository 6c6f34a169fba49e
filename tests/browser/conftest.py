"""The sandbox as people find it, opened in a browser by each person of the cast."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
import pytest_asyncio

from bot.sandbox.running import database_file, sandbox
from tests.browser.desk import Office
from tests.chromium import NewContext

START = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Paris."""


@pytest.fixture
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no Slack settings of whoever runs the tests: the SDKs read them unasked."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("SLACK_"):
            monkeypatch.delenv(name)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database into which a sandbox has loaded the examples, to copy: it starts quickly then."""
    folder = tmp_path_factory.mktemp("loaded")
    async with sandbox(folder, port=0, real=ticking()):
        pass
    return database_file(folder)


@pytest_asyncio.fixture(loop_scope="session")
async def address(loopback_only: None, loaded: Path, tmp_path: Path) -> AsyncIterator[str]:
    """A running sandbox in which nobody has done anything yet."""
    shutil.copy(loaded, database_file(tmp_path))
    async with sandbox(tmp_path, port=0, real=ticking()) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def office(address: str, new_context: NewContext) -> Office:
    """Where the people of the cast sit down at their desks."""
    return Office(new_context, address)


def ticking() -> Callable[[], datetime]:
    """A clock that runs on from START."""
    began = monotonic()
    return lambda: START + timedelta(seconds=monotonic() - began)
