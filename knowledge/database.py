"""The database: engine, sessions, and what makes SQLite and PostgreSQL behave alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Any, Protocol, TypeVar

from sqlalchemy import MetaData, event, func, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Session

from knowledge import one_hop
from knowledge.columns import Moment, Text, dumps, word
from knowledge.errors import NotFound

__all__ = [
    "MADE_DUE",
    "OURS",
    "READS_ONLY",
    "Base",
    "Database",
    "Moment",
    "Sessions",
    "alone",
    "driver_url",
    "insert_all_once",
    "insert_once",
    "of_number",
    "open_database",
    "word",
]

Sessions = async_sessionmaker[AsyncSession]

LARGEST = 2**31 - 1
"""The largest number a row can have on PostgreSQL."""

LOCK_WAIT = 5_000
"""Milliseconds a writer waits in the queue, and then for SQLite's lock, before it gives up."""

MADE_DUE = "made due"
"""Where a session notes that its transaction made something due."""

READS_ONLY = "reads_only"
"""The option of a connection whose transactions only read: on SQLite they let others write."""

CONNECT_WAIT = 5
"""Seconds we wait for PostgreSQL to take a connection."""

OURS = "relais"
"""What PostgreSQL shows our connections as (`application_name`)."""

PRAGMAS = (
    f"busy_timeout={LOCK_WAIT}",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
)
"""What every connection to SQLite begins with; patience first, for the others may need it."""

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}


class Base(DeclarativeBase):
    """The parent of every table."""

    type_annotation_map = {
        str: Text,
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


@dataclass(frozen=True)
class Database:
    """One open database."""

    engine: AsyncEngine
    sessions: Sessions

    def on_commit(self, call: Callable[[], None]) -> None:
        """Call this after every commit of ours that made something due, to wake who does it.

        Only after those: whoever looks for what is due commits too, and would wake for ever.
        """

        def committed(session: Session) -> None:
            if session.info.pop(MADE_DUE, False):
                call()

        event.listen(self.sessions.kw["sync_session_class"], "after_commit", committed)

    @property
    def is_ours_alone(self) -> bool:
        """Whether no other process works on it: SQLite is for one."""
        return self.engine.dialect.name == "sqlite"

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
        engine = create_async_engine(
            target,
            json_serializer=dumps,
            hide_parameters=True,
            pool_size=1,
            max_overflow=0,
            pool_timeout=LOCK_WAIT / 1000,
            async_creator=partial(one_hop.connect, target.database or ":memory:"),
        )
        _speak_sqlite(engine)
    else:
        engine = create_async_engine(
            target,
            json_serializer=dumps,
            hide_parameters=True,  # an error must not repeat what people wrote
            pool_pre_ping=True,
            pool_size=10,
            pool_timeout=CONNECT_WAIT,
            connect_args={"connect_timeout": CONNECT_WAIT, "fallback_application_name": OURS},
        )
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
    instead of waiting for each other. One transaction at a time needs one connection: whoever
    wants it stands in a queue, where SQLite's own waiting is a lottery that the busy lose.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        try:
            connection.isolation_level = None
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()  # nobody else will: the pool has not got it yet
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        reads = connection.get_execution_options().get(READS_ONLY, False)
        own: one_hop.OneHopConnection = connection.connection.driver_connection
        own.begin("BEGIN" if reads else "BEGIN IMMEDIATE")


class Owned(Protocol):
    """A row that belongs to a workspace."""

    @property
    def workspace(self) -> str: ...


Row = TypeVar("Row", bound=Owned)


async def of_number(
    session: AsyncSession, table: type[Row], workspace: str, number: int, *, lock: bool = False
) -> Row:
    """The row of that number in this workspace; with `lock`, ours alone until we commit.

    Raises:
        NotFound: there is none.
    """
    if not 0 < number <= LARGEST:
        raise NotFound
    row = await session.get(table, number, with_for_update=lock or None)
    if row is None or row.workspace != workspace:
        raise NotFound
    return row


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """Insert a row unless its unique key is taken; say whether it was inserted.

    The key decides in the database, so that retries, double clicks and replicas do no harm.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    result = await session.execute(statement.returning(literal(1)))
    return result.first() is not None


async def insert_all_once(
    session: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert these rows, all with the same columns, but for those whose unique key is taken."""
    if rows:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        statement = dialect.insert(table.__table__).on_conflict_do_nothing()
        await (await session.connection()).execute(statement, list(rows))


async def alone(session: AsyncSession, *about: str) -> None:
    """Be the only transaction that deals with this, until it ends.

    For what a row cannot guard because there is none yet. On SQLite there is nothing to do: there,
    every transaction is alone.
    """
    if session.get_bind().dialect.name == "postgresql":
        digest = blake2b("\0".join(about).encode(errors="replace"), digest_size=8).digest()
        number = int.from_bytes(digest, signed=True)
        await session.execute(select(func.pg_advisory_xact_lock(number)))
