"""Workplace: what a command of the command line works on, the database and the workspace."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import click
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import config, migrate, preparing, slack, stopping
from bot.config import SettingsError
from bot.slack import Identity
from knowledge.charters import CharterVersion
from knowledge.database import Database, open_database
from knowledge.entry import Entry

T = TypeVar("T")


def do(work: Coroutine[Any, Any, T]) -> T:
    """Do it to the end."""
    return asyncio.run(stopping.to_the_end(work))


@asynccontextmanager
async def database() -> AsyncIterator[Database]:
    """The database of the settings, in its newest shape."""
    opened = open_database(config.database_url())
    try:
        with preparing.usable():
            await migrate.upgrade(opened)
        yield opened
    finally:
        await opened.close()


@asynccontextmanager
async def transaction(workspace: str | None) -> AsyncIterator[tuple[AsyncSession, str]]:
    """A transaction in that database, and the workspace named or else told by `workspace_of`."""
    async with database() as opened:
        team = workspace or await workspace_of(opened)
        async with opened.sessions.begin() as session:
            yield session, team


async def workspace_of(opened: Database) -> str:
    """The workspace of the token; without a token, the only one in the database.

    Raises:
        SettingsError: neither tells.
    """
    if client := slack_client():
        return await Identity(client).workspace()
    async with opened.sessions.begin() as session:
        known = {
            workspace
            for table in (Entry, CharterVersion)
            for workspace in await session.scalars(select(table.workspace).distinct())
        }
    if len(known) > 1:
        named = ", ".join(sorted(known))
        raise SettingsError(f"Please name the workspace with --workspace; there are {named}.")
    if not known:
        raise SettingsError("Please set SLACK_BOT_TOKEN, or name the workspace with --workspace.")
    return str(known.pop())


def slack_client() -> AsyncWebClient | None:
    """What asks Slack, if a token is set."""
    given = config.environment()
    if not given.get("SLACK_BOT_TOKEN"):
        return None
    return slack.client(config.read({"SLACK_SIGNING_SECRET": "-", **given}))


def aside(text: str) -> None:
    """Say it where it does not get into what a command writes."""
    click.echo(text, err=True)
