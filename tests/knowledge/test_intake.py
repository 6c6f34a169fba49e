"""The intake: whatever comes at one moment is kept in one transaction, and once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from knowledge import intake
from knowledge.database import Database, Sessions
from knowledge.inbox import Event, lease_due, received
from knowledge.intake import Intake
from tests.factories import NOW


def a_command(name: str, **facts: Any) -> Event:
    """What somebody has typed."""
    return received(name, {"command": "/kb", **facts}, now=NOW, is_awaited=True)


@asynccontextmanager
async def counting(database: Database) -> AsyncIterator[list[str]]:
    """The commits that were made meanwhile."""
    commits: list[str] = []
    engine = database.engine.sync_engine

    def count(_: Any) -> None:
        commits.append("commit")

    event.listen(engine, "commit", count)
    try:
        yield commits
    finally:
        event.remove(engine, "commit", count)


async def kept(sessions: Sessions) -> int:
    """How many are in the database."""
    async with sessions.begin() as session:
        return await session.scalar(select(func.count()).select_from(Event)) or 0


async def test_a_crowd_is_kept_in_a_few_transactions(
    database: Database, sessions: Sessions
) -> None:
    desk = Intake(sessions)

    async with counting(database) as commits:
        await asyncio.gather(*(desk.keep(a_command(f"{number}")) for number in range(200)))

    assert len(commits) <= 2
    assert await kept(sessions) == 200
    assert not desk.is_busy


async def test_the_same_request_is_kept_once(sessions: Sessions) -> None:
    desk = Intake(sessions)

    await asyncio.gather(desk.keep(a_command("one")), desk.keep(a_command("one", text="again")))
    await desk.keep(a_command("one"))

    assert await kept(sessions) == 1


async def test_nobody_is_told_that_it_is_kept_before_it_is(sessions: Sessions) -> None:
    desk = Intake(sessions)

    async def keep_and_count(number: int) -> int:
        await desk.keep(a_command(f"{number}"))
        return await kept(sessions)

    assert min(await asyncio.gather(*map(keep_and_count, range(10)))) >= 1
    assert await kept(sessions) == 10


async def test_without_a_database_everybody_waiting_is_told(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("gone"))

    monkeypatch.setattr("knowledge.inbox.keep_all", gone)
    desk = Intake(sessions)
    told = await asyncio.gather(
        *(desk.keep(a_command(f"{number}")) for number in range(3)), return_exceptions=True
    )
    monkeypatch.undo()

    assert [type(error) for error in told] == [OperationalError] * 3
    await desk.keep(a_command("later"))
    assert await kept(sessions) == 1


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_whoever_gives_up_is_not_kept_afterwards(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PATIENCE", 0.05)
    desk = Intake(sessions)

    async with sessions.begin() as session:
        await session.connection()  # nobody else can write
        with pytest.raises(TimeoutError):
            await desk.keep(a_command("too late"))
    monkeypatch.undo()
    await desk.keep(a_command("in time"))

    async with sessions.begin() as session:
        assert [one.id for one in await session.scalars(select(Event))] == ["in time"]


async def test_who_awaits_an_answer_and_what_merely_happened_wait_in_two_lines(
    sessions: Sessions,
) -> None:
    desk = Intake(sessions)
    await desk.keep(a_command("asked"))
    await desk.keep(received("happened", {"event": {}}, now=NOW))

    async with sessions.begin() as session:
        asked = await lease_due(session, now=NOW, is_awaited=True)
        happened = await lease_due(session, now=NOW)

    assert ([one.id for one in asked], [one.id for one in happened]) == (["asked"], ["happened"])
