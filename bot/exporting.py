"""Exporting: the command `relais export`."""

from pathlib import Path

import click

from bot import exchange, running, whole, workplace
from bot.member import export as export_member
from bot.workplace import do


@click.command("export")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--everything", is_flag=True, help="All the workspace knows, to a folder or .zip.")
@click.option("--private", is_flag=True, help="What is kept for private channels too.")
@click.option("--no-questions", is_flag=True, help="With --everything: not what people asked.")
@click.option("--member", help="Every row that names this person instead, as JSON.")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
@click.pass_context
def export(
    context: click.Context,
    file: Path | None,
    everything: bool,
    private: bool,
    no_questions: bool,
    member: str | None,
    workspace: str | None,
) -> None:
    """Write all entries: to a .jsonl or .csv file, a folder of Markdown, or the screen.

    With --everything: entries with their revisions and what they learned, the charter's versions,
    synonyms, questions and what became of them. `relais import` brings it into an empty workspace.

    \b
    relais export entries.jsonl
    relais export --everything backup.zip
    relais export --everything --private --no-questions backup/
    relais export --member U0123ABCD theirs.json
    """
    if member and (everything or private or no_questions):
        raise click.UsageError("--member goes with no option but --workspace.")
    if member:
        context.invoke(export_member, person=member, file=file, workspace=workspace)
        return
    if everything and file is None:
        raise click.UsageError("Name a folder or a .zip to write to.")
    do(_export(file, workspace, everything=everything, private=private, questions=not no_questions))


async def _export(
    file: Path | None, workspace: str | None, *, everything: bool, private: bool, questions: bool
) -> None:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        if everything and file:
            now, say = running.now(), workplace.aside
            await whole.export(
                database, team, file, now=now, say=say, private=private, questions=questions
            )
        else:
            await exchange.export_file(database, team, file, say=workplace.aside, private=private)
