"""The commands `relais backup` and `relais restore`, and what `relais migrate --to` does."""

from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import ArgumentError

from bot import config, preparing, running
from bot.moving import MovingError, folder, work
from bot.workplace import aside, do
from knowledge.database import driver_url


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="In a folder: so many, the newest.")
def backup(file: Path, keep: int | None) -> None:
    """Write all that the database holds to a file; the bot may go on meanwhile.

    A folder gets a file that is called after the moment.

    \b
    relais backup relais.backup
    relais backup --keep 14 backups/
    """
    if keep and not file.is_dir():
        raise click.UsageError("--keep needs a folder that is there.")
    now = running.now()
    path = folder.name(file, now) if file.is_dir() else file
    _do(work.back_up(config.database_url(), path, now=now, say=aside))
    for old in folder.superseded(file, keep) if keep else ():
        old.unlink()
    click.echo(f"Everything is in {path}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Delete what the database holds first.")
def restore(file: Path, *, replace: bool) -> None:
    """Bring a backup into the database, which must be empty; stop the bot first.

    All of it or nothing. A backup of an older version gets the newest shape.
    """
    _do(work.restore(config.database_url(), file, replace=replace, say=aside))
    click.echo(f"The database holds what {file} holds.")


def migrate_to(url: str, *, replace: bool) -> None:
    """Bring everything from the database of the settings into another one."""
    try:
        driver_url(url)
    except (ValueError, ArgumentError) as error:
        raise MovingError("--to must begin with sqlite:/// or postgresql://.") from error
    ours = config.database_url()
    _do(work.move(ours, url, now=running.now(), replace=replace, say=aside))
    click.echo("Everything is there. Set DATABASE_URL to it, then start the bot.")


def _do(moving: Coroutine[Any, Any, None]) -> None:
    with preparing.usable():
        do(moving)
