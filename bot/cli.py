"""The command line: one function a command."""

import sys
from datetime import timedelta

import click

from bot import config, flags, learned, logs, running, signals, stopping, workplace
from bot.charter import charter
from bot.config import SettingsError
from bot.doctor import doctor
from bot.entries import entry
from bot.escalations import escalation
from bot.exporting import export
from bot.importing import import_
from bot.keys import keys
from bot.leaver import leaver
from bot.member import member
from bot.questions import why
from bot.rehearsing import rehearsing
from bot.sandbox import running as sandbox_running
from bot.synonyms import synonyms
from bot.workplace import do
from bot.workspaces import workspace
from knowledge.errors import KnowledgeError
from knowledge.exchange.faults import BadRows
from knowledge.exchange.files import UnknownFormat
from knowledge.exchange.whole import UnknownPlace


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="relais")
def relais() -> None:
    """Relais: what the team knows, who may say what, and who answers by when."""


charter.add_command(rehearsing)
relais.add_command(charter)
relais.add_command(entry)
relais.add_command(doctor)
relais.add_command(escalation)
relais.add_command(keys)
relais.add_command(leaver)
relais.add_command(member)
relais.add_command(export)
relais.add_command(import_)
relais.add_command(synonyms)
relais.add_command(why)
relais.add_command(workspace)


def main() -> None:
    """Run a command; what must be mended first is one sentence and exit status 1."""
    try:
        relais(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (SettingsError, KnowledgeError, BadRows, UnknownFormat, UnknownPlace) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@relais.command()
def run() -> None:
    """Start the bot with the settings of .env."""
    logs.speak()
    settings = config.from_environment()
    do(stopping.until_told(running.start(settings)))


@relais.command()
@click.option("--port", type=click.IntRange(0, 65_535), help="Where the page listens.")
def sandbox(port: int | None) -> None:
    """Try the bot in the browser, without a Slack account."""
    logs.speak(quietly=True)
    chosen = sandbox_running.PORT if port is None else port
    do(sandbox_running.run(chosen, _welcome, fixed=port is not None))


@relais.command("migrate")
def migrate_() -> None:
    """Bring the database to the newest shape."""
    do(_migrate())


@relais.command("learned")
@click.argument("entry", required=False, type=click.IntRange(1))
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def learned_(entry: int | None, workspace: str | None) -> None:
    """List what was learned from use, of one entry or of all."""
    do(_learned(entry, workspace))


@relais.command()
@click.argument("number", type=click.IntRange(1))
@click.option("--undo", is_flag=True, help="Put it back instead.")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def unlearn(number: int, undo: bool, workspace: str | None) -> None:
    """Take out the wording of that number, as `relais learned` shows it."""
    do(_unlearn(number, undo, workspace))


@relais.command("flags")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def flags_(workspace: str | None) -> None:
    """List the entries that somebody doubts, and who is to see to them by when."""
    do(_flags(workspace))


@relais.command("signals")
@click.option("--days", type=click.IntRange(1, 3650), default=30, help="Of so many days; 30.")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def signals_(days: int, workspace: str | None) -> None:
    """Count what was passed on, by process and topic."""
    do(_signals(days, workspace))


def _welcome(address: str) -> None:
    click.echo(f"Relais sandbox: {address}")
    click.echo("Stop it with Ctrl+C.")


async def _migrate() -> None:
    async with workplace.database():
        click.echo("The database is in its newest shape.")


async def _learned(entry: int | None, workspace: str | None) -> None:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        await learned.show(database, team, entry, say=click.echo)


async def _unlearn(number: int, undo: bool, workspace: str | None) -> None:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        now = running.now()
        told = await learned.undo(database, team, number, back=undo, by="command line", now=now)
    click.echo(told)


async def _flags(workspace: str | None) -> None:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        await flags.show(database, team, say=click.echo)


async def _signals(days: int, workspace: str | None) -> None:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        since = running.now() - timedelta(days=days)
        await signals.show(database, team, since, say=click.echo)
