"""Letters about the charter: to its leads, about what one of them has changed."""

from handlers.letters.desk import Desk, Letter
from handlers.ui import charter_changes as ui
from handlers.ui.blocks import Message
from knowledge import amendments, charters
from knowledge.charter import changes
from knowledge.charter.reading import known
from knowledge.charters import CharterVersion
from knowledge.database import of_number
from knowledge.outbox import Kind


async def _changed(desk: Desk) -> Message | None:
    """What is different, and whether it is the last word still."""
    row, now = desk.row, desk.services.clock()
    async with desk.session as session:
        version = await of_number(session, CharterVersion, row.workspace, row.about)
        newest, _charter = await charters.current(session, row.workspace)
        may = await amendments.may_undo(session, version, by=row.to, now=now)
    if "undone" in row.facts:
        what = ui.undone(desk.words, row.facts["undone"])
    else:
        change = changes.read(row.facts["change"])
        what = ui.told(desk.words, change, known(version.text))
    why = row.facts["why"]
    return ui.changed(desk.words, version, what, why=why, newest=newest, may_undo=may)


LETTERS: dict[Kind, Letter] = {Kind.CHARTER_CHANGED: _changed}
