"""Keys: what `relais keys …` does: a fresh one, and what is kept under older ones."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from bot import config, running, workplace
from bot.config import SettingsError
from bot.installing import keys as secret_keys
from bot.installing import start as several
from bot.installing.store import Store
from bot.workplace import do
from knowledge import workspaces
from knowledge.database import Database


@click.group()
def keys() -> None:
    """The keys that workspaces' tokens are encrypted with (RELAIS_SECRET_KEYS)."""


@keys.command()
def new() -> None:
    """Print a fresh key. Put it before the others, restart, then rotate."""
    click.echo(secret_keys.new())


@keys.command()
def rotate() -> None:
    """Encrypt every token with the first key. Doing so twice does no harm."""
    click.echo(f"Tokens encrypted with the first key: {do(_rotate())}.")


@keys.command()
@click.option("--yes", is_flag=True, help="Do it; else which would go is shown.")
def discard(*, yes: bool) -> None:
    """Delete the tokens that no key opens; their workspaces install Relais again.

    What these workspaces know here stays.
    """
    for workspace in do(_discard(yes=yes)):
        click.echo(workspace)
    if not yes:
        click.echo("Nothing was done: add --yes to delete the tokens of these workspaces.")


@asynccontextmanager
async def _kept() -> AsyncIterator[tuple[Database, Store]]:
    settings = config.from_environment()
    if not settings.several:
        raise SettingsError("Please set SLACK_CLIENT_ID: a single workspace's token is not kept.")
    async with workplace.database() as opened:
        yield opened, several.store_of(settings, opened)


async def _rotate() -> int:
    async with _kept() as (_, store):
        await several.see_that_keys_fit(store)
        return await store.rotate()


async def _discard(*, yes: bool) -> list[str]:
    async with _kept() as (opened, store):
        locked, now = await store.locked(), running.now()
        for workspace in locked if yes else ():
            async with opened.sessions.begin() as session:
                await workspaces.left(session, workspace, at=now, now=now)
            await store.forget(workspace)
        return [*locked]
