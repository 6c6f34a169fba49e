"""What the tests of the assembly ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import logs, stopping
from bot.sandbox.clock import Clock
from bot.sandbox.slack import PretendSlack
from tests.bot.command_line import Relais
from tests.stage import START, pretend_slack


@pytest.fixture
def relais(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Relais:
    """Runs in an empty folder, with nothing set."""
    return Relais(tmp_path, monkeypatch)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, relais: Relais) -> Relais:
    """`relais run` in this process, which is much faster; only the main thread hears signals."""
    monkeypatch.setattr(stopping, "SIGNALS", ())
    monkeypatch.setattr(logs, "speak", lambda **_: None)
    return relais


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    slack = pretend_slack(Clock(lambda: START), port=0)
    await slack.start()
    yield slack
    await slack.stop()
