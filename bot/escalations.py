"""Escalations: what `relais escalation` does."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click

from bot import workplace
from bot.workplace import do
from handlers.locale import words
from handlers.ui.text import printed, tidy
from handlers.ui.timeline import line, state
from knowledge import escalations, timeline
from knowledge.escalation import Escalation
from knowledge.timeline import TimelineEvent

ENGLISH = words("en")
DATE = re.compile(r"<!date\^(\d+)\^[^>]*>")
NUMBER = re.compile(r"[eE]?(\d{1,9})")


@click.command()
@click.argument("number")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def escalation(number: str, workspace: str | None) -> None:
    """Tell everything that happened to a question that was passed on: relais escalation E12."""
    written = NUMBER.fullmatch(number)
    if written is None:
        raise click.BadParameter("write it as Relais does, such as E12.")
    for told in do(_escalation(int(written[1]), workspace)):
        click.echo(told)


async def _escalation(number: int, workspace: str | None) -> list[str]:
    async with workplace.transaction(workspace) as (session, team):
        known = await escalations.get(session, team, number)
        return [*_told(known, await timeline.of(session, known))]


def _told(known: Escalation, events: Sequence[TimelineEvent]) -> Iterator[str]:
    topic = known.topic or "no topic"
    yield f"E{known.id}, {topic}, asked by {known.asker}: {_plainly(state(ENGLISH, known))}"
    yield tidy(known.text)
    for event in events:
        yield _plainly(line(ENGLISH, event))


def _plainly(mrkdwn: str) -> str:
    """Without markup, its moments in the zone of this machine."""
    return printed(DATE.sub(lambda found: _moment(int(found[1])), mrkdwn))


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone():%Y-%m-%d %H:%M}"
