"""Letters about flags: to who keeps an entry true, to who flagged it, and to who leads."""

from handlers.letters.desk import Desk, Letter
from handlers.ui import flags as ui
from handlers.ui import keepers as keepers_ui
from handlers.ui.blocks import Message
from handlers.ui.flag_settling import Shown
from handlers.ui.flags import Settled
from knowledge import audit, entries, flags, recalls, source_changes
from knowledge.flag import Flag
from knowledge.flag_overdue import Cause
from knowledge.outbox import Kind


async def _asked(desk: Desk) -> Message | None:
    """As things stand; not sent at all to somebody who no longer has it."""
    shown = await _shown(desk)
    if desk.row.ts is None and not _still(desk, shown.flag):
        return None
    return keepers_ui.asked(desk.words, shown, desk.row.to)


async def _reminder(desk: Desk) -> Message | None:
    """Of several that are due at once, after a time without a worker, the last one only."""
    shown = await _shown(desk)
    following, now = desk.row.facts["next"], desk.services.clock().timestamp()
    is_overtaken = following is not None and following <= now
    if is_overtaken or not _still(desk, shown.flag):
        return None
    return keepers_ui.reminder(desk.words, shown)


async def _moved(desk: Desk) -> Message | None:
    """Whoever was told of it; not of what has come back to them since."""
    shown = await _shown(desk)
    if shown.flag.owner == desk.row.to:
        return None
    return keepers_ui.moved(desk.words, shown, Cause(desk.row.facts["cause"]))


async def _overdue(desk: Desk) -> Message | None:
    """Not sent for a day that has passed."""
    shown = await _shown(desk)
    if desk.row.ts is None and not _still(desk, shown.flag):
        return None
    return keepers_ui.overdue(desk.words, shown, Cause(desk.row.facts["cause"]))


async def _news(desk: Desk) -> Message | None:
    """What became of it; not that it takes longer, once it is settled."""
    row, said = desk.row, desk.row.facts["news"]
    async with desk.session as session:
        flag = await flags.get(session, row.workspace, row.about)
        entry = await entries.get(session, row.workspace, flag.entry_id)
        before = await recalls.text_at(session, entry, flag.revision)
    is_true = flag.is_open if said in set(Cause) else flag.status == said
    if not is_true:
        return None
    reads = await desk.readers.may_read(row.to, entry, await desk.charter())
    return ui.news(desk.words, Settled(flag, entry, before, reads), said)


async def _shown(desk: Desk) -> Shown:
    """The flag as the row's reader may see it: what is kept in a private conversation is for those
    who are in it, and for no channel.
    """
    async with desk.session as session:
        flag = await flags.get(session, desk.row.workspace, desk.row.about)
        entry = await entries.get(session, desk.row.workspace, flag.entry_id)
        remarks = await flags.remarks(session, flag)
        story = await audit.history(session, flag)
        changed = await source_changes.edits(session, flag) if flag.is_open else ()
        follows = await source_changes.followed(session, entry, changed)
    reads = await desk.readers.may_read(desk.row.to, entry, await desk.charter())
    return Shown(flag, entry, remarks, await desk.charter(), reads, story, follows)


def _still(desk: Desk, flag: Flag) -> bool:
    """Whether a word is still owed by the person it was with when the row was planned."""
    return flag.is_open and flag.round == desk.row.facts["round"]


LETTERS: dict[Kind, Letter] = {
    Kind.FLAG: _asked,
    Kind.FLAG_REMINDER: _reminder,
    Kind.FLAG_MOVED: _moved,
    Kind.FLAG_NEWS: _news,
    Kind.FLAG_OVERDUE: _overdue,
}
