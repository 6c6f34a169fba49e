"""The database: engine, sessions, column types. SQLite by default, PostgreSQL for larger teams."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, event, literal, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

Sessions = async_sessionmaker[AsyncSession]

LOCK_WAIT = 5_000
"""Milliseconds a writer waits for SQLite's write lock before it gives up."""

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """To UTC; a naive moment is our bug and is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive moment: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Back to aware UTC (SQLite forgets the zone)."""
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every table."""

    type_annotation_map = {
        datetime: Moment,
        dict[str, Any]: postgresql.JSONB().with_variant(sqlite.JSON(), "sqlite"),
        list[str]: postgresql.JSONB().with_variant(sqlite.JSON(), "sqlite"),
    }
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def word(kind: type[StrEnum]) -> Enum:
    """A column that holds one of an enumeration's words, readable in the table."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda e: [m.value for m in e])


@dataclass(frozen=True)
class Database:
    """One open database."""

    engine: AsyncEngine
    sessions: Sessions

    def on_commit(self, call: Callable[[], None]) -> None:
        """Call this after every commit of ours, to wake whoever sends what has become due."""
        event.listen(self.sessions.kw["sync_session_class"], "after_commit", lambda _: call())

    async def ping(self) -> None:
        """Ask for one row; raises SQLAlchemyError or OSError when there is no database."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()


def open_database(url: str) -> Database:
    """Open `sqlite:///file.db` or `postgresql://…`; the async driver is chosen here."""
    target = driver_url(url)
    if target.get_backend_name() == "sqlite":
        engine = create_async_engine(target)
        _speak_sqlite(engine)
    else:
        engine = create_async_engine(target, pool_pre_ping=True, pool_size=10)
    own_session = type("OurSession", (Session,), {})
    sessions = async_sessionmaker(engine, expire_on_commit=False, sync_session_class=own_session)
    return Database(engine, sessions)


def driver_url(url: str) -> URL:
    """The address with the driver we use, whatever driver it names.

    Raises:
        ValueError: it is no address of SQLite or PostgreSQL.
    """
    target = make_url(url)
    backend = target.drivername.partition("+")[0]
    if backend not in DRIVERS:
        raise ValueError(f"unknown database: {backend}")
    return target.set(drivername=DRIVERS[backend])


def _speak_sqlite(engine: AsyncEngine) -> None:
    """Readers beside one writer (WAL), and a transaction takes the write lock as it begins.

    Without BEGIN IMMEDIATE two transactions that read first and write later fail at once
    instead of waiting for each other.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={LOCK_WAIT}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """Insert a row unless its unique key is taken; say whether it was inserted.

    The key decides in the database, so that retries, double clicks and replicas do no harm.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    result = await session.execute(statement.returning(literal(1)))
    return result.first() is not None
