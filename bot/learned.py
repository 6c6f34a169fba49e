"""Learned: what `relais learned` and `relais unlearn` do."""

from collections.abc import Callable
from datetime import datetime

from knowledge import learning, wordings
from knowledge.database import Database
from knowledge.wording import Wording

Say = Callable[[str], None]


async def show(database: Database, workspace: str, entry: int | None, *, say: Say) -> None:
    """List what was learned about one entry, or about all: one line a wording, tabs between."""
    async with database.sessions() as session:
        if entry is None:
            found = await wordings.everything(session, workspace)
        else:
            found = await wordings.of_entry(session, workspace, entry)
    for wording in found:
        say(_line(wording))


async def undo(
    database: Database, workspace: str, number: int, *, back: bool, by: str, now: datetime
) -> str:
    """Take a wording out, or put it back; what it is like then.

    Raises:
        NotFound: there is none of that number.
    """
    deed = learning.put_back if back else learning.take_out
    async with database.sessions.begin() as session:
        wording = await wordings.get(session, workspace, number, lock=True)
        await deed(session, wording, by=by, now=now)
        return _line(wording)


def _line(wording: Wording) -> str:
    state = "taken out" if wording.removed_at else str(wording.kind or "unused")
    voices = ",".join(voice.person for voice in wording.latest)
    since = min((voice.at for voice in wording.voices), default=None)
    day = f"{since:%Y-%m-%d}" if since else "-"
    return "\t".join(
        (str(wording.id), f"entry {wording.entry_id}", state, day, voices or "-", wording.text)
    )
