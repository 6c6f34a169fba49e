"""Letters about duplicates: to who settles that two entries contradict each other."""

from handlers import duplicates
from handlers.letters.desk import Desk, Letter
from handlers.ui import duplicates as ui
from handlers.ui.blocks import Message
from knowledge.outbox import Kind


async def _contradiction(desk: Desk) -> Message | None:
    """Both, to somebody who may see both; not sent at all when it was settled before."""
    row = desk.row
    async with desk.session as session:
        pair = await duplicates.pair_of(session, row.workspace, row.about)
    is_owed = pair.known.is_open and pair.known.contradicts
    if row.ts is None and (not is_owed or pair.known.round != row.facts["round"]):
        return None
    reader = await desk.readers.of_message(row.to, {pair.one.audience, pair.other.audience})
    if not duplicates.is_visible(pair, reader, await desk.charter()):
        return None
    return ui.contradiction(desk.words, pair, times=row.facts["times"])


LETTERS: dict[Kind, Letter] = {
    Kind.CONTRADICTION: _contradiction,
}
