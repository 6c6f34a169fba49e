"""Entries: what `relais entry …` does: what an entry said before, and the way back."""

from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import running, workplace
from bot.workplace import do
from handlers.ui.text import tidy
from knowledge import archiving, entries, review_news, revisions, weeks
from knowledge.diff import Mark, Piece, diff
from knowledge.entry import Entry, Revision
from knowledge.revisions import Version, saying

BY = "command line"
LONGEST = 32
"""Characters of a name that a revision keeps."""

NUMBER = click.IntRange(1)
WORKSPACE = click.option("--workspace", help="The workspace's id, where it can't be told.")
SIGNS = {Mark.KEPT: "{}", Mark.GONE: "[-{}-]", Mark.NEW: "{{+{}+}}"}
"""How a difference is written where nothing is bold or struck out: as wdiff does."""


def _name(_: click.Context, __: click.Parameter, value: str) -> str:
    name = " ".join(value.split())
    if not 0 < len(name) <= LONGEST:
        raise click.BadParameter(f"use 1 to {LONGEST} characters.")
    return name


def _reason(_: click.Context, __: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("say why in a few words.")
    return value


BY_WHOM = click.option(
    "--by", default=BY, callback=_name, help="Who decided it: a name or a Slack member ID."
)


@click.group()
def entry() -> None:
    """What an entry said before, who changed it and why; and the way back."""


@entry.command()
@click.argument("number", type=NUMBER)
@WORKSPACE
def history(number: int, workspace: str | None) -> None:
    """List every revision: number, when, by whom, what was done, why; tabs between."""
    for revision in do(_history(number, workspace)):
        click.echo(_told(revision))


@entry.command("diff")
@click.argument("number", type=NUMBER)
@click.argument("one", type=NUMBER)
@click.argument("other", type=NUMBER)
@WORKSPACE
def diff_(number: int, one: int, other: int, workspace: str | None) -> None:
    """Show what revision OTHER says differently from revision ONE, word by word.

    What is gone stands in [-…-], what is new in {+…+}.
    """
    for line in _differences(*do(_two(number, one, other, workspace))):
        click.echo(line)


@entry.command()
@click.argument("number", type=NUMBER)
@click.argument("revision", type=NUMBER)
@click.option(
    "--why", required=True, callback=_reason, help="The reason, for those who read the history."
)
@BY_WHOM
@WORKSPACE
def revert(number: int, revision: int, why: str, by: str, workspace: str | None) -> None:
    """Let an entry say again what REVISION said, as a new revision."""
    now = do(_revert(number, revision, workspace, why=why, by=by))
    click.echo(f"Entry {number} says again what revision {revision} said: revision {now}.")


@entry.command()
@click.argument("number", type=NUMBER)
@click.option("--why", default="", help="The reason, for those who read the history.")
@BY_WHOM
@WORKSPACE
def restore(number: int, why: str, by: str, workspace: str | None) -> None:
    """Let an entry that was put aside be found again."""
    do(_restore(number, workspace, why=why, by=by))
    click.echo(f"Entry {number} is found again.")


async def _history(number: int, workspace: str | None) -> list[Revision]:
    async with workplace.transaction(workspace) as (session, team):
        known = await entries.get(session, team, number)
        return await revisions.everything(session, known)


async def _two(number: int, one: int, other: int, workspace: str | None) -> tuple[Version, Version]:
    async with workplace.transaction(workspace) as (session, team):
        known = await entries.get(session, team, number)
        found = [await revisions.numbered(session, known, which) for which in (one, other)]
    return saying(found[0]), saying(found[1])


async def _revert(number: int, revision: int, workspace: str | None, *, why: str, by: str) -> int:
    async with workplace.transaction(workspace) as (session, team):
        known = await entries.get(session, team, number, lock=True)
        said = await revisions.back_to(session, known, revision)
        how: dict[str, Any] = {"by": by, "now": running.now(), "seen": known.revision}
        await entries.edit(session, known, why=why, **how, **said)
        await _show(session, known)
        return known.revision


async def _restore(number: int, workspace: str | None, *, why: str, by: str) -> None:
    async with workplace.transaction(workspace) as (session, team):
        known = await entries.get(session, team, number, lock=True)
        await archiving.bring_back(session, known, by=by, now=running.now(), why=why)


async def _show(session: AsyncSession, known: Entry) -> None:
    """What reviewers and owners see is brought up to date by the bot."""
    await review_news.show_reviewer(session, known, now=running.now())
    await weeks.show(session, known, now=running.now())


def _told(revision: Revision) -> str:
    when = f"{revision.at:%Y-%m-%d %H:%M} UTC"
    why = " ".join(tidy(revision.why or "-").split())
    return "\t".join((str(revision.number), when, revision.by, revision.reason, why))


def _differences(before: Version, after: Version) -> Iterator[str]:
    """Each field that says something else: its name, then its words."""
    for name, one, other in zip(_NAMES, _texts(before), _texts(after), strict=True):
        if one != other:
            yield f"{name}:"
            yield "".join(map(_signed, diff(one, other)))


_NAMES = ("question", "other wordings", "answer", "kind", "topic")


def _texts(version: Version) -> tuple[str, ...]:
    wordings = "\n".join(version.wordings)
    return (version.title, wordings, version.body, version.kind, version.topic or "-")


def _signed(piece: Piece) -> str:
    return SIGNS[piece.mark].format(tidy(piece.text))
