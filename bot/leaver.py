"""Leaver: what `relais leaver` does."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import click
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import running, workplace
from bot.workplace import do
from handlers.locale import words
from handlers.ui import departures as ui
from handlers.ui.departures import Seen
from handlers.ui.text import printed
from knowledge import charters, departures, farewell, sheets, successions
from knowledge.departure import Departure
from knowledge.duties import Sheet
from knowledge.people import Member

ENGLISH = words("en")
DATE = re.compile(r"<!date\^(\d+)\^[^>]*>")
BY = "command line"


@click.command()
@click.argument("person")
@click.option("--apply", "applied", is_flag=True, help="Hand everything over as shown.")
@click.option(
    "--successor",
    "chosen",
    multiple=True,
    metavar="[TOPIC=]U0…",
    help="Who takes over instead of who is proposed: everything, or one topic.",
)
@click.option("--by", default=BY, help="Who does it, for the audit log.")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def leaver(
    person: str, applied: bool, chosen: Sequence[str], by: str, workspace: str | None
) -> None:
    """Show what depends on somebody who leaves, and hand it over: relais leaver @ines."""
    for told in do(_leaver(person.removeprefix("@"), applied, chosen, by, workspace)):
        click.echo(told)


async def _leaver(
    person: str, applied: bool, chosen: Sequence[str], by: str, workspace: str | None
) -> list[str]:
    now = running.now()
    async with workplace.transaction(workspace) as (session, team):
        who = await _person(session, team, person)
        seen = await _seen(session, team, who, now=now)
        if seen.sheet.is_empty:
            return [f"Nothing depends on {who}."]
        successors, rest = _chosen(seen.sheet, chosen)
        if not applied:
            return [*_told(seen), "Nothing was changed: add --apply to hand it over so."]
        one = await departures.opened(session, team, who, by=by, now=now)
        await successions.hand_over(
            session,
            one.id,
            workspace=team,
            successors=successors,
            rest=rest,
            by=by,
            now=now,
            acting=(by,),
        )
    return [f"What {who} did is handed over."]


async def _seen(session: AsyncSession, team: str, who: str, *, now: datetime) -> Seen:
    """The whole sheet: who runs this reads the database anyway."""
    charter = await charters.in_force(session, team)
    sheet = await sheets.of(session, team, who, charter=charter, now=now)
    private = await farewell.audiences(session, team, who, now)
    soles = await farewell.questions(
        session, team, who, charter=charter, audiences=private, now=now
    )
    one = await departures.open_of(session, team, who)
    return Seen(one or Departure(person=who, workspace=team), sheet, charter, soles)


async def _person(session: AsyncSession, team: str, named: str) -> str:
    """The member's id, of an id or of a name that one person has."""
    query = select(Member.id).where(Member.workspace == team)
    known = {str(who) for who in await session.scalars(query.where(Member.id == named.upper()))}
    if not known:
        every = await session.execute(query.add_columns(Member.name))
        known = {str(who) for who, name in every if name.casefold() == named.casefold()}
    if len(known) == 1:
        return known.pop()
    charter = await charters.in_force(session, team)
    if named in charter.everyone():
        return named
    found = "Several members are" if known else "No member is"
    raise click.BadParameter(f"{found} called {named}: give the member ID, such as U0INES.")


def _chosen(sheet: Sheet, chosen: Sequence[str]) -> tuple[dict[str, str], str | None]:
    """Who takes over each topic, and the rest: as proposed, but for what was said otherwise."""
    successors, rest = dict(sheet.successors), sheet.rest
    topics = [duty.topic for duty in sheet.duties if duty.topic]
    for one in chosen:
        topic, _equals, heir = one.rpartition("=")
        if topic and topic not in topics:
            raise click.BadParameter(f'they do nothing on "{topic}".', param_hint="--successor")
        successors |= {topic: heir} if topic else dict.fromkeys(topics, heir)
        rest = rest if topic else heir
    return successors, rest


def _told(seen: Seen) -> Iterator[str]:
    for block in ui.sheet(ENGLISH, seen).blocks:
        if block["type"] == "section":
            dated = DATE.sub(lambda found: _day(int(found[1])), block["text"]["text"])
            yield from map(printed, dated.split("\n"))


def _day(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d}"
