"""Doctor: what `relais doctor …` does: it looks for what somebody should mend."""

import asyncio
import sys
from collections.abc import Iterator
from typing import Any

import click

from bot import checks, running, workplace
from bot.checks import Level
from bot.workplace import do
from knowledge import survey
from knowledge.contradiction import Difference, Passage
from knowledge.library import Library
from knowledge.survey import Found


@click.group(invoke_without_command=True)
@click.option("--tell", metavar="U0…", help="The member ID of who gets a test message.")
@click.pass_context
def doctor(context: click.Context, tell: str | None) -> None:
    """Look whether everything is set up: settings, Slack, database, charter. Changes nothing.

    The exit status is 1 if anything has failed.
    """
    if context.invoked_subcommand is None and not do(_checked(tell)):
        sys.exit(1)


async def _checked(tell: str | None) -> bool:
    """Tell what every check finds; whether nothing has failed."""
    ground, levels = checks.of_environment(running.now, tell), []
    try:
        async for name, finding in checks.look(ground):
            click.echo(f"{finding.level:<8} {name}: {finding.text}")
            levels.append(finding.level)
    finally:
        await ground.database.close()
    if not tell:
        workplace.aside("Add --tell and your member ID to get a test message, too.")
    return Level.FAILED not in levels


@doctor.command("duplicates")
@click.option("--dry-run", is_flag=True, help="Only show them: tell nobody.")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def duplicates_(dry_run: bool, workspace: str | None) -> None:
    """List entries that answer the same question, contradictions first.

    What was found is kept for `/kb duplicates`, and who settles a contradiction is told of it.
    """
    do(_duplicates(dry_run, workspace))


async def _duplicates(dry_run: bool, workspace: str | None) -> None:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        async with database.sessions.begin() as session:
            index = await Library().index(session, team)
            published, settled = await survey.stock(session, team)
        with click.progressbar(length=len(published), label="Looking", file=sys.stderr) as bar:
            found = await asyncio.to_thread(
                survey.look, published, settled, index, progress=_mover(bar)
            )
        if not dry_run:
            async with database.sessions.begin() as session:
                await survey.keep(session, team, found, now=running.now())
    for one in found:
        click.echo("\n".join(_lines(one)))
    workplace.aside(_summary(found))


def _lines(found: Found) -> Iterator[str]:
    """A line for the pair, tabs between, and one below for each thing they say differently."""
    one, other = found.entry, found.twin.entry
    what = "contradiction" if found.twin.contradicts else "duplicate"
    sure = f"{found.twin.confidence:.2f}"
    yield "\t".join((what, sure, f"{one.id}:{other.id}", _line(one.title), _line(other.title)))
    for difference in found.twin.differences if found.twin.contradicts else ():
        yield "\t".join(("", difference.sort, *_sides(difference)))


def _sides(difference: Difference) -> tuple[str, str]:
    return _marked(difference.ours), _marked(difference.theirs)


def _marked(passage: Passage) -> str:
    """What differs, between asterisks."""
    told, done = "", 0
    for start, end in passage.spans:
        told += f"{passage.text[done:start]}*{passage.text[start:end]}*"
        done = end
    return _line(told + passage.text[done:])


def _line(text: str) -> str:
    return " ".join(text.split())


def _summary(found: list[Found]) -> str:
    apart = sum(one.twin.contradicts for one in found)
    return (
        f"{len(found):,} pairs answer the same question; {apart:,} of them contradict each other."
    )


def _mover(bar: Any) -> survey.Progress:
    def move(done: int, _of: int) -> None:
        bar.update(done - bar.pos)

    return move
