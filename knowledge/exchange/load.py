"""Load: rows into the database. What a file has not changed since its last import is left alone.

Three states are compared: what the file says, what it said at its last import, and what the entry
says today. A field is taken from the file only where the file has changed it, so that importing
a file again neither repeats anything nor undoes what people have changed here meanwhile.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, review
from knowledge.database import alone
from knowledge.entry import Entry, Status
from knowledge.exchange.arrivals import Facts, facts, insert_all
from knowledge.exchange.imported import BESIDE, ImportedRow, digests, last_rows
from knowledge.exchange.names import keyless
from knowledge.exchange.rows import Row

DEED = entries.IMPORTED
BATCH = 500
"""Rows that are looked up and stored together."""


@dataclass
class Loaded:
    """What an import has done with its rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Batch:
    """Rows that are stored together, and what becomes of them."""

    rows: Sequence[Row]
    known: dict[str, Entry]
    last: dict[int, ImportedRow]
    new: list[tuple[Row, Facts]] = field(default_factory=list)
    touched: list[Entry] = field(default_factory=list)
    moved: list[Entry] = field(default_factory=list)


async def load(
    session: AsyncSession,
    rows: Sequence[Row],
    *,
    workspace: str,
    by: str,
    now: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> Loaded:
    """Store the rows in the session's transaction: all or none, as the caller commits.

    `progress` is told how many more rows are done.
    """
    loaded = Loaded()
    await alone(session, "import", workspace)
    nameless = await keyless(session, workspace)
    for part in _parts(rows):
        known = await _known(session, workspace, [str(row.id) for row in part], nameless)
        last = await last_rows(session, [entry.id for entry in known.values()])
        batch = Batch(part, known, last)
        _sort(session, batch, workspace=workspace, now=now)
        await _store(session, batch, by=by, now=now)
        loaded.added += len(batch.new)
        loaded.changed += len(batch.touched)
        loaded.unchanged += len(part) - len(batch.new) - len(batch.touched)
        progress(len(part))
    return loaded


def _sort(session: AsyncSession, batch: Batch, *, workspace: str, now: datetime) -> None:
    """Make new entries of unknown rows, and change the entries whose rows have changed."""
    for row in batch.rows:
        if entry := batch.known.get(str(row.id)):
            _compare(session, batch, row, entry, now=now)
        else:
            batch.new.append((row, facts(row, workspace=workspace, now=now)))


def _compare(session: AsyncSession, batch: Batch, row: Row, entry: Entry, *, now: datetime) -> None:
    last, said, status = batch.last.get(entry.id), digests(row), entry.status
    news = said.items() - (last.digests.items() if last else {})
    if _take_over(entry, row, {name for name, _ in news}):
        batch.touched.append(entry)
    if entry.status is not status:
        batch.moved.append(entry)
        if entry.status is Status.PUBLISHED:
            entry.published_at, entry.owner = now, entry.owner or entry.reviewer or entry.author
    if last is None:
        session.add(ImportedRow(entry_id=entry.id, digests=said))
    elif news:
        last.digests = said


async def _store(session: AsyncSession, batch: Batch, *, by: str, now: datetime) -> None:
    new = await insert_all(session, batch.new)
    await entries.add_all(session, new, by=by, now=now, deed=DEED)
    await entries.changed(session, *batch.touched, by=by, now=now, deed=DEED)
    for entry in batch.moved:
        await review.show_reviewer(session, entry, now=now)


def _take_over(entry: Entry, row: Row, news: Collection[str]) -> bool:
    """Take what the file has changed since its last import; say whether the entry changes."""
    wanted = {name: value for name, value in row.said.items() if name in news}
    extra = {name: value for name, value in row.extra.items() if BESIDE + name in news}
    wanted["extra"] = {**entry.extra, **extra}
    current = {name: getattr(entry, name) for name in wanted} | {"variants": [*entry.wordings]}
    changes = {name: value for name, value in wanted.items() if current[name] != value}
    for name, value in changes.items():
        if name == "variants":
            entry.reword(value)
        else:
            setattr(entry, name, value)
    return bool(changes)


async def _known(
    session: AsyncSession, workspace: str, keys: Sequence[str], nameless: dict[str, int]
) -> dict[str, Entry]:
    """The entries of those ids; one that had none keeps the id it is found by."""
    named = select(Entry).where(Entry.workspace == workspace, Entry.key.in_(keys))
    known = {str(entry.key): entry for entry in await session.scalars(named.with_for_update())}
    numbers = {nameless[key]: key for key in keys if key not in known and key in nameless}
    if numbers:
        unnamed = select(Entry).where(Entry.id.in_(numbers)).with_for_update()
        for entry in await session.scalars(unnamed):
            entry.key = numbers[entry.id]
            known[entry.key] = entry
    return known


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
