"""Arrivals: rows whose entries are new here, stored in few statements.

Where SQLite must tell the number it gives to each row, it takes them one by one; thousands of them
would hold its only write lock for a minute. So they are inserted unseen, and found by their ids.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.entry import Entry, Status, Variant
from knowledge.exchange.imported import ImportedRow, digests
from knowledge.exchange.rows import Row

Facts = dict[str, Any]
"""The columns of an entry."""


def facts(row: Row, *, workspace: str, now: datetime) -> Facts:
    """A new entry of a row: published, unless the row says otherwise."""
    said = row.model_dump(exclude={"id", "variants", "status"})
    status = row.status or Status.PUBLISHED
    return said | {
        "key": row.id,
        "workspace": workspace,
        "status": status,
        "created_at": now,
        "updated_at": now,
        "published_at": now if status is Status.PUBLISHED else None,
        "owner": row.owner or (row.author if status is Status.PUBLISHED else None),
        "archived_at": now if status is Status.ARCHIVED else None,
    }


async def insert_all(session: AsyncSession, new: Sequence[tuple[Row, Facts]]) -> Sequence[Entry]:
    """Store new entries with their variants, and give them back, in order."""
    if not new:
        return []
    await session.execute(insert(Entry), [one for _, one in new])
    here = Entry.workspace == new[0][1]["workspace"]
    keys = [row.id for row, _ in new]
    found = await session.execute(select(Entry.key, Entry.id).where(here, Entry.key.in_(keys)))
    numbers = {str(key): number for key, number in found}
    if variants := [variant for row, _ in new for variant in _variants(row, numbers)]:
        await session.execute(insert(Variant), variants)
    said = [{"entry_id": numbers[str(row.id)], "digests": digests(row)} for row, _ in new]
    await session.execute(insert(ImportedRow), said)
    entries = select(Entry).where(here, Entry.key.in_(keys)).order_by(Entry.id)
    return (await session.scalars(entries)).all()


def _variants(row: Row, numbers: dict[str, int]) -> list[Facts]:
    entry = numbers[str(row.id)]
    return [
        {"entry_id": entry, "position": position, "text": text}
        for position, text in enumerate(row.variants)
    ]
