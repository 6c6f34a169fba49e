"""Checks of the database: reachable, in the shape we expect, writable, and of the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot import migrate, schema
from bot.checks import slack
from bot.checks.finding import Finding, failed, ok, unseen, warning
from bot.checks.ground import Ground
from bot.schema import State
from knowledge.database import Database

NO_DATABASE = "there is no database that answers"

TOUCH = text(f"UPDATE {schema.VERSIONS} SET version_num = version_num")
"""A write that changes nothing, and is rolled back."""


class _Unusable(Exception):
    """The database cannot be used; says why."""


async def reachable(ground: Ground) -> list[Finding]:
    """Whether it answers, and how its shape stands. Makes no file and no table."""
    if missing := _missing_file(ground.database):
        return missing
    try:
        with _usable():
            ground.standing = await migrate.standing(ground.database)
    except _Unusable as reason:
        return failed(
            f"DATABASE_URL: it can't be used ({reason}). See whether it runs, and whether address, "
            "name and password are right."
        )
    return ok(f"{ground.database.engine.dialect.name} answers.")


async def migrated(ground: Ground) -> list[Finding]:
    """Whether it has the tables of this release."""
    if not ground.standing:
        return unseen(NO_DATABASE)
    found = ground.standing
    match found.state:
        case State.EMPTY | State.BEHIND:
            since = found.applied or "no revision yet"
            return warning(
                f"{since}, this release is of {found.ours}: `relais run` migrates at its start, "
                "`relais migrate` now. Make a backup before."
            )
        case State.TOO_NEW:
            return failed(schema.too_new(found))
        case State.NEWER:
            return warning(
                f"{found.applied}, of a newer release than this one ({found.ours}), which works "
                "with it all the same: update this one soon."
            )
    return ok(f"{found.applied}, as this release expects.")


async def writable(ground: Ground) -> list[Finding]:
    """Whether we may write, and there is room."""
    if not ground.standing:
        return unseen(NO_DATABASE)
    if ground.standing.state is State.EMPTY:
        return unseen("there is no table yet")
    try:
        with _usable():
            async with ground.database.engine.connect() as connection:
                await connection.execute(TOUCH)
                await connection.rollback()
    except _Unusable as reason:
        return failed(
            f"it can't be written to ({reason}): give the user of DATABASE_URL the right to, and "
            "see that the disk has room."
        )
    return ok("yes.")


async def clock(ground: Ground) -> list[Finding]:
    """The machine of PostgreSQL against ours; a file has no clock of its own."""
    if not ground.standing:
        return unseen(NO_DATABASE)
    if ground.database.is_ours_alone:
        return ok("this machine's own.")
    async with ground.database.engine.connect() as connection:
        theirs: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
    return slack.skew(ground.now(), theirs.astimezone(UTC), "the database's")


def _missing_file(database: Database) -> list[Finding]:
    """What to say of an SQLite file that is not there yet, or cannot be made."""
    name = database.engine.url.database
    if not database.is_ours_alone or not name or name.startswith((":", "file:")):
        return []
    file = Path(name)
    if file.exists():
        return []
    if not file.absolute().parent.is_dir():
        return failed(f"DATABASE_URL: there is no folder {file.absolute().parent}: make it.")
    return warning(f"{file} is not there yet: the first start makes it.")


@contextmanager
def _usable() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise _Unusable(str(error).splitlines()[0]) from error
