"""Survey: every pair of published entries that answer the same question, in the whole stock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import duplicates, rulings, twins
from knowledge.database import alone
from knowledge.duplicate import ordered
from knowledge.entry import Entry, Status
from knowledge.search.index import Index
from knowledge.twins import Kept, Twin

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Found:
    """A pair: an entry and its twin."""

    entry: Entry
    twin: Twin


async def stock(session: AsyncSession, workspace: str) -> tuple[Sequence[Entry], Kept]:
    """The published entries, and the pairs of which both were kept."""
    query = select(Entry).where(Entry.workspace == workspace, Entry.status == Status.PUBLISHED)
    published = (await session.scalars(query.order_by(Entry.id))).all()
    return published, twins.kept_apart(await rulings.all_kept(session, workspace))


def look(
    published: Sequence[Entry],
    settled: Kept,
    index: Index,
    *,
    progress: Progress = lambda _done, _of: None,
) -> list[Found]:
    """The pairs to settle among these entries: contradictions first, then the surest.

    Each is looked for by its title among all wordings of the others. Reads nothing and writes
    nothing, for with ten thousand entries it takes minutes.
    """
    known = {entry.id: entry for entry in published}
    audiences = {entry.audience for entry in published if entry.audience}
    found: dict[tuple[int, int], Found] = {}
    for done, entry in enumerate(published, 1):
        near = twins.candidates(index, entry, audiences=audiences, wordings=0)
        for number, confidence in near.items():
            other = known.get(number)
            pair = ordered(entry, other) if other else (0, 0)
            before = found.get(pair)
            if other is None or (before and before.twin.confidence >= confidence):
                continue
            if twins.is_kept(entry, other, settled):
                continue
            one = Found(entry, twins.twin(entry, other, confidence, index))
            if duplicates.counts(entry, one.twin):
                found[pair] = one
        progress(done, len(published))
    return sorted(found.values(), key=_order)


def _order(found: Found) -> tuple[bool, float, int]:
    return not found.twin.contradicts, -found.twin.confidence, found.entry.id


async def keep(
    session: AsyncSession, workspace: str, found: Sequence[Found], *, now: datetime
) -> None:
    """Write the pairs down, as far as both entries are still as they were looked at."""
    await alone(session, "duplicates", workspace)
    for one in found:
        pair = [await session.get(Entry, e.id) for e in (one.entry, one.twin.entry)]
        if all(
            now_ and now_.status is Status.PUBLISHED and now_.revision == then.revision
            for now_, then in zip(pair, (one.entry, one.twin.entry), strict=True)
        ):
            await duplicates.keep(session, one.entry, one.twin, now=now)
