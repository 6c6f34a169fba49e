"""Load: rows into the database. What a file has not changed since its last import is left alone,
so that importing it again neither repeats anything nor undoes what people have changed meanwhile.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, review_news
from knowledge.database import alone
from knowledge.entry import Entry, Status
from knowledge.exchange import gone
from knowledge.exchange.arrivals import Facts, facts, insert_all
from knowledge.exchange.comparing import Difference, apply, compare
from knowledge.exchange.imported import DEED, ImportedRow, last_rows
from knowledge.exchange.loaded import Loaded, touched
from knowledge.exchange.names import keyless
from knowledge.exchange.rows import Row

__all__ = ["Loaded", "load"]

BATCH = 500
"""Rows that are looked up and stored together."""


@dataclass
class Batch:
    """Rows that are stored together, the entries that they are of, and how these differ."""

    known: dict[str, Entry]
    last: dict[int, ImportedRow]
    new: list[tuple[Row, Facts]] = field(default_factory=list)
    differences: list[tuple[Entry, Difference]] = field(default_factory=list)

    @property
    def changed(self) -> list[Entry]:
        """The entries that change."""
        return [entry for entry, difference in self.differences if difference.taken]


async def load(
    session: AsyncSession,
    rows: Sequence[Row],
    *,
    workspace: str,
    by: str,
    now: datetime,
    sources: Collection[str] = (),
    left_out: Collection[str] = (),
    archive: bool = False,
    overwrite: bool = False,
    dry: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Loaded:
    """Store the rows in the session's transaction: all or none, as the caller commits.

    Entries of these `sources` that are neither among the rows nor `left_out` are gone there, and
    told, and with `archive` archived. With `overwrite` the file wins where people have changed the
    same. A `dry` run writes nothing. `progress` is told how many more rows are done.
    """
    loaded = Loaded()
    await alone(session, "import", workspace)
    nameless = await keyless(session, workspace)
    for part in _parts(rows):
        batch = await _batch(session, part, workspace, nameless, overwrite=overwrite, now=now)
        _tell(loaded, batch, len(part))
        if not dry:
            await _store(session, batch, nameless, by=by, now=now)
        progress(len(part))
    missing = await gone.find(session, workspace, sources, rows, left_out)
    loaded.gone = [touched(entry) for entry in missing]
    if archive and not dry:
        await gone.archive(session, missing, by=by, now=now)
    loaded.archived = len(missing) if archive else 0
    return loaded


async def _batch(
    session: AsyncSession,
    rows: Sequence[Row],
    workspace: str,
    nameless: dict[str, int],
    *,
    overwrite: bool,
    now: datetime,
) -> Batch:
    """Find the entries of the rows, and compare."""
    known = await _known(session, workspace, [str(row.id) for row in rows], nameless)
    batch = Batch(known, await last_rows(session, [entry.id for entry in known.values()]))
    for row in rows:
        if entry := known.get(str(row.id)):
            last = batch.last.get(entry.id)
            digests = last.digests if last else None
            batch.differences.append((entry, compare(row, entry, digests, overwrite=overwrite)))
        else:
            batch.new.append((row, facts(row, workspace=workspace, now=now)))
    return batch


def _tell(loaded: Loaded, batch: Batch, count: int) -> None:
    loaded.added += len(batch.new)
    loaded.changed += len(batch.changed)
    loaded.unchanged += count - len(batch.new) - len(batch.changed)
    for entry, difference in batch.differences:
        if difference.taken:
            loaded.changes.append(touched(entry, [*difference.taken]))
        if difference.conflicts:
            loaded.conflicts.append(touched(entry, difference.conflicts))


async def _store(
    session: AsyncSession, batch: Batch, nameless: dict[str, int], *, by: str, now: datetime
) -> None:
    new = await insert_all(session, batch.new)
    await entries.add_all(session, new, by=by, now=now, deed=DEED)
    for key, entry in batch.known.items():
        if key in nameless:  # it keeps the id that it was found by
            entry.key = key
    moved = []
    for entry, difference in batch.differences:
        if _take(session, batch, entry, difference, now=now):
            moved.append(entry)
    await entries.changed(session, *batch.changed, by=by, now=now, deed=DEED)
    for entry in moved:
        await review_news.show_reviewer(session, entry, now=now)


def _take(
    session: AsyncSession, batch: Batch, entry: Entry, difference: Difference, *, now: datetime
) -> bool:
    """Change an entry and note what its row said; whether its status is another one now."""
    status = entry.status
    apply(entry, difference.taken)
    if last := batch.last.get(entry.id):
        last.digests = difference.digests
    else:
        session.add(ImportedRow(entry_id=entry.id, digests=difference.digests))
    if entry.status is status:
        return False
    if entry.status is Status.PUBLISHED:
        entry.published_at, entry.owner = now, entry.owner or entry.reviewer or entry.author
    entry.archived_at = now if entry.status is Status.ARCHIVED else None
    return True


async def _known(
    session: AsyncSession, workspace: str, keys: Sequence[str], nameless: dict[str, int]
) -> dict[str, Entry]:
    """The entries of those ids, and those that an export would give one of them."""
    named = select(Entry).where(Entry.workspace == workspace, Entry.key.in_(keys))
    known = {str(entry.key): entry for entry in await session.scalars(named.with_for_update())}
    numbers = {nameless[key]: key for key in keys if key not in known and key in nameless}
    if numbers:
        unnamed = select(Entry).where(Entry.id.in_(numbers)).with_for_update()
        known |= {numbers[entry.id]: entry for entry in await session.scalars(unnamed)}
    return known


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
