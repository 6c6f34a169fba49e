"""Stories: what `relais story` does."""

import re
from collections.abc import Sequence

import click

from bot import workplace
from bot.workplace import do
from knowledge import escalations, story
from knowledge.story import Happening

ESCALATION = re.compile(r"E(\d{1,9})")


@click.command("story")
@click.argument("name")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def story_(name: str, workspace: str | None) -> None:
    """Tell what came of a request: relais story ID, as the log has it, or E12."""
    told = do(_story(name, workspace))
    if not told:
        raise click.ClickException(
            f"the database remembers nothing of {name!r}. What it has swept is in the log alone."
        )
    for happening in told:
        by = happening.correlation_id or "-"
        click.echo(f"{happening.at.astimezone():%Y-%m-%d %H:%M:%S}  {by:20}  {happening.what}")


async def _story(name: str, workspace: str | None) -> Sequence[Happening]:
    if written := ESCALATION.fullmatch(name):
        async with workplace.transaction(workspace) as (session, team):
            known = await escalations.get(session, team, int(written[1]))
            return await story.of_escalation(session, known)
    async with workplace.database() as database, database.sessions.begin() as session:
        return await story.of(session, name)
