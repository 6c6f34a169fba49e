"""Work: back up, restore, move: each is a source of parts, and where they go."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot import migrate
from bot.moving import archive, source, target
from bot.moving.errors import MovingError
from bot.moving.parts import Begun, Part, Seal
from bot.moving.target import Say
from knowledge.database import Database, driver_url


async def back_up(url: str, path: Path, *, now: datetime, say: Say) -> None:
    """Write all that the database holds to a file. The bot may go on meanwhile.

    Raises:
        MovingError: there is no database of ours, or the file can't be written.
    """
    async with source.opened(url) as database, source.snapshot(database) as connection:
        await connection.run_sync(
            lambda present: archive.write(path, _told(source.parts(present, now=now), say))
        )


async def restore(url: str, path: Path, *, replace: bool, say: Say) -> None:
    """Fill a database with what a file holds: all of it or nothing, in the newest shape.

    Raises:
        MovingError: the file is damaged or too new; the database is in use, or holds something
            and shall not be replaced.
    """
    head = archive.verify(path)
    async with target.opened(url) as database:

        def fill(connection: Connection) -> None:
            target.fill(connection, archive.read(path), say=say)

        await _refill(database, head.revision, fill, replace=replace, say=say)


async def move(url: str, to: str, *, now: datetime, replace: bool, say: Say) -> None:
    """Fill a database with what another one holds: all of it or nothing, in the newest shape.

    Raises:
        MovingError: as in `restore`; or both are the same.
    """
    if driver_url(url) == driver_url(to):
        raise MovingError("Both are the same database: --to names where everything goes.")
    async with (
        source.opened(url) as ours,
        source.snapshot(ours) as here,
        target.opened(to) as theirs,
    ):
        revision = await here.run_sync(source.revision)
        present = here.sync_connection
        assert present is not None  # it is open

        def fill(connection: Connection) -> None:
            target.fill(connection, source.parts(present, now=now), say=say)

        await _refill(theirs, revision, fill, replace=replace, say=say)


async def _refill(
    database: Database, revision: str, fill: migrate.Work, *, replace: bool, say: Say
) -> None:
    def empty(connection: Connection) -> None:
        if not migrate.is_known(connection, revision):
            raise MovingError("That is of a newer version of Relais: update this one first.")
        target.empty(connection, revision, replace=replace, say=say)

    await migrate.refill(database, revision, empty, fill)


def _told(parts: Iterator[Part], say: Say) -> Iterator[Part]:
    """The same parts; each table is told when it is done."""
    name = ""
    for part in parts:
        match part:
            case Begun(table=name):
                pass
            case Seal(count) if count:
                say(f"{name}: {count:,}")
        yield part
