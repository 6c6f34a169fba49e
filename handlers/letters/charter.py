"""Letters about the charter: to its leads, about what one of them has changed."""

from handlers.letters.desk import Desk, Letter
from handlers.ui import charter_changes as ui
from handlers.ui import forgetting as forgetting_ui
from handlers.ui.blocks import Message
from knowledge import amendments, charters
from knowledge.charter import changes
from knowledge.charter.membership import named
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


async def _names_nobody(desk: Desk) -> Message | None:
    """Unless somebody else is named there by now."""
    pseudonym = desk.row.facts["pseudonym"]
    async with desk.session as session:
        newest, charter = await charters.current(session, desk.row.workspace)
        version = await charters.version(session, desk.row.workspace, newest)
    if pseudonym not in named(version.text):
        return None
    return forgetting_ui.names_nobody(desk.words, pseudonym, charter)


LETTERS: dict[Kind, Letter] = {
    Kind.CHARTER_CHANGED: _changed,
    Kind.CHARTER_NAMES_NOBODY: _names_nobody,
}
