"""Migrate: bring the database to the shape this release expects."""

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

import knowledge
import migrations
from bot import schema
from bot.config import SettingsError
from bot.schema import Standing, State
from knowledge.database import Base, Database

MISSING = (State.EMPTY, State.BEHIND)
"""The states in which there are revisions to apply."""

Work = Callable[[Connection], object]

FOLDER = str(Path(migrations.__file__).parent)
"""Where our revisions are."""

LOCK = 0x52656C616973
"""The number of our advisory lock on PostgreSQL ("Relais" in ASCII)."""


async def upgrade(database: Database) -> None:
    """To the newest revision, in one transaction.

    Processes that start together wait for each other. A database that a newer release has
    already moved on is left alone: schema changes come in two releases, so that we work with it.

    Raises:
        SettingsError: it was moved on so far that we can't.
    """
    await locked(database, _upgrade)


async def downgrade(database: Database, revision: str = "base") -> None:
    """Back to a revision, or to nothing at all."""
    await locked(database, lambda connection: undo(connection, revision))


def undo(connection: Connection, revision: str) -> None:
    """Take back, in the transaction of this connection, what came after a revision."""
    command.downgrade(_config(connection), revision)


def revisions() -> list[Script]:
    """Every revision of this release, the newest first."""
    return list(_scripts().walk_revisions())


async def refill(database: Database, revision: str, empty: Work, fill: Work) -> None:
    """Empty it, give it the tables of a revision, fill them, and go on to the newest revision.

    All of it in one transaction: who is killed meanwhile leaves what was there before.
    """

    def work(connection: Connection) -> None:
        empty(connection)
        command.upgrade(_config(connection), revision)
        fill(connection)
        command.upgrade(_config(connection), "head")

    await locked(database, work)


async def pending(database: Database) -> bool:
    """Whether a revision of this release has not been applied yet."""
    return (await standing(database)).state in MISSING


async def standing(database: Database) -> Standing:
    """How the database stands to the revisions of this release. Changes nothing."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(standing_of)


def standing_of(connection: Connection) -> Standing:
    """How the database of this connection stands to the revisions of this release."""
    return schema.standing(connection, _scripts())


@cache
def known_revisions() -> tuple[str, ...]:
    """Every revision that this release knows, the newest first."""
    return tuple(script.revision for script in _scripts().walk_revisions())


async def draft(database: Database, message: str, number: str) -> Path:
    """Write the revision that brings this database to the tables in code; say where it is."""
    written: list[Path] = []

    def write(connection: Connection) -> None:
        config = _config(connection)
        config.attributes["tables"] = tables()
        script = command.revision(config, message, autogenerate=True, rev_id=number)
        assert isinstance(script, Script)
        written.append(Path(script.path))

    await locked(database, write)
    return written[0]


@cache
def tables() -> MetaData:
    """Every table in code: whatever module holds one is imported first, so that none is missed."""
    ours = [module.name for module in pkgutil.iter_modules(knowledge.__path__, "knowledge.")]
    for name in (*ours, "bot.installing.tables"):
        importlib.import_module(name)
    return Base.metadata


async def locked(database: Database, work: Work) -> None:
    """Do this in one transaction, while no other process migrates."""
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


@cache
def _scripts() -> ScriptDirectory:
    """Our revisions, read once: that takes longer than to ask a database how it stands to them."""
    return ScriptDirectory(FOLDER)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", FOLDER)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    found = standing_of(connection)
    if found.state is State.TOO_NEW:
        raise SettingsError(schema.too_new(found))
    if found.state in MISSING:
        command.upgrade(_config(connection), "head")
