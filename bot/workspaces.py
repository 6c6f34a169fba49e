"""Workspaces: what `relais workspace …` does: which there are, and deleting what one has here."""

from datetime import datetime

import click
from slack_sdk.errors import SlackApiError

from bot import config, migrate, running, workplace
from bot.config import SettingsError
from bot.installing import start as several
from bot.workplace import do
from handlers.visit import NotInstalled
from knowledge import deletion, workspaces
from knowledge.database import Database
from knowledge.workspaces import Workspace


@click.group()
def workspace() -> None:
    """The workspaces that have let Relais in."""


@workspace.command("list")
def list_() -> None:
    """Show each: its id, its name, since when, and whether it has let Relais go."""
    for one in do(_listed()):
        state = f"gone since {_day(one.gone_at)}" if one.gone_at else "here"
        click.echo("\t".join((one.workspace, one.name, _day(one.installed_at), state)))


@workspace.command("delete")
@click.argument("team")
@click.option("--uninstall", is_flag=True, help="First take Relais out of the workspace.")
@click.option("--yes", is_flag=True, help="Do it; else what would go is shown.")
def delete_(team: str, *, uninstall: bool, yes: bool) -> None:
    """Delete everything that a workspace (T0…) has in this database, for good."""
    do(remove(team, uninstall=uninstall, yes=yes))


async def _listed() -> list[Workspace]:
    async with workplace.database() as opened, opened.sessions.begin() as session:
        return [*await workspaces.known(session)]


async def remove(team: str, *, uninstall: bool, yes: bool) -> None:
    """Delete everything of a workspace, or show what that would be.

    Raises:
        SettingsError: there is nothing of it, or it is still served.
    """
    migrate.tables()
    async with workplace.database() as opened:
        async with opened.sessions.begin() as session:
            held = await deletion.counts(session, team)
            known = await workspaces.find(session, team)
        if not held:
            raise SettingsError(f"There is nothing of {team} in this database.")
        for table, count in sorted(held.items()):
            click.echo(f"{table}\t{count}")
        if not yes:
            click.echo("Nothing was done. It cannot be undone: add --yes to delete all of it.")
            return
        if uninstall:
            await _uninstall(opened, team)
        elif known and not known.is_gone:
            raise SettingsError(
                f"{team} has Relais installed, and would go on being served: add --uninstall, or "
                "have it removed there first."
            )
        async with opened.sessions.begin() as session:
            await deletion.delete_all(session, team)
    click.echo(f"Deleted: everything of {team}. Backups and logs are yours to deal with.")


async def _uninstall(opened: Database, team: str) -> None:
    """Take the app out of the workspace. It is gone here whatever Slack says to it."""
    settings, now = config.from_environment(), running.now()
    identity = several.identity(settings, opened, running.now)
    try:
        client = await identity.client_of(team)
        await client.apps_uninstall(
            client_id=settings.slack_client_id, client_secret=settings.slack_client_secret
        )
    except (NotInstalled, SlackApiError) as error:
        workplace.aside(f"Slack was not told: {error}")
    async with opened.sessions.begin() as session:
        await workspaces.left(session, team, at=now, now=now)


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
