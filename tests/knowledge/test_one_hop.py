"""One hop: however the rows of a statement are fetched, they are all there, once, in order."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from knowledge import one_hop
from knowledge.database import Database, open_database

MANY = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :to) SELECT i FROM n"
)


@pytest.mark.parametrize("count", [1, 6, 7, 8, 100])
@pytest.mark.parametrize("part", [1, 3, 7, 50])
async def test_a_stream_brings_every_row_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, part: int
) -> None:
    monkeypatch.setattr(one_hop, "FIRST", 7)
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    async with database.engine.connect() as connection:
        whole = (await connection.execute(MANY, {"to": count})).scalars().all()
        stream = await connection.stream(MANY, {"to": count})
        parts = [row[0] async for some in stream.partitions(part) for row in some]
        stream = await connection.stream(MANY, {"to": count}, execution_options={"yield_per": part})
        held = [row[0] async for some in stream.partitions() for row in some]
    await database.close()

    assert whole == parts == held == list(range(1, count + 1))


FETCHES: dict[str, Callable[[Any], Any]] = {
    "all": lambda cursor: cursor.fetchall(),
    "many": lambda cursor: cursor.fetchmany(4),
    "one": lambda cursor: cursor.fetchone(),
}


@pytest.mark.parametrize("then", FETCHES)
@pytest.mark.parametrize("first", FETCHES)
async def test_one_way_of_fetching_goes_on_where_another_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, then: str
) -> None:
    monkeypatch.setattr(one_hop, "FIRST", 3)
    async with one_hop.connect(str(tmp_path / "a.db")) as connection:
        cursor = await connection.execute(MANY.text.replace(":to", "9"))
        begun = await FETCHES[first](cursor)
        went_on = await FETCHES[then](cursor)

    told = [
        row for part in (begun, went_on) for row in (part if isinstance(part, list) else [part])
    ]
    numbers = [row[0] for row in told if row]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 9 if "all" in (first, then) else len(numbers) >= 2


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """With a table of numbers."""
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE numbers (number INTEGER)"))
    yield database
    await database.close()


@pytest.fixture
def other(tmp_path: Path, database: Database) -> Iterator[sqlite3.Connection]:
    """Somebody else's connection to the same file, who does not wait."""
    with closing(sqlite3.connect(tmp_path / "a.db", timeout=0)) as connection:
        yield connection


INSERT = text("INSERT INTO numbers VALUES (1)")


async def test_a_transaction_has_the_lock_from_its_first_statement_on(
    database: Database, other: sqlite3.Connection
) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")


async def test_many_rows_at_once_are_in_the_transaction_too(database: Database) -> None:
    rows = [{"number": 1}, {"number": 2}]
    async with database.engine.connect() as connection:
        await connection.execute(text("INSERT INTO numbers VALUES (:number)"), rows)
        await connection.rollback()
        assert (await connection.execute(text("SELECT count(*) FROM numbers"))).scalar() == 0


async def test_nothing_to_do_is_nothing_begun(
    database: Database, other: sqlite3.Connection
) -> None:
    async with database.engine.begin():
        other.execute("BEGIN IMMEDIATE")
    other.rollback()
    async with database.engine.begin() as connection:
        await connection.execute(INSERT)
    assert other.execute("SELECT count(*) FROM numbers").fetchone() == (1,)


@pytest.mark.parametrize("steps", range(5))
async def test_who_is_cancelled_leaves_no_transaction_behind(
    database: Database, other: sqlite3.Connection, steps: int
) -> None:
    async def insert() -> None:
        async with database.engine.begin() as connection:
            for _ in range(100):
                await connection.execute(INSERT)

    task = asyncio.create_task(insert())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    async with database.engine.begin() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM numbers"))).scalar() == 0
    other.execute("BEGIN IMMEDIATE")
