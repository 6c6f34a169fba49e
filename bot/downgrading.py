"""Downgrading: what `relais downgrade` does, before an older release is started again."""

from collections.abc import Iterator

import click
from alembic.script import Script
from sqlalchemy import Connection, func, inspect, select, table

from bot import config, migrate, preparing
from bot.config import SettingsError
from bot.schema import VERSIONS, State
from bot.workplace import do
from knowledge.database import Database, open_database

Shape = dict[str, set[str]]
"""The columns of each table."""


@click.command()
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Do it. What only newer revisions keep is lost.")
def downgrade(revision: str, yes: bool) -> None:
    """Take the database back to a revision, for an older release.

    Without --yes it shows what would be lost, and changes nothing. Stop the bot before.
    """
    for line in do(_downgrade(revision, yes)):
        click.echo(line)


async def _downgrade(revision: str, yes: bool) -> list[str]:
    database = open_database(config.database_url())
    try:
        with preparing.usable():
            return await back_to(database, revision, for_good=yes)
    finally:
        await database.close()


class _OnlyLooking(Exception):
    """Roll back what was tried."""


async def back_to(database: Database, revision: str, *, for_good: bool) -> list[str]:
    """Go back, or try it and roll it back; a line for each revision and for what is lost with it.

    Raises:
        SettingsError: the database has no such revision to go back to.
    """
    said: list[str] = []

    def work(connection: Connection) -> None:
        steps = _undone(connection, revision)
        before = _rows(connection)
        shape = _shape(connection)
        migrate.undo(connection, revision)
        said.extend(f"{step.revision}  {step.doc}" for step in steps)
        said.extend(_lost(shape, _shape(connection), before))
        if not for_good:
            raise _OnlyLooking

    try:
        await migrate.locked(database, work)
    except _OnlyLooking:
        return [*said, "Nothing was changed. Make a backup, stop the bot, and add --yes."]
    return [*said, f"The database is at revision {revision}."]


def _undone(connection: Connection, revision: str) -> list[Script]:
    """The revisions to take back, the newest first."""
    found = migrate.standing_of(connection)
    ours = migrate.revisions()
    names = [script.revision for script in ours]
    if found.state not in (State.CURRENT, State.BEHIND):
        raise SettingsError(
            f"The database is at revision {found.applied or 'none'}, which this release can't take "
            "back: use the release that has made it."
        )
    applied = ours[names.index(found.applied) :]
    if revision not in [script.revision for script in applied[1:]]:
        known = ", ".join(script.revision for script in applied[1:6])
        raise SettingsError(
            f"From revision {found.applied} there is no way back to {revision}, only to {known} …"
        )
    return applied[: [script.revision for script in applied].index(revision)]


def _lost(before: Shape, after: Shape, rows: dict[str, int]) -> Iterator[str]:
    """What is gone, and how much was in it."""
    for name in sorted(before.keys() - after.keys()):
        yield f"lost: the table {name} (rows: {rows[name]:,})"
    for name in sorted(before.keys() & after.keys()):
        for column in sorted(before[name] - after[name]):
            yield f"lost: the column {name}.{column} (rows: {rows[name]:,})"


def _shape(connection: Connection) -> Shape:
    look = inspect(connection)
    return {
        name: {column["name"] for column in look.get_columns(name)}
        for name in look.get_table_names()
        if name != VERSIONS
    }


def _rows(connection: Connection) -> dict[str, int]:
    names = inspect(connection).get_table_names()
    counts = {name: select(func.count()).select_from(table(name)) for name in names}
    return {name: connection.scalar(count) or 0 for name, count in counts.items()}
