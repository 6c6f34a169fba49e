"""Migrations: what they make is what the code expects, on both databases, there and back."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot import migrate
from knowledge.database import Database, open_database


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, migrate.tables()))


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    database = open_database(empty_url)
    yield database
    await database.close()


async def test_an_empty_database_gets_every_table_of_the_code(empty: Database) -> None:
    assert await migrate.pending(empty)
    await migrate.upgrade(empty)
    assert not await migrate.pending(empty)
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(tables) == {*migrate.tables().tables, "alembic_version"}
        assert await connection.run_sync(differences) == []


async def test_there_is_a_way_back_and_forth_again(empty: Database) -> None:
    await migrate.upgrade(empty)
    await migrate.downgrade(empty)
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(tables) == {"alembic_version"}
    await migrate.upgrade(empty)
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_two_processes_that_start_together_migrate_once(empty_url: str) -> None:
    first, second = open_database(empty_url), open_database(empty_url)
    try:
        await asyncio.gather(migrate.upgrade(first), migrate.upgrade(second))
        assert not await migrate.pending(second)
        async with first.engine.connect() as connection:
            rows = await connection.execute(text("SELECT version_num FROM alembic_version"))
            assert len(rows.all()) == 1
    finally:
        await first.close()
        await second.close()


async def test_a_database_of_a_newer_release_is_left_alone(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    assert not await migrate.pending(database)
    await migrate.upgrade(database)
    async with database.engine.connect() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == (
            "from_the_future"
        )


async def test_a_migration_that_fails_leaves_nothing_behind(empty: Database) -> None:
    async with empty.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE waiters (id INTEGER)"))
    with pytest.raises(Exception, match="waiters"):
        await migrate.upgrade(empty)
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(tables) == {"waiters"}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_foreign_keys_are_awake_again_after_a_migration(empty: Database) -> None:
    await migrate.upgrade(empty)
    async with empty.engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
