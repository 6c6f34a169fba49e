"""Migrate: bring the database to the shape this release expects."""

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

import knowledge
import migrations
from knowledge.database import Base, Database

LOCK = 0x52656C616973
"""The number of our advisory lock on PostgreSQL ("Relais" in ASCII)."""


async def upgrade(database: Database) -> None:
    """To the newest revision, in one transaction.

    Processes that start together wait for each other. A database that a newer release has
    already moved on is left alone: schema changes come in two releases, so that we work with it.
    """
    await _locked(database, _upgrade)


async def downgrade(database: Database, revision: str = "base") -> None:
    """Back to a revision, or to nothing at all."""
    await _locked(database, lambda connection: command.downgrade(_config(connection), revision))


async def pending(database: Database) -> bool:
    """Whether a revision of this release has not been applied yet."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_is_behind)


async def draft(database: Database, message: str, number: str) -> Path:
    """Write the revision that brings this database to the tables in code; say where it is."""
    written: list[Path] = []

    def write(connection: Connection) -> None:
        config = _config(connection)
        config.attributes["tables"] = tables()
        script = command.revision(config, message, autogenerate=True, rev_id=number)
        assert isinstance(script, Script)
        written.append(Path(script.path))

    await _locked(database, write)
    return written[0]


def tables() -> MetaData:
    """Every table in code: whatever module holds one is imported first, so that none is missed."""
    ours = [module.name for module in pkgutil.iter_modules(knowledge.__path__, "knowledge.")]
    for name in (*ours, "bot.installing.tables"):
        importlib.import_module(name)
    return Base.metadata


async def _locked(database: Database, work: Callable[[Connection], object]) -> None:
    async with (
        _connected(database) as connection,
        _foreign_keys_asleep(connection),
        connection.begin(),  # takes the write lock on SQLite
    ):
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        await connection.run_sync(work)


@asynccontextmanager
async def _connected(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection. Of two that open a new SQLite file at once, one is refused without waiting."""
    for pause in (0.1, 0.2, 0.4, 0.8):
        try:
            connection = await database.engine.connect()
            break
        except OperationalError:
            if database.engine.dialect.name != "sqlite":
                raise
            await asyncio.sleep(pause)
    else:
        connection = await database.engine.connect()
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def _foreign_keys_asleep(connection: AsyncConnection) -> AsyncIterator[None]:
    """Batch mode drops and renames tables: on SQLite that would delete the rows that refer to them.

    The pragma does nothing inside a transaction, so it goes straight to the driver.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    await connection.run_sync(_say, "PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        await connection.run_sync(_say, "PRAGMA foreign_keys=ON")


def _say(connection: Connection, words: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(words)
    cursor.close()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    if _is_behind(connection):
        command.upgrade(_config(connection), "head")


def _is_behind(connection: Connection) -> bool:
    scripts = ScriptDirectory.from_config(_config(connection))
    known = {script.revision for script in scripts.walk_revisions()}
    applied = set(MigrationContext.configure(connection).get_current_heads())
    return applied <= known and applied != set(scripts.get_heads())
