"""Letters about what a reaction asks for: where it is kept, that it takes a while, why not."""

from handlers import duplicates
from handlers.letters.desk import Desk, Letter
from handlers.ui import capture as ui
from handlers.ui import gestures as gestures_ui
from handlers.ui.blocks import Message
from knowledge import captured, entries, outbox
from knowledge.outbox import Kind, State
from knowledge.reactions import Deed


async def _kept(desk: Desk) -> Message | None:
    """Where the message is by now; nothing to somebody who keeps it no more."""
    workspace, facts = desk.row.workspace, desk.row.facts
    async with desk.session as session:
        message = await captured.find(session, workspace, facts["channel"], facts["ts"])
        if message is None or facts["person"] not in await captured.keepers(session, message):
            return None
        if message.entry_id is None:
            has_start = message.question is not None
            return ui.edit_and_save(desk.words, message.channel, message.ts, has_start=has_start)
        entry = await entries.get(session, workspace, message.entry_id)
    twins = await duplicates.seen_by(desk.services, desk.readers, entry, facts["person"])
    return ui.kept(desk.words, entry, twins, again=message.by != facts["person"])


async def _later(desk: Desk) -> Message | None:
    """Not to somebody for whom it has been done meanwhile."""
    async with desk.session as session:
        row = await outbox.with_key(session, desk.row.workspace, desk.row.facts["waits"])
    if row is None or row.state is not State.READY:
        return None
    return gestures_ui.later(desk.words, Deed(desk.row.facts["deed"]))


async def _refused(desk: Desk) -> Message | None:
    return gestures_ui.refused(desk.words, desk.row.facts["sentence"], desk.row.facts["told"])


LETTERS: dict[Kind, Letter] = {
    Kind.KEPT: _kept,
    Kind.GESTURE_LATER: _later,
    Kind.REFUSED: _refused,
}
