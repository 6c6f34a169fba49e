"""Target: a database is filled with all that another one held."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from bot import migrate
from bot.moving.checksum import Checksum
from bot.moving.errors import MovingError
from bot.moving.parts import Begun, Part, Rows, Seal
from bot.moving.source import VERSIONS, rows, sequence_of, tables
from bot.moving.values import stored
from knowledge.database import OURS, Database, open_database

Say = Callable[[str], None]

PATIENCE = 1.0
"""Seconds we wait for SQLite to be left alone."""

NOT_NOW = "Stop every process of the bot that works on the database first."


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """A database to be filled; one that does not exist yet is made on SQLite.

    Raises:
        MovingError: a bot is at work on it.
    """
    database = open_database(url)
    try:
        await _be_alone(database)
        yield database
    finally:
        await database.close()


def empty(connection: Connection, shape: str, *, replace: bool, say: Say) -> None:
    """Drop our tables, if there is nothing in them or it is to be replaced.

    Tables that have the right shape (a revision) already, and nothing in them, are left alone.

    Raises:
        MovingError: they hold something, or are of a newer version.
    """
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision and not migrate.is_known(connection, revision):
        raise MovingError("The database is of a newer version of Relais: update this one first.")
    count = _held(connection)
    if count and not replace:
        raise MovingError(
            f"The database holds {count:,} rows already: name an empty one, or add --replace "
            "to delete all of them."
        )
    if revision == shape and not count:
        return
    if count:
        say(f"What was there is deleted: {count:,} rows.")
    migrate.tables().drop_all(connection)
    connection.execute(text(f"DROP TABLE IF EXISTS {VERSIONS}"))


def fill(connection: Connection, parts: Iterable[Part], *, say: Say) -> None:
    """Write every row, and compare each table with its seal when it has been written.

    Raises:
        MovingError: a table holds something else than was said, or cannot hold it.
    """
    there, table = tables(connection), None
    for part in parts:
        match part:
            case Begun(name, columns):
                table = there.get(name)
                _compare_columns(name, columns, table)
                names = columns
            case Rows(batch) if table is not None:
                _write(connection, table, [dict(zip(names, row, strict=True)) for row in batch])
            case Seal() if table is not None:
                _seal(connection, table, part)
                if part.count:
                    say(f"{table.name}: {part.count:,}")
            case Seal(count) if count:
                say(f"{name}: {count:,} rows are left out, for the table is none of Relais'.")
    _look_through(connection)


def _held(connection: Connection) -> int:
    """How many rows our tables hold."""
    there = inspect(connection).get_table_names()
    ours = [table for table in migrate.tables().sorted_tables if table.name in there]
    return sum(connection.scalar(select(func.count()).select_from(one)) or 0 for one in ours)


def _compare_columns(name: str, columns: Iterable[str], table: Table | None) -> None:
    if table is not None and {*columns} != {column.name for column in table.columns}:
        raise MovingError(f"The table {name} has other columns than its revision gives it.")


def _write(connection: Connection, table: Table, batch: list[dict[str, object]]) -> None:
    kept = [{name: stored(table.c[name], value) for name, value in row.items()} for row in batch]
    try:
        connection.execute(insert(table), kept)
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise MovingError(f"The table {table.name} can't be filled: {reason}.") from error


def _seal(connection: Connection, table: Table, seal: Seal) -> None:
    """See that it holds what it should; the next row gets a number that none had before."""
    found = Checksum()
    for batch in rows(connection, table):
        found.add_all(batch)
    if (found.count, found.digest) != (seal.count, seal.checksum):
        raise MovingError(f"The table {table.name} reads otherwise than it was written.")
    if sequence := sequence_of(connection, table):
        last = connection.scalar(select(func.max(table.c.id))) or 0
        following = max(last + 1, seal.following or 1)
        query = text("SELECT setval(:sequence, :following, false)")
        connection.execute(query, {"sequence": sequence, "following": following})


def _look_through(connection: Connection) -> None:
    """On SQLite, where foreign keys sleep meanwhile: everything that is referred to is there."""
    if connection.dialect.name != "sqlite":
        return
    if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise MovingError(f"The table {lost[0]} refers to rows of {lost[2]} that are not there.")
    if (said := connection.exec_driver_sql("PRAGMA integrity_check").scalar()) != "ok":
        raise MovingError(f"The database is damaged: {said}.")


async def _be_alone(database: Database) -> None:
    """Refuse to work beside a bot: it would write into what is replaced beneath it."""
    if database.is_ours_alone:
        await asyncio.to_thread(_leave_wal, database.engine.url.database or "")
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = :ours"
        " AND datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with database.engine.connect() as connection:
        if await connection.scalar(others, {"ours": OURS}):
            raise MovingError(NOT_NOW)


def _leave_wal(file: str) -> None:
    """SQLite lets nobody leave its write-ahead log while others use it: so we learn of them."""
    if not Path(file).exists():
        return
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise MovingError(NOT_NOW) from error
