"""Questions: what `relais why` does."""

from collections.abc import Iterator
from datetime import datetime

import click

from bot import workplace
from bot.workplace import do
from handlers.locale import words
from handlers.ui.text import printed, tidy
from handlers.ui.why import rules
from knowledge import charters, questions
from knowledge.charters import CharterVersion
from knowledge.question import Question

ENGLISH = words("en")


@click.command()
@click.argument("question", type=click.IntRange(1))
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def why(question: int, workspace: str | None) -> None:
    """Tell why a question of that number got its reply, by the charter of its time."""
    for line in do(_why(question, workspace)):
        click.echo(line)


async def _why(number: int, workspace: str | None) -> list[str]:
    async with workplace.transaction(workspace) as (session, team):
        question = await questions.get(session, team, number)
        applied = await charters.numbered(session, team, question.charter)
    return [*_told(question, applied)]


def _told(question: Question, applied: CharterVersion | None) -> Iterator[str]:
    yield f"Question {question.id}, {question.asker}, {_moment(question.asked_at)}"
    yield tidy(question.text)
    if question.verdict:
        yield f"Verdict: {question.verdict.replace('_', ' ')}"
    yield from map(printed, rules(ENGLISH, question, charters.as_read(applied)))
    if applied is None:
        yield "No charter was in force."
        return
    yield f"Charter: version {applied.number}, {applied.applied_by}, {_moment(applied.applied_at)}"
    if applied.why:
        yield tidy(applied.why)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
