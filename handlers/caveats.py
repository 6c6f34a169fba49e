"""Caveats: what else is known of an answer, as far as whoever reads it may know."""

from collections.abc import Sequence

from handlers.channels import Channels
from handlers.ui.duplicates import Caveat
from knowledge import charters, duplicates, people, settling
from knowledge.database import Sessions
from knowledge.entry import Entry
from knowledge.question import Question


async def for_person(
    sessions: Sessions, channels: Channels, shown: Sequence[Entry], person: str
) -> dict[int, Caveat]:
    """Those of entries that one person is shown, by number."""
    pairs = await _pairs(sessions, channels.workspace, shown)
    private = {other.audience for _, other in pairs if other.audience}
    mine = await channels.audiences_of(person, private)
    return await _caveats(sessions, channels.workspace, shown, pairs, mine)


async def for_everybody(
    sessions: Sessions, workspace: str, shown: Sequence[Entry], home: str | None
) -> dict[int, Caveat]:
    """Those of entries that everybody in a channel is shown; `home`: it, if it is private."""
    pairs = await _pairs(sessions, workspace, shown)
    return await _caveats(sessions, workspace, shown, pairs, frozenset({home} if home else ()))


async def of_question(
    sessions: Sessions, channels: Channels, shown: Sequence[Entry], question: Question
) -> dict[int, Caveat]:
    """Those of the entries that a reply to a question shows."""
    if question.is_public:
        return await for_everybody(sessions, channels.workspace, shown, question.audience)
    return await for_person(sessions, channels, shown, question.asker)


Pairs = Sequence[tuple[int, Entry]]


async def _pairs(sessions: Sessions, workspace: str, shown: Sequence[Entry]) -> Pairs:
    if not shown:
        return ()
    async with sessions.begin() as session:
        return await duplicates.contradicted(session, workspace, [one.id for one in shown])


async def _caveats(
    sessions: Sessions,
    workspace: str,
    shown: Sequence[Entry],
    pairs: Pairs,
    audiences: frozenset[str],
) -> dict[int, Caveat]:
    seen = [(number, other) for number, other in pairs if other.is_visible(audiences)]
    if not seen:
        return {}
    by_number = {one.id: one for one in shown}
    async with sessions.begin() as session:
        charter = await charters.in_force(session, workspace)
        gone = await people.gone(session, workspace)
    found: dict[int, Caveat] = {}
    for number, other in seen:
        there = settling.settlers(charter, by_number[number], other, gone=gone)
        found.setdefault(number, Caveat(other, there[0] if there else None))
    return found
