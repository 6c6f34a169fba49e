"""Letters about upkeep: what an owner is asked once a week, and what was handed to them."""

from collections.abc import Collection, Sequence

from handlers.letters.desk import Desk, Letter
from handlers.ui import due as due_ui
from handlers.ui import upkeep as ui
from handlers.ui.blocks import Message
from handlers.ui.due import Asked
from knowledge import entries, people, sight, weekly
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.outbox import Kind
from knowledge.verification import is_verified
from knowledge.weeks import WEEK


async def _verify(desk: Desk) -> Message | None:
    """What waits for their word; all of it, once it was sent, with what became of each.

    What they may not see is asked of the next person instead.
    """
    async with desk.session as session:
        found = await entries.known(session, desk.row.workspace, desk.row.facts["entries"])
        gone = await people.gone(session, desk.row.workspace)
    visible = await _visible(desk, found)
    charter = await desk.charter()
    asked = [_asked(desk, entry, charter, gone) for entry in visible]
    if desk.row.ts is None:
        await _ask_others(desk, {*found} - {*visible})
        asked = [one for one in asked if not one.is_settled]
    if not asked:
        return None
    row = desk.row
    return due_ui.letter(
        desk.words, asked, number=row.id, reader=row.to, page=row.facts["page"], charter=charter
    )


def _asked(desk: Desk, entry: Entry, charter: Charter, gone: Collection[str]) -> Asked:
    """How it stands with one entry: dealt with if it was put aside, or verified since."""
    row, now = desk.row, desk.services.clock()
    is_fresh = entry.verified_at is not None and entry.verified_at >= row.created_at
    is_true = is_fresh and is_verified(entry, charter, gone, now)
    is_settled = is_true or entry.status is not Status.PUBLISHED
    goes_at = row.due_at + WEEK if entry.id in row.facts["outlived"] else None
    return Asked(entry, is_settled, goes_at)


async def _visible(desk: Desk, found: Sequence[Entry]) -> list[Entry]:
    """Those of the entries that the reader may see."""
    reader = await desk.readers.one(desk.row.to, {entry.audience for entry in found})
    charter = await desk.charter()
    return [entry for entry in found if sight.may_see(entry, reader, charter)]


async def _ask_others(desk: Desk, hidden: Collection[Entry]) -> None:
    if hidden:
        numbers, now = [entry.id for entry in hidden], desk.services.clock()
        async with desk.session as session:
            await weekly.ask_others(session, desk.row, numbers, now=now)


async def _owned(desk: Desk) -> Message | None:
    """An entry that is theirs now, if it still is, and they may see it."""
    entry = await desk.entry()
    if entry.owner != desk.row.to or not await _visible(desk, [entry]):
        return None
    by, unreached = desk.row.facts["by"], desk.row.facts.get("unreached")
    charter = await desk.charter()
    return ui.owned(desk.words, entry, by, unreached=unreached, charter=charter)


LETTERS: dict[Kind, Letter] = {
    Kind.VERIFY: _verify,
    Kind.OWNED: _owned,
}
