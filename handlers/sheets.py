"""Sheets: what one reader may see of a departure."""

from datetime import datetime

from handlers.channels import Channels
from handlers.ui.departures import Seen
from knowledge import charters, departures, farewell, sheets
from knowledge.database import Sessions


async def seen_by(
    reader: str, number: int, *, sessions: Sessions, channels: Channels, now: datetime
) -> Seen:
    """A departure as this person reads it; a channel sees only what everybody may."""
    workspace = channels.workspace
    async with sessions.begin() as session:
        one = await departures.get(session, workspace, number)
        charter = await charters.in_force(session, workspace)
        whole = await sheets.of(session, workspace, one.person, charter=charter, now=now)
        private = whole.audiences | await farewell.audiences(session, workspace, one.person, now)
    inside = await channels.audiences_of(reader, private)
    async with sessions.begin() as session:
        soles = await farewell.questions(
            session, workspace, one.person, charter=charter, audiences=inside, now=now
        )
    return Seen(one, whole.seen_in(inside), charter, soles)
