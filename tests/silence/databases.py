"""Databases for hundreds of thousands of small steps: in memory, each statement in this thread.

The drivers are those that SQLAlchemy calls synchronous: with one task there is nobody to wait for,
and handing each statement to a thread or a loop would take most of the time.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlalchemy.pool import StaticPool

from bot import migrate
from knowledge.columns import dumps
from knowledge.database import Database
from tests.evaluation.engines.postgresql import server


class HereSQLite(SQLiteDialect_pysqlite):
    """SQLite's own driver, passed off as one that never makes anybody wait."""

    is_async = True
    supports_statement_cache = True


class HerePostgreSQL(PGDialect_psycopg):
    """The same for PostgreSQL."""

    is_async = True
    supports_statement_cache = True


class _AtOnce:
    """What SQLAlchemy waits for when a cursor is at its end."""

    async def _async_soft_close(self) -> None:
        return


class SQLiteCursor(_AtOnce, sqlite3.Cursor):
    """One that is waited for, for no time."""


class SQLiteConnection(sqlite3.Connection):
    """One that gives such cursors."""

    def cursor(self, factory: Any = SQLiteCursor) -> Any:
        return super().cursor(factory)


class PostgreSQLCursor(_AtOnce, psycopg.Cursor[Any]):
    """One that is waited for, for no time."""


registry.register("sqlite.here", __name__, HereSQLite.__name__)
registry.register("postgresql.here", __name__, HerePostgreSQL.__name__)


@contextmanager
def address(backend: str) -> Iterator[str | None]:
    """Where a database of this kind is; None: in memory."""
    if backend == "sqlite":
        yield None
        return
    with server() as url:
        yield url


def opened(url: str | None) -> Database:
    """The database there, without tables."""
    return _database(_postgresql(url) if url else _sqlite())


async def with_tables(database: Database) -> None:
    """Give it all its tables."""
    async with database.engine.begin() as connection:
        await connection.run_sync(migrate.tables().create_all)


async def emptied(database: Database) -> None:
    """Forget everything; numbers begin at one again, so that what happened can happen again."""
    tables = reversed(migrate.tables().sorted_tables)
    async with database.sessions.begin() as session:
        if database.is_ours_alone:
            for table in tables:
                await session.execute(table.delete())
        else:
            names = ", ".join(table.name for table in tables)
            await session.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))


def _database(engine: Engine) -> Database:
    engine_here = AsyncEngine(engine)
    return Database(engine_here, async_sessionmaker(engine_here, expire_on_commit=False))


def _sqlite() -> Engine:
    engine = create_engine(
        "sqlite+here://",
        poolclass=StaticPool,
        json_serializer=dumps,
        connect_args={"factory": SQLiteConnection},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: str) -> Engine:
    address = url.replace("postgresql://", "postgresql+here://")
    engine = create_engine(address, poolclass=StaticPool, json_serializer=dumps)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.cursor_factory = PostgreSQLCursor
        connection.execute("SET synchronous_commit = off")
        connection.commit()

    return engine
