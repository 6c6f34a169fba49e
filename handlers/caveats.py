"""Caveats: what else is known of an answer, as far as whoever reads it may know."""

from collections.abc import Sequence

from handlers.readers import Readers
from handlers.ui.duplicates import Caveat
from knowledge import charters, duplicates, people, settling, sight
from knowledge.database import Sessions
from knowledge.entry import Entry
from knowledge.question import Question
from knowledge.sight import Reader


async def for_person(
    sessions: Sessions, readers: Readers, shown: Sequence[Entry], person: str
) -> dict[int, Caveat]:
    """Those of entries that one person is shown, by number."""
    pairs = await _pairs(sessions, readers, shown)
    reader = await readers.one(person, {other.audience for _, other in pairs})
    return await _caveats(sessions, readers, shown, pairs, reader)


async def for_everybody(
    sessions: Sessions, readers: Readers, shown: Sequence[Entry], channel: str | None
) -> dict[int, Caveat]:
    """Those of entries that everybody in a channel is shown."""
    pairs = await _pairs(sessions, readers, shown)
    reader = await readers.everybody_in(channel) if channel else sight.ANYBODY
    return await _caveats(sessions, readers, shown, pairs, reader)


async def of_question(
    sessions: Sessions, readers: Readers, shown: Sequence[Entry], question: Question
) -> dict[int, Caveat]:
    """Those of the entries that a reply to a question shows."""
    if question.is_public:
        return await for_everybody(sessions, readers, shown, question.channel)
    return await for_person(sessions, readers, shown, question.asker)


Pairs = Sequence[tuple[int, Entry]]


async def _pairs(sessions: Sessions, readers: Readers, shown: Sequence[Entry]) -> Pairs:
    if not shown:
        return ()
    workspace = readers.channels.workspace
    async with sessions.begin() as session:
        return await duplicates.contradicted(session, workspace, [one.id for one in shown])


async def _caveats(
    sessions: Sessions, readers: Readers, shown: Sequence[Entry], pairs: Pairs, reader: Reader
) -> dict[int, Caveat]:
    if not pairs:
        return {}
    workspace = readers.channels.workspace
    async with sessions.begin() as session:
        charter = await charters.in_force(session, workspace)
        gone = await people.gone(session, workspace)
    by_number = {one.id: one for one in shown}
    found: dict[int, Caveat] = {}
    for number, other in pairs:
        if sight.may_see(other, reader, charter):
            there = settling.settlers(charter, by_number[number], other, gone=gone)
            found.setdefault(number, Caveat(other, there[0] if there else None))
    return found
