"""Synonyms: what `relais synonyms …` does, the team's jargon from the command line."""

import io
import sys
from pathlib import Path
from typing import Any

import click

from bot import running, workplace
from bot.workplace import do
from knowledge import suggestions
from knowledge import synonyms as jargon
from knowledge.database import Database
from knowledge.exchange import groups
from knowledge.synonym import Group, key

BY = "command line"
SUGGESTED = 20
WORKSPACE = click.option("--workspace", help="The workspace's id, where it can't be told.")


@click.group()
def synonyms() -> None:
    """The team's jargon: words and phrases that mean the same."""


@synonyms.command("list")
@WORKSPACE
def list_(workspace: str | None) -> None:
    """Show every group, one a line."""
    sys.stdout.write(groups.write(group.terms for group in do(_listed(workspace))))


@synonyms.command()
@click.argument("terms", nargs=-1, required=True)
@click.option("--merge", is_flag=True, help="Make one group of those the terms are in already.")
@WORKSPACE
def add(terms: tuple[str, ...], merge: bool, workspace: str | None) -> None:
    """Let terms mean the same: relais synonyms add RC "rupture conventionnelle"."""
    do(_add(terms, workspace, merge=merge))


@synonyms.command()
@click.argument("term")
@WORKSPACE
def remove(term: str, workspace: str | None) -> None:
    """Remove the group that a term is in."""
    do(_remove(term, workspace))


@synonyms.command("import")
@click.argument("file", type=click.File("rb"), default="-")
@WORKSPACE
def import_(file: io.BufferedReader, workspace: str | None) -> None:
    """Add groups from a file or standard input: one a line, commas between the terms.

    A line that shares terms with a group there is already adds to that group.
    """
    name = file.name if isinstance(file.name, str) else "-"
    do(_import(groups.read(file.read(), name), workspace))


@synonyms.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@WORKSPACE
def export(file: Path, workspace: str | None) -> None:
    """Write every group to a file, one a line, as `import` reads it."""
    listed = do(_listed(workspace))
    text = groups.write(group.terms for group in listed)
    file.write_text(text, encoding="utf-8", newline="\n")
    workplace.aside(f"{len(listed):,} groups written to {file}.")


@synonyms.command()
@WORKSPACE
def suggest(workspace: str | None) -> None:
    """Show what people's questions suggest, one pair a line, as `import` reads it."""
    do(_suggest(workspace))


async def _add(terms: tuple[str, ...], workspace: str | None, *, merge: bool) -> None:
    async with workplace.database() as database:
        how = await _how(database, workspace)
        async with database.sessions.begin() as session:
            group = await (jargon.join if merge else jargon.add)(session, terms, **how)
    click.echo(f"These mean the same: {group}.")


async def _remove(term: str, workspace: str | None) -> None:
    async with workplace.database() as database:
        how = await _how(database, workspace)
        async with database.sessions.begin() as session:
            listed = await jargon.listed(session, how["workspace"])
            group = next((one for one in listed if key(term) in one.keys), None)
            if group is None:
                raise click.ClickException(f"“{term}” is in no group.")
            await jargon.remove(session, group.id, **how)
    click.echo(f"Removed: {group}.")


async def _import(lines: list[groups.Line], workspace: str | None) -> None:
    async with workplace.database() as database:
        how = await _how(database, workspace)
        async with database.sessions.begin() as session:
            loaded = await groups.load(session, lines, **how)
    workplace.aside(
        f"{len(lines):,} groups read: {loaded.added:,} new, "
        f"{loaded.changed:,} changed, {loaded.unchanged:,} unchanged."
    )


async def _listed(workspace: str | None) -> list[Group]:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        async with database.sessions() as session:
            return await jargon.listed(session, team)


async def _suggest(workspace: str | None) -> None:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        async with database.sessions() as session:
            evidence = await suggestions.evidence(session, team)
    pairs = await evidence.pairs(SUGGESTED)
    sys.stdout.write(groups.write((pair.asked, pair.known) for pair in pairs))
    if not pairs:
        workplace.aside("Nothing yet: more questions have to be asked and confirmed first.")


async def _how(database: Database, workspace: str | None) -> dict[str, Any]:
    team = workspace or await workplace.workspace_of(database)
    return {"workspace": team, "by": BY, "now": running.now()}
