"""Stopping: within ten seconds, and what is not finished is handed back, to be taken up at once."""

import asyncio
import os
import signal
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import select

from bot import stopping
from bot.running import now
from bot.sandbox.cast import QUESTIONS, THEO
from bot.sandbox.clock import Clock
from knowledge.database import open_database
from knowledge.outbox import Notification, State
from tests.flows.test_database_faults import locked
from tests.process import a_process
from tests.stage import Stage, free_port, pretend_slack, until

DATA = "what personal data do you keep about me"

PROMISED = 10.0

sqlite_over_http = pytest.mark.parametrize(
    "combination", [("sqlite", "http")], indirect=True, ids="-".join
)


async def held(url: str) -> list[str]:
    """What is still leased to somebody."""
    database = open_database(url)
    query = select(Notification).where(Notification.state == State.READY)
    async with database.sessions() as session:
        rows = (await session.scalars(query)).all()
    await database.close()
    return [row.key for row in rows if row.owner]


@pytest.mark.parametrize("combination", [("postgresql", "http")], indirect=True, ids="-".join)
async def test_told_twice_in_the_middle_of_everything_it_hands_back_what_it_holds(
    database_url: str, tmp_path: Path
) -> None:
    slack = pretend_slack(Clock(now), port=await free_port())
    await slack.start()
    port = int(slack.webhook.url.split(":")[2].partition("/")[0]) if slack.webhook else 0
    try:
        async with a_process(slack, database_url, tmp_path, port=port) as process:
            slack.faults.next("*", times=100, timeout="before")
            asking = [slack.command(THEO, QUESTIONS, "/kb", DATA) for _question in range(3)]
            asked = asyncio.gather(*asking, return_exceptions=True)
            await until(lambda: len(slack.calls) > 1)  # who they are in Slack, one by one
            began = monotonic()
            process.running.terminate()
            await asyncio.sleep(0.2)
            status = await process.terminate(patience=30)
            took = monotonic() - began
            await asked
    finally:
        await slack.stop()

    assert (status, took < PROMISED + process.started_in) == (0, True), process.log.read_text()
    assert await held(database_url) == []


@sqlite_over_http
async def test_a_locked_database_does_not_hold_it_up(stage: Stage, database_url: str) -> None:
    async with locked(database_url), asyncio.timeout(PROMISED):
        await stage.bot.stop()


@sqlite_over_http
async def test_what_hangs_is_handed_back(stage: Stage, database_url: str) -> None:
    stage.slack.faults.next("chat.postMessage", times=2, timeout="before")
    await stage.slack.command(THEO, QUESTIONS, "/kb", DATA)
    await until(lambda: any(call.method == "chat.postMessage" for call in stage.slack.calls))

    await stage.bot.worker.stop(patience=0.1)

    assert await held(database_url) == []


async def test_an_event_that_is_not_done_is_handed_back(stage: Stage) -> None:
    await stage.kb("how do i get my money back", by=THEO)
    stage.slack.faults.next("views.publish", times=2, timeout="before")
    await stage.slack.open_home(THEO)
    await until(lambda: any(call.method == "views.publish" for call in stage.slack.calls))

    await stage.bot.worker.stop(patience=0.1)
    stage.bot.worker.is_stopping = False
    stage.slack.faults.clear()
    stage.bot.worker.start()
    await until(lambda: stage.slack.home_of(THEO) is not None)


async def test_told_before_it_has_begun_it_does_not_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stopping, "LAST", 3600.0)  # this process is to live on
    begun = asyncio.Event()

    async def starting() -> None:
        begun.set()
        await asyncio.Event().wait()

    running = asyncio.create_task(stopping.until_told(starting()))  # type: ignore[arg-type]
    await begun.wait()
    os.kill(os.getpid(), signal.SIGTERM)

    async with asyncio.timeout(PROMISED):
        await running
