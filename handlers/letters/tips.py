"""Letters about tips: to whose topic it is, and to who suggests it."""

from handlers.letters.desk import Desk, Letter
from handlers.ui import tips as ui
from handlers.ui.blocks import Message
from knowledge import tips
from knowledge.outbox import Kind
from knowledge.tip import Tip


async def _owner(desk: Desk) -> Message | None:
    """As things stand; not sent at all to somebody who no longer decides."""
    tip = await _tip(desk)
    if desk.row.ts is None and not (tip.is_open and tip.owner == desk.row.to):
        return None
    private = [tip.audience] if tip.audience else []
    readable = await desk.channels.audiences_of(desk.row.to, private)
    charter = await desk.charter()
    return ui.put(desk.words, tip, charter, is_readable=len(readable) == len(private))


async def _state(desk: Desk) -> Message | None:
    tip = await _tip(desk)
    return ui.state(desk.words, tip) if tip.is_open or tip.decided_at else None


async def _news(desk: Desk) -> Message | None:
    """Not of what was taken back since."""
    tip = await _tip(desk)
    return ui.news(desk.words, tip) if tip.decided_at else None


async def _tip(desk: Desk) -> Tip:
    async with desk.session as session:
        return await tips.get(session, desk.row.workspace, desk.row.about)


LETTERS: dict[Kind, Letter] = {
    Kind.TIP: _owner,
    Kind.TIP_STATE: _state,
    Kind.TIP_NEWS: _news,
}
