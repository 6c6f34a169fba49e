"""Sight: the entries that a person may see, as things stand now."""

from collections.abc import Sequence

from handlers.visit import Visit
from knowledge import charters, entries, sight
from knowledge.entry import Entry
from knowledge.errors import NotFound


async def visible_entry(visit: Visit, number: int) -> Entry:
    """The entry of that number, if this person may see it.

    Raises:
        NotFound: there is none, or not for them.
    """
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number)
        charter = await charters.in_force(session, visit.workspace)
    reader = await visit.readers.one(visit.user, {entry.audience})
    if not sight.may_see(entry, reader, charter):
        raise NotFound
    return entry


async def visible(visit: Visit, found: Sequence[Entry]) -> list[Entry]:
    """Those of the entries that this person may see now."""
    reader = await visit.readers.one(visit.user, {entry.audience for entry in found})
    charter = await visit.charter()
    return [entry for entry in found if sight.may_see(entry, reader, charter)]
