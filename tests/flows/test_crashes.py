"""Crashes: whatever moment the process is killed at, everybody hears of it exactly once."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Literal

import pytest
from sqlalchemy import text

from bot.sandbox.cast import MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.clock import Clock
from bot.sandbox.slack import Message, PretendSlack
from bot.sandbox.slack.workspace import TEAM
from knowledge import charters
from knowledge.database import open_database
from tests.process import a_process
from tests.stage import CHARTER, free_port, pretend_slack, until

DATA = "what personal data do you keep about me"


@pytest.fixture
async def slack(http: bool) -> AsyncIterator[PretendSlack]:
    """A pretend Slack at this very moment: the process has no other clock."""
    port = await free_port() if http else 0
    slack = pretend_slack(Clock(lambda: datetime.now(UTC)), port=port)
    await slack.start()
    yield slack
    await slack.stop()


def port_of(slack: PretendSlack) -> int:
    """Where the process has to listen for this Slack; 0 where it needs not."""
    return int(slack.webhook.url.split(":")[2].partition("/")[0]) if slack.webhook else 0


def dms(slack: PretendSlack, person: str) -> list[Message]:
    """What the bot has written to this person alone."""
    dm = slack.workspace.im_of(person, slack.workspace.bot_user_id)
    return slack.messages_in(dm.id) if dm else []


@pytest.fixture(autouse=True)
async def night_and_day(database_url: str) -> None:
    """A process has the real clock: the team works at whatever hour these tests run."""
    database = open_database(database_url)
    text = re.sub("^hours:.*$", "", CHARTER.read_text("utf-8"), flags=re.MULTILINE)
    async with database.sessions.begin() as session:
        await charters.apply(session, text, workspace=TEAM, by=SOFIA, now=datetime.now(UTC))
    await database.close()


async def let_leases_run_out(url: str) -> None:
    """What the killed process held is free: on SQLite as soon as the next begins."""
    database = open_database(url)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE outbox SET lease_until = NULL WHERE state = 'ready'"))
        await connection.execute(text("UPDATE inbox SET due_at = received_at"))
    await database.close()


@pytest.mark.parametrize(
    ("combination", "moment"),
    [(("sqlite", "socket"), "before"), (("postgresql", "http"), "after")],
    indirect=["combination"],
    ids=["sqlite-socket-before", "postgresql-http-after"],
)
async def test_killed_around_its_sending_the_request_arrives_exactly_once(
    slack: PretendSlack,
    database_url: str,
    tmp_path: Path,
    moment: Literal["before", "after"],
) -> None:
    slack.faults.next("chat.postMessage", times=2, timeout=moment)
    async with a_process(slack, database_url, tmp_path, port=port_of(slack)) as process:
        await slack.command(THEO, QUESTIONS, "/kb", DATA)
        await until(lambda: [c.method for c in slack.calls].count("chat.postMessage") == 2)
        await process.kill()
    assert [len(dms(slack, MARC)), len(dms(slack, THEO))] == [moment == "after"] * 2
    slack.faults.clear()
    await let_leases_run_out(database_url)

    async with a_process(slack, database_url, tmp_path, port=port_of(slack)):
        await until(lambda: bool(dms(slack, MARC) and dms(slack, THEO)))
        await slack.settle(quiet=1.5)

    assert [len(dms(slack, MARC)), len(dms(slack, THEO))] == [1, 1]
    assert DATA in dms(slack, MARC)[0].text


@pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
async def test_killed_while_it_handles_an_event_it_answers_once(
    slack: PretendSlack, database_url: str, tmp_path: Path
) -> None:
    slack.faults.next("users.info", timeout="before")
    async with a_process(slack, database_url, tmp_path, port=port_of(slack)) as process:
        await slack.say(THEO, QUESTIONS, f"<@{slack.workspace.bot_user_id}> {DATA}")
        await until(lambda: any(call.method == "users.info" for call in slack.calls))
        await process.kill()
    slack.faults.clear()
    await let_leases_run_out(database_url)

    async with a_process(slack, database_url, tmp_path, port=port_of(slack)):
        await until(lambda: bool(dms(slack, MARC)))
        await slack.settle(quiet=1.5)

    bot = slack.workspace.bot_user_id
    assert len([m for m in slack.messages_in(QUESTIONS) if m.user == bot]) == 1
    assert [len(dms(slack, MARC)), len(dms(slack, THEO))] == [1, 1]


@pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
async def test_killed_after_it_acknowledged_a_command_it_answers_it_once(
    slack: PretendSlack, database_url: str, tmp_path: Path
) -> None:
    slack.faults.next("users.info", timeout="before")
    async with a_process(slack, database_url, tmp_path, port=port_of(slack)) as process:
        await slack.command(THEO, QUESTIONS, "/kb", DATA)
        await until(lambda: any(call.method == "users.info" for call in slack.calls))
        await process.kill()
    slack.faults.clear()

    async with a_process(slack, database_url, tmp_path, port=port_of(slack)):
        await until(lambda: bool(dms(slack, MARC)))
        await slack.settle(quiet=1.5)

    replies = [m for m in slack.messages_in(QUESTIONS, user=THEO) if m.ephemeral_to == THEO]
    assert [len(replies), len(dms(slack, MARC))] == [1, 1]
    assert DATA in replies[0].text


@pytest.mark.parametrize("combination", [("sqlite", "socket")], indirect=True, ids="-".join)
async def test_told_to_stop_it_does_so_in_ten_seconds_whatever_hangs(
    slack: PretendSlack, database_url: str, tmp_path: Path
) -> None:
    async with a_process(slack, database_url, tmp_path, port=port_of(slack)) as process:
        await slack.command(THEO, QUESTIONS, "/kb", "how do i get my money back")
        slack.faults.next("chat.postMessage", times=2, timeout="before")
        await slack.command(THEO, QUESTIONS, "/kb", DATA)
        await until(lambda: any(call.method == "chat.postMessage" for call in slack.calls))
        began = monotonic()
        status = await process.terminate(patience=30)
        took = monotonic() - began

    assert (status, took < 10 + process.started_in) == (0, True), process.log.read_text()
    assert "Traceback" not in process.log.read_text()


@pytest.mark.parametrize("combination", [("postgresql", "http")], indirect=True, ids="-".join)
async def test_told_to_stop_at_rest_it_stops_at_once(
    slack: PretendSlack, database_url: str, tmp_path: Path
) -> None:
    async with a_process(slack, database_url, tmp_path, port=port_of(slack)) as process:
        await slack.command(THEO, QUESTIONS, "/kb", "how do i get my money back")
        await slack.settle(quiet=0.5)
        began = monotonic()
        status = await process.terminate(patience=30)
        took = monotonic() - began

    assert (status, took < 2 + process.started_in) == (0, True)
