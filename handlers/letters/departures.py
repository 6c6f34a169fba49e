"""Letters about departures: to those in charge, what somebody who leaves did."""

from handlers.letters.desk import Desk, Letter
from handlers.sheets import seen_by
from handlers.ui import departures as ui
from handlers.ui.blocks import Message
from knowledge.outbox import Kind


async def _sheet(desk: Desk) -> Message | None:
    """The sheet as things stand; not sent at all when it was dealt with before."""
    services, row = desk.services, desk.row
    seen = await seen_by(
        row.to,
        row.about,
        sessions=services.sessions,
        channels=desk.channels,
        now=services.clock(),
    )
    if row.ts is None and not seen.departure.is_open:
        return None
    return ui.sheet(desk.words, seen)


LETTERS: dict[Kind, Letter] = {Kind.DEPARTURE: _sheet}
