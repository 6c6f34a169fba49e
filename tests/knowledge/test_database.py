"""The database: SQLite and PostgreSQL behave alike."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError, StatementError

from knowledge import inbox, leases, outbox
from knowledge.columns import storable
from knowledge.database import (
    Database,
    Sessions,
    alone,
    driver_url,
    insert_once,
    of_number,
    open_database,
)
from knowledge.entry import Entry
from knowledge.errors import NotFound
from knowledge.inbox import Event
from knowledge.outbox import TIMERS, Kind
from tests.factories import ANA, NOW, WORKSPACE, an_entry
from tests.knowledge.team import Team


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///relais.db", "sqlite+aiosqlite"),
        ("sqlite+pysqlite:///relais.db", "sqlite+aiosqlite"),
        ("postgres://user@host/relais", "postgresql+psycopg"),
        ("postgresql://user@host/relais", "postgresql+psycopg"),
        ("postgresql+asyncpg://user@host/relais", "postgresql+psycopg"),
    ],
)
def test_the_driver_is_chosen_for_you(url: str, driver: str) -> None:
    assert driver_url(url).drivername == driver


def test_a_database_we_do_not_know_is_named() -> None:
    with pytest.raises(ValueError, match="mysql"):
        driver_url("mysql://host/relais")


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 12, 9, 0, 0, 123456, tzinfo=UTC),
        datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Europe/Paris")),
        datetime(2026, 1, 12, 9, 0, tzinfo=timezone(timedelta(hours=-11))),
    ],
)
async def test_a_moment_stays_the_same_moment(team: Team, moment: datetime) -> None:
    await team.knows(entry := an_entry(published_at=moment))

    kept = (await team.sees(entry)).published_at

    assert kept == moment
    assert kept
    assert kept.tzinfo is UTC


async def test_a_naive_moment_is_our_bug(team: Team) -> None:
    with pytest.raises(StatementError, match="naive"):
        await team.knows(an_entry(published_at=datetime(2026, 1, 12)))


@pytest.mark.parametrize(
    ("written", "kept"),
    [("a\x00b", "ab"), ("\ud83d", ""), ("👍 é", "👍 é"), ("\U0010ffff", "\U0010ffff"), ("", "")],
)
def test_what_no_database_keeps_is_left_out(written: str, kept: str) -> None:
    assert storable(written) == kept


async def test_any_text_can_be_kept(team: Team) -> None:
    odd = "nul \x00, half \ud83d, quote ' \" \\ %s {x} 👍 مرحبا"
    await team.knows(entry := an_entry(body=odd, tags=[odd], extra={odd: {"deep": [odd]}}))

    kept = await team.sees(entry)

    assert kept.body == storable(odd)
    assert kept.tags == [storable(odd)]
    assert kept.extra == {storable(odd): {"deep": [storable(odd)]}}


async def test_a_key_is_inserted_once(sessions: Sessions) -> None:
    async def keep() -> bool:
        row = {"id": "Ev1", "body": {}, "received_at": NOW, "due_at": NOW, "attempts": 0}
        async with sessions.begin() as session:
            return await insert_once(session, Event, **row)

    assert sorted(await asyncio.gather(*(keep() for _ in range(4)))) == [False, False, False, True]


async def test_a_row_is_found_by_number_in_its_workspace(team: Team) -> None:
    await team.knows(entry := an_entry())

    async with team.sessions.begin() as session:
        assert (await of_number(session, Entry, WORKSPACE, entry.id, lock=True)).id == entry.id
        for workspace, number in (
            ("T0OTHER", entry.id),
            (WORKSPACE, entry.id + 1),
            (WORKSPACE, -1),
            (WORKSPACE, 2**31),
            (WORKSPACE, 10**40),
        ):
            with pytest.raises(NotFound):
                await of_number(session, Entry, workspace, number)


async def test_who_is_alone_with_something_is_not_disturbed(sessions: Sessions) -> None:
    """Four read a number and write the next one: without the lock they would read the same."""
    line: list[str] = []

    async def work(name: str) -> None:
        async with sessions.begin() as session:
            await alone(session, WORKSPACE, "the same")
            await insert_once(
                session, Event, id=name, body={}, received_at=NOW, due_at=NOW, attempts=0
            )
            line.append(f"{name} begins")
            await asyncio.sleep(0.02)
            line.append(f"{name} ends")

    await asyncio.gather(*map(work, "abcd"))

    assert [line[number + 1] for number in range(0, 8, 2)] == [
        line[number].replace("begins", "ends") for number in range(0, 8, 2)
    ]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_who_deals_with_other_things_need_not_wait(sessions: Sessions) -> None:
    async with sessions.begin() as one, sessions.begin() as two, asyncio.timeout(5):
        await alone(one, WORKSPACE, "ab", "c")
        await alone(two, WORKSPACE, "a", "bc")


async def test_writers_wait_for_each_other(team: Team) -> None:
    """Each reads first and writes later, which without an early lock fails on SQLite."""
    await team.knows(entry := an_entry())

    async def add() -> None:
        async with team.sessions.begin() as session:
            row = await session.get_one(Entry, entry.id, with_for_update=True)
            await asyncio.sleep(0.01)
            row.revision += 1

    await asyncio.gather(*(add() for _ in range(5)))

    assert (await team.sees(entry)).revision == 6


async def test_a_commit_wakes_only_when_something_has_become_due(
    database: Database, team: Team
) -> None:
    """A worker that looks commits too: were that a reason to look again, it would never rest."""
    calls: list[str] = []
    database.on_commit(lambda: calls.append("woken"))

    async with database.sessions.begin() as session:
        await leases.lease_due(session, TIMERS, owner="worker", now=NOW)
        await inbox.lease_due(session, now=NOW)
    await team.knows(an_entry())
    assert calls == []

    with pytest.raises(RuntimeError):
        await plans(database, RuntimeError("power cut"))
    assert calls == []

    await plans(database)
    assert calls == ["woken"]


async def plans(database: Database, end: Exception | None = None) -> None:
    async with database.sessions.begin() as session:
        await outbox.notify(
            session, Kind.HELP, key="help", workspace=WORKSPACE, to=ANA, about=0, now=NOW
        )
        if end:
            raise end


async def test_another_database_does_not_wake_us(database: Database, tmp_path: Path) -> None:
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    calls: list[str] = []
    other.on_commit(lambda: calls.append("woken"))

    await plans(database)

    await other.close()
    assert calls == []


async def test_a_database_tells_whether_it_is_there(database: Database) -> None:
    await database.ping()


async def test_an_error_does_not_repeat_what_was_to_be_stored(sessions: Sessions) -> None:
    with pytest.raises(SQLAlchemyError) as refusal:
        async with sessions.begin() as session:
            await session.execute(text("INSERT INTO nowhere VALUES (:said)"), {"said": "my words"})

    assert "my words" not in str(refusal.value)


async def test_a_database_that_is_gone_says_so(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    gone = open_database(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    with pytest.raises(OperationalError):
        await gone.ping()
    await gone.close()
    for thread in {*threading.enumerate()} - before:  # aiosqlite's still speaks to this loop
        await asyncio.to_thread(thread.join, 5)

    away = open_database("postgresql://nobody@127.0.0.1:9/relais")
    with pytest.raises((SQLAlchemyError, OSError)):
        await away.ping()
    await away.close()
