"""Source: all that a database holds at one moment, while others go on writing.

The tables are taken as they are found, not as the code has them: a database that an older release
has left can be backed up before it is migrated.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, MetaData, Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moving.checksum import Checksum
from bot.moving.errors import MovingError
from bot.moving.parts import Begun, Head, Part, Rows, Seal
from bot.moving.values import plain
from knowledge.database import READS_ONLY, Database, driver_url, open_database

BATCH = 1_000
"""Rows in memory at a time."""

VERSIONS = "alembic_version"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database that is there; SQLite would make one of any name.

    Raises:
        MovingError: there is no such file.
    """
    _see_that_it_is_there(driver_url(url))
    database = open_database(url)
    try:
        yield database
    finally:
        await database.close()


def _see_that_it_is_there(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise MovingError(f"There is no database at {url.database}: see DATABASE_URL.")


@asynccontextmanager
async def snapshot(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection that sees one moment all along, and holds nobody up."""
    async with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            still: Mapping[str, Any] = {"isolation_level": "REPEATABLE READ"}
            await connection.execution_options(**still, postgresql_readonly=True)
        else:
            await connection.execution_options(**{READS_ONLY: True})
        yield connection


def revision(connection: Connection) -> str:
    """The shape of its tables.

    Raises:
        MovingError: there are none of ours.
    """
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        raise MovingError("The database holds nothing of Relais yet: see DATABASE_URL.")
    return found


def parts(connection: Connection, *, now: datetime) -> Iterator[Part]:
    """The stream of all that it holds.

    Raises:
        MovingError: there are no tables of ours.
    """
    yield Head(revision(connection), now.isoformat())
    for table in tables(connection).values():
        yield Begun(table.name, [column.name for column in table.columns])
        checksum = Checksum()
        for batch in rows(connection, table):
            checksum.add_all(batch)
            yield Rows(batch)
        yield Seal(checksum.count, checksum.digest, _following(connection, table))


def tables(connection: Connection) -> dict[str, Table]:
    """Every table that is there; what is referred to comes first."""
    found = MetaData()
    found.reflect(connection)
    return {table.name: table for table in found.sorted_tables if table.name != VERSIONS}


def rows(connection: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    """All its rows, in batches, as JSON has them."""
    query = select(table).order_by(*table.primary_key)
    result = connection.execute(query, execution_options={"yield_per": BATCH})
    for batch in result.partitions():
        yield [[plain(value) for value in row] for row in batch]


def _following(connection: Connection, table: Table) -> int | None:
    """The number that the next row gets where the database remembers it: PostgreSQL does."""
    sequence = sequence_of(connection, table)
    if sequence is None:
        return None
    last, is_used = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()
    return int(last) + bool(is_used)


def sequence_of(connection: Connection, table: Table) -> str | None:
    """The sequence that numbers its rows, as PostgreSQL spells it; None where there is none."""
    if connection.dialect.name != "postgresql" or "id" not in table.columns:
        return None
    name = connection.dialect.identifier_preparer.format_table(table)
    query = text("SELECT pg_get_serial_sequence(:name, 'id')")
    found: str | None = connection.scalar(query, {"name": name})
    return found
