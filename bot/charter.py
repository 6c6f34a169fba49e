"""The charter: what `relais charter …` does."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bot import membership, outlook, running, workplace
from bot.files import text_of
from bot.workplace import do
from handlers.locale import words
from handlers.ui import differences, plans
from handlers.ui.text import printed, tidy
from knowledge import charter_history, charters
from knowledge.charter import CharterFaults, Fault
from knowledge.charter_history import Change
from knowledge.charters import CharterVersion, Plan

ENGLISH = words("en")
BY = "command line"
LONGEST = 32
"""Characters of a name that the audit log keeps."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WORKSPACE = click.option("--workspace", help="The workspace's id, where it can't be told.")


@click.group()
def charter() -> None:
    """The subsidiarity rules: who may say what, who is asked, how fast."""


@charter.command()
@click.argument("file", type=FILE)
@click.option("--with-people", is_flag=True, help="Look whether the people are members, too.")
@WORKSPACE
def check(file: Path, with_people: bool, workspace: str | None) -> None:
    """Name every fault of a charter, with its line, and what will not hold in the next 14 days.

    With --with-people or --workspace: people who are no members of the workspace, too.
    """
    text = text_of(file)
    faults = _faults(text)
    with_people = with_people or workspace is not None
    if with_people:
        faults += do(membership.faults(text, workspace))
    if faults:
        raise CharterFaults(faults, str(file))
    for line in outlook.checked(text, str(file)):
        click.echo(line)
    if not with_people:
        workplace.aside("Whether its people are members was not checked: add --with-people.")


@charter.command("plan")
@click.argument("file", type=FILE)
@WORKSPACE
def plan_(file: Path, workspace: str | None) -> None:
    """Show what a charter would change, and the open questions it touches."""
    text, name = _sound(file)
    found = do(_plan(text, name, workspace))
    for line in _planned(found):
        click.echo(line)
    if found.refusal:
        raise found.refusal


@charter.command("apply")
@click.argument("file", type=FILE, required=False)
@click.option("--version", "number", type=click.IntRange(1), help="An old version, not a file.")
@click.option("--why", help="The reason, for those who read the history.")
@click.option("--by", default=BY, help="Who decided it: a name or a Slack member ID.")
@WORKSPACE
def apply_(
    file: Path | None, number: int | None, why: str | None, by: str, workspace: str | None
) -> None:
    """Put a charter into force: a file, or an old version again."""
    by = " ".join(by.split())
    if not 0 < len(by) <= LONGEST:
        raise click.BadParameter(f"use 1 to {LONGEST} characters.", param_hint="--by")
    if file and number is None:
        text, name = _sound(file)
        version = do(_apply(text, name, workspace, by=by, why=why))
    elif number and file is None:
        version = do(_apply_again(number, workspace, by=by, why=why))
    else:
        raise click.UsageError("Name either a file or, with --version, an old version.")
    click.echo(f"Version {version.number} of the charter is in force.")


@charter.command()
@click.option("--version", "number", type=click.IntRange(1), help="An old version.")
@WORKSPACE
def show(number: int | None, workspace: str | None) -> None:
    """Write a version as it was applied; without --version the one in force."""
    sys.stdout.write(do(_version(number, workspace)).text)


@charter.command()
@WORKSPACE
def history(workspace: str | None) -> None:
    """List every version: number, when, by whom, why, what it changed; tabs between."""
    for change in do(_history(workspace)):
        click.echo(_told(change))


def _sound(file: Path) -> tuple[str, str]:
    """The text without faults, and what to call it."""
    text, name = text_of(file), str(file)
    charters.parsed(text, name=name)
    return text, name


def _faults(text: str) -> list[Fault]:
    try:
        charters.parsed(text)
    except CharterFaults as found:
        return [*found.faults]
    return []


async def _plan(text: str, name: str, workspace: str | None) -> Plan:
    async with workplace.transaction(workspace) as (session, team):
        return await charters.plan(session, team, text, now=running.now(), name=name)


async def _apply(
    text: str, name: str, workspace: str | None, *, by: str, why: str | None
) -> CharterVersion:
    now = running.now()
    async with workplace.transaction(workspace) as (session, team):
        plan = await charters.plan(session, team, text, now=now, name=name)
        if plan.refusal:
            raise plan.refusal
        return await charters.apply(session, text, workspace=team, by=by, why=why, now=now)


async def _apply_again(
    number: int, workspace: str | None, *, by: str, why: str | None
) -> CharterVersion:
    now = running.now()
    async with workplace.transaction(workspace) as (session, team):
        return await charters.apply_again(session, team, number, by=by, why=why, now=now)


async def _version(number: int | None, workspace: str | None) -> CharterVersion:
    async with workplace.transaction(workspace) as (session, team):
        return await charters.version(session, team, number)


async def _history(workspace: str | None) -> list[Change]:
    async with workplace.transaction(workspace) as (session, team):
        return await charter_history.history(session, team)


def _planned(plan: Plan) -> Iterator[str]:
    for difference in plan.differences:
        yield printed(differences.line(ENGLISH, difference))
    if not plan.differences:
        yield f"The rules are those of version {plan.number}."
    yield f"Open questions touched: {len(plan.touched)}."
    for touch in plan.touched:
        yield printed(plans.touch(ENGLISH, touch))


def _told(change: Change) -> str:
    version = change.version
    when = f"{version.applied_at:%Y-%m-%d %H:%M} UTC"
    why = " ".join(tidy(version.why or "-").split())
    changed = printed(differences.change(ENGLISH, change))
    return "\t".join((str(version.number), when, version.applied_by, why, changed))
