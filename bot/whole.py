"""Whole: what `relais export --everything` and the import of what it wrote do."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from knowledge.database import Database
from knowledge.exchange import BadRows, Fault, dump, whole
from knowledge.exchange.faults import Unreadable
from knowledge.exchange.trees import Tree
from knowledge.exchange.whole.manifest import FORMAT, Manifest

Say = Callable[[str], None]


async def export(
    database: Database,
    workspace: str,
    path: Path,
    *,
    now: datetime,
    say: Say,
    private: bool = False,
    questions: bool = True,
) -> None:
    """Write all that the workspace knows to a folder or zip.

    Raises:
        UnknownPlace: something else is there.
    """
    async with database.sessions() as session:
        everything = await whole.save(session, workspace)
        rows = await dump(session, workspace, private=True)
    kept = whole.without_live(everything)
    kept = kept if private else whole.without_private(kept)
    kept = kept if questions else whole.without_questions(kept)
    said = Manifest(
        relais=FORMAT,
        workspace=workspace,
        exported_at=now,
        private=private,
        questions=questions,
        rows=whole.counts(kept),
    )
    whole.write(said, kept, [row for row in rows if private or "audience" not in row], path)
    say(f"{_told(kept)} written to {path}.")
    if left := len(everything["entries"]) - len(kept["entries"]):
        say(f"{left:,} entries of private channels are left out; --private adds them.")
    live = whole.without_live(everything)["escalations"]
    if owed := len(everything["escalations"]) - len(live):
        say(f"{owed:,} questions that are still owed an answer go on here, and are left out.")


async def restore(
    database: Database,
    workspace: str,
    tree: Tree,
    above: str,
    *,
    by: str,
    now: datetime,
    say: Say,
    private: bool = False,
    dry: bool = False,
) -> None:
    """Bring a complete export into an empty workspace, all of it or nothing.

    Raises:
        BadRows: it is damaged, or the workspace is not empty.
    """
    said, everything = whole.read(tree, above)
    kept = everything if private else whole.without_private(everything)
    try:
        async with database.sessions() as session:
            await whole.restore(session, kept, workspace=workspace, by=by, now=now)
            await (session.rollback() if dry else session.commit())
    except Unreadable as unreadable:
        raise BadRows([Fault(tree.place(f"{above}relais.json"), unreadable.reason)]) from unreadable
    say(f"{_told(kept)} {'would be ' if dry else ''}brought from the export of {said.workspace}.")
    if left := whole.count_private(everything) - whole.count_private(kept):
        say(f"{left:,} entries of private channels are left out; --private brings them.")


def _told(kept: whole.Whole) -> str:
    names = {
        "entries": "entries",
        "revisions": "revisions",
        "wordings": "learned wordings",
        "questions": "questions",
        "charter_versions": "versions of the charter",
        "synonym_groups": "groups of synonyms",
    }
    return ", ".join(f"{len(kept[table]):,} {name}" for table, name in names.items())
