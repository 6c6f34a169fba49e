"""Doctor: what `relais doctor …` does, looking at the whole stock for what people should mend."""

import asyncio
import sys
from collections.abc import Iterator
from typing import Any

import click

from bot import running, workplace
from bot.workplace import do
from knowledge import survey
from knowledge.contradiction import Difference, Passage
from knowledge.library import Library
from knowledge.survey import Found


@click.group()
def doctor() -> None:
    """Look at the whole knowledge base for what should be mended."""


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
