"""Flags: what `relais flags` does."""

from collections.abc import Callable, Sequence

from handlers.ui.text import plain
from knowledge import entries, flags
from knowledge.database import Database
from knowledge.entry import Entry
from knowledge.flag import Flag, Remark

Say = Callable[[str], None]


async def show(database: Database, workspace: str, *, say: Say) -> None:
    """List what is flagged and not settled, the most urgent first: a line each, tabs between."""
    async with database.sessions() as session:
        for flag in await flags.open_ones(session, workspace):
            entry = await entries.get(session, workspace, flag.entry_id)
            say(_line(flag, entry, await flags.remarks(session, flag)))


def _line(flag: Flag, entry: Entry, remarks: Sequence[Remark]) -> str:
    doubts = dict.fromkeys(one.doubt.replace("_", " ") for one in remarks)
    due = "nobody is left" if flag.exhausted_at else f"due {flag.due_at:%Y-%m-%d %H:%M} UTC"
    about = (f"No. {entry.id}", entry.topic or "-", flag.owner, due, ", ".join(doubts))
    return "\t".join((*about, plain(entry.title)))
