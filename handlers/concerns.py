"""Concerns: where words belong, whom they can be passed to, and what a person sees of signals."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.ui.overview import Overview
from handlers.ui.whom import Whom
from handlers.visit import Visit
from knowledge import charters, owners, people, signals, tally
from knowledge.charter import Charter
from knowledge.errors import NobodyToTell
from knowledge.owners import Belonging, find_owner
from knowledge.routing import Guess


async def belonging(
    session: AsyncSession, visit: Visit, charter: Charter, text: str, audience: str | None
) -> Belonging:
    """Which topic and process these words are about, as far as their readers may know."""
    index = await visit.library.index(session, visit.workspace)
    guesses = index.topics(text, audiences=[audience] if audience else [])
    return owners.belonging([Guess(one.topic, one.certainty) for one in guesses], charter)


async def whom(
    session: AsyncSession, workspace: str, charter: Charter, *, besides: Collection[str]
) -> Whom:
    """The processes somebody can pass something on to, and who of the others has it then.

    Raises:
        NobodyToTell: there is nobody else.
    """
    others = {*besides, *await people.gone(session, workspace)}
    processes = [*(process.id for process in charter.processes), None]
    found = {process: find_owner(charter, process, besides=others) for process in processes}
    there = {process: owner for process, owner in found.items() if owner}
    if not there:
        raise NobodyToTell
    return Whom(charter, there, await people.names(session, workspace, set(there.values())))


async def overview(visit: Visit, since: datetime, *, counts_for_all: bool) -> Overview:
    """What this person owes a word on and passes on; the counts, if they may see them.

    On their home only owners and leads do: what comes in is theirs to deal with.
    """
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        may = counts_for_all or visit.user in owners.everybody(charter)
        seen = Overview(
            owed=await signals.owed_by(session, visit.workspace, visit.user),
            passed=await signals.passed_on_by(session, visit.workspace, visit.user),
            counts=await tally.counts(session, visit.workspace, since) if may else None,
            charter=charter,
        )
    private = {one.audience for one in (*seen.owed, *seen.passed) if one.audience}
    return replace(seen, private=await visit.channels.audiences_of(visit.user, private))
