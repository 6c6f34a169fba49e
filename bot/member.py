"""Members: what `relais member …` does: what is held of a person, and forgetting them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot import running, workplace
from bot.workplace import do
from knowledge import erasure, holdings
from knowledge.erasure import Preview
from knowledge.holdings import Holding

WORKSPACE = click.option("--workspace", help="The workspace's id, where it can't be told.")


@click.group()
def member() -> None:
    """What is held of one person, by their member ID (U0…)."""


@member.command()
@click.argument("person")
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@WORKSPACE
def export(person: str, file: Path | None, workspace: str | None) -> None:
    """Write every row that names a person as JSON, to a file or the screen."""
    held = do(_held(person, workspace))
    told = {one.table: [dict(item.row) for item in one.items] for one in held}
    with click.open_file(str(file or "-"), "w", encoding="utf-8") as written:
        written.write(json.dumps(told, ensure_ascii=False, indent=2, default=_written) + "\n")


@member.command()
@click.argument("person")
@click.option("--entries", is_flag=True, help="Their published entries go, too.")
@click.option("--yes", is_flag=True, help="Do it; else what would happen is shown.")
@WORKSPACE
def erase(person: str, workspace: str | None, *, entries: bool, yes: bool) -> None:
    """Forget a person: their words go, and a pseudonym stands where they were named."""
    if not yes:
        click.echo(_told(do(_preview(person, workspace)), entries=entries))
        click.echo("Nothing was done. It cannot be undone: add --yes to forget them.")
        return
    pseudonym = do(_erase(person, workspace, entries=entries))
    click.echo(f"Forgotten. {pseudonym} stands where they were named.")


@click.command("erase")
@click.option("--member", "person", required=True, help="Their member ID (U0…).")
@click.option("--entries", is_flag=True, help="Their published entries go, too.")
@click.option("--yes", is_flag=True, help="Do it; else what would happen is shown.")
@WORKSPACE
@click.pass_context
def erase_member(context: click.Context, /, **given: Any) -> None:
    """Forget a person: another name of `relais member erase`."""
    context.invoke(erase, **given)


async def _held(person: str, workspace: str | None) -> list[Holding]:
    async with workplace.transaction(workspace) as (session, team):
        return [*await holdings.of(session, team, person)]


async def _preview(person: str, workspace: str | None) -> Preview:
    async with workplace.transaction(workspace) as (session, team):
        return await erasure.preview(session, team, person)


async def _erase(person: str, workspace: str | None, *, entries: bool) -> str:
    async with workplace.transaction(workspace) as (session, team):
        now = running.now()
        return await erasure.erase(session, team, person, now=now, keeps_entries=not entries)


def _told(preview: Preview, *, entries: bool) -> str:
    stay = "are erased too" if entries else "stay without their name"
    return "\n".join(
        (
            f"Answers they owe, passed on first: {preview.owed}",
            f"Their published entries, which {stay}: {preview.published}",
            *(f"Erased: {table}, {count}" for table, count in sorted(preview.erased.items())),
            *(f"Unnamed: {table}, {count}" for table, count in sorted(preview.unnamed.items())),
        )
    )


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
