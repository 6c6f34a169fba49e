"""Rehearsing: what `relais charter rehearse` does, playing a question through, asking nobody."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from bot import running, workplace
from bot.files import text_of
from bot.workplace import do
from handlers.locale import words
from handlers.ui import rehearsals as ui
from handlers.ui.text import printed
from knowledge import charters, people, rehearsal, sight, typed_times
from knowledge.charter import Charter, parse
from knowledge.library import Library
from knowledge.outlook.words import moment
from knowledge.rehearsal import Rehearsal, Rehearsing
from knowledge.sight import MEMBER, Reader

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ENGLISH = words("en")
UNREADABLE = "write it as 2026-12-01T09:00, 09:00 or “monday 09:00”."


@click.command("rehearse")
@click.argument("question")
@click.option("--as", "asker", required=True, metavar="USER", help="Who asks: a member ID.")
@click.option("--at", metavar="TIME", help="When, such as 2026-12-01T09:00; now if left out.")
@click.option("--file", type=FILE, help="A charter to try; the one in force if left out.")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def rehearsing(
    question: str, asker: str, at: str | None, file: Path | None, workspace: str | None
) -> None:
    """Show what would become of a question, and who would be asked. Nobody is."""
    trial = parse(text_of(file), name=str(file)) if file else None
    for line in _lines(do(_played(question, asker, at, trial, workspace))):
        click.echo(line)


async def _played(
    question: str, asker: str, at: str | None, trial: Charter | None, workspace: str | None
) -> Rehearsal:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        async with database.sessions() as session:
            charter = trial or await charters.in_force(session, team)
            known = (await people.met(session, team, [asker])).get(asker)
            reader = Reader(outsiders=sight.outsiders(known)) if known else MEMBER
            asked = Rehearsing(question, asker, team, _moment(at, charter), reader)
            if trial is None:
                return await rehearsal.rehearse(session, asked, library=Library())
            return await rehearsal.rehearse_under(session, asked, trial, library=Library())


def _moment(typed: str | None, charter: Charter) -> datetime:
    """What was typed, by the clock of the team."""
    now = running.now()
    at = typed_times.read(typed, now=now, zone=_zone(charter)) if typed else now
    if at is None:
        raise click.BadParameter(UNREADABLE, param_hint="--at")
    return at


def _lines(played: Rehearsal) -> Iterator[str]:
    asked, zone = played.rehearsing, _zone(played.charter)
    yield f"“{asked.text}”, asked by {asked.asker}, {moment(asked.at, zone)} ({zone})"
    yield from map(printed, ui.verdict(ENGLISH, played).splitlines())
    yield from (f"  because: {printed(reason)}" for reason in ui.reasons(ENGLISH, played))
    if played.course.stages:
        yield printed(ui.opening(ENGLISH, played))
    yield from _turns(played)
    yield printed(ui.ending(ENGLISH, played.course, partial(moment, zone=zone)))


def _turns(played: Rehearsal) -> Iterator[str]:
    for number, stage in enumerate(played.course.stages, 1):
        zone = _zone(played.charter, stage.nearest.person)
        turn = ui.turn(ENGLISH, number, stage, partial(moment, zone=zone))
        yield f"{printed(turn)} ({zone})"
        yield from (f"   {printed(line)}" for line in ui.standing(ENGLISH, stage))


def _zone(charter: Charter, person: str | None = None) -> str:
    """Where the team works, or this person does."""
    hours = charter.hours_of(person) if person else charter.hours
    return hours.zone if hours else "UTC"
