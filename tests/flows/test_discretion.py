"""Discretion: what people write is not repeated by the log, whatever goes wrong with it."""

import gc
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

import tests.stage
from bot.config import Settings
from bot.sandbox.cast import CAMILLE, INES, QUESTIONS, SOFIA, THEO
from handlers import reactions
from knowledge import questions, timers
from knowledge.reactions import Deed
from tests.flows.escalating import PARCEL, asked_ines, writes
from tests.logbook import Logbook, a_logbook
from tests.stage import Stage, a_stage, until

MARK = "zyxomark"
"""A word in every text; no line may hold it."""

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], ids=["sqlite-socket"], indirect=True
)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that the bot is started with, each secret among them."""
    used: list[Settings] = []
    make = tests.stage.settings

    def with_secrets(*args: Any, **options: Any) -> Settings:
        used.append(
            replace(
                make(*args, **options),
                relais_metrics_token="metrics-zyxosecret",
                relais_embeddings_key="key-zyxosecret",
            )
        )
        return used[-1]

    monkeypatch.setattr(tests.stage, "settings", with_secrets)
    return used


@pytest.fixture
def logbook() -> Iterator[Logbook]:
    """Read at the end of each test: a line that repeats anything fails it."""
    with a_logbook() as book:
        yield book
        assert [line for line in book.text.splitlines() if MARK in line] == []


@pytest.fixture
async def stage(
    database_url: str, settings: list[Settings], logbook: Logbook
) -> AsyncIterator[Stage]:
    """The bot, begun after the log and stopped before it is read."""
    async with a_stage(database_url) as stage:
        yield stage


async def test_of_what_people_write_the_log_keeps_nothing(
    stage: Stage, settings: list[Settings], logbook: Logbook
) -> None:
    await asked_ines(stage)
    await stage.kb(f"{PARCEL} {MARK}", by=CAMILLE)
    await writes(stage, "Answer", f"Write to the carrier, {MARK}.", by=INES)
    said = await stage.say(f"How do I {MARK}?", by=THEO)
    await stage.say(f"Like this: {MARK}", by=CAMILLE, thread=said.ts)
    await stage.react(said, by=SOFIA)
    await stage.write(f"who knows {MARK}", by=THEO)
    await stage.home(THEO)

    assert {"received", "called Slack", "settled", "event done"} <= {*logbook.events()}
    assert [s for s in settings[0].secrets if s in logbook.text] == []


async def test_a_listener_that_fails_with_words_of_theirs_tells_none(
    stage: Stage, logbook: Logbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: AsyncSession, asking: Any, **__: Any) -> None:
        try:
            raise LookupError(asking.text)
        except LookupError as error:
            raise ValueError(f"no idea of {asking.text}") from error

    monkeypatch.setattr(questions, "ask", fail)
    await stage.slack.command(THEO, QUESTIONS, "/kb", MARK)
    await stage.quiet()

    [line] = [line for line in logbook.lines if line["event"] == "a listener failed"]
    assert line["error"] == "ValueError: LookupError"
    assert "test_discretion.py" in line["traceback"]


async def test_a_database_that_refuses_words_does_not_repeat_them(
    stage: Stage, logbook: Logbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(session: AsyncSession, asking: Any, **_: Any) -> None:
        await session.execute(text("INSERT INTO nowhere VALUES (:said)"), {"said": asking.text})

    monkeypatch.setattr(questions, "ask", fail)
    await stage.slack.command(THEO, QUESTIONS, "/kb", MARK)
    await stage.quiet()

    assert {*logbook.events(reason="OperationalError: OperationalError")} == {"a request waits"}


async def test_slack_refusing_a_message_is_told_by_its_code(stage: Stage, logbook: Logbook) -> None:
    stage.slack.faults.next("chat.postMessage", error="invalid_blocks")
    stage.slack.faults.next("views.publish", status=500)
    await stage.kb(PARCEL, by=THEO)
    await stage.press("Ask Inès", by=THEO)
    stage.slack.faults.next("response_url", status=404)
    await stage.slack.command(THEO, QUESTIONS, "/kb", MARK)
    await stage.home(THEO)

    refused = {line.get("error") for line in logbook.lines if line["event"] == "called Slack"}
    assert {"invalid_blocks", "status_500", "status_404"} <= refused
    assert logbook.events(reason="invalid_blocks") == ["cannot be delivered"]


async def test_work_in_the_background_that_fails_tells_no_words(
    stage: Stage, logbook: Logbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError(MARK)

    for kind in timers.TIMERS:
        monkeypatch.setitem(timers.TIMERS, kind, fail)
    monkeypatch.setitem(reactions.LISTENERS, Deed.KEEP, SimpleNamespace(reacted=fail))
    await asked_ines(stage)
    said = await stage.say(MARK, by=THEO)
    await stage.react(said, by=SOFIA)
    stage.clock.move(timedelta(days=1))
    stage.bot.worker.wake()
    await until(lambda: "left for its lease to run out" in logbook.text)

    assert {"left for its lease to run out", "a listener failed"} <= {
        *logbook.events(error="RuntimeError")
    }
    assert "event failed" in logbook.events()
    gc.collect()  # a task whose error nobody has asked for says so as it goes
