"""Restoring: a whole workspace into one that is empty. Numbers stay as they are where they can."""

from datetime import datetime

from sqlalchemy import func, insert, literal, select, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, charters
from knowledge.audit import AuditLine
from knowledge.charter import CharterFaults
from knowledge.database import LARGEST, alone
from knowledge.entry import Change, Entry
from knowledge.exchange.faults import Unreadable
from knowledge.exchange.whole.tables import TABLES, Kept, Row, Whole, told
from knowledge.exchange.whole.values import of_json

DEED = "entry.restored"
BATCH = 500

Numbers = dict[str, dict[int, int]]
"""The new number of each row, by table and old number."""


async def restore(
    session: AsyncSession, whole: Whole, *, workspace: str, by: str, now: datetime
) -> None:
    """Store all of it in the session's transaction.

    Raises:
        Unreadable: the workspace is not empty, or a row is none.
    """
    await alone(session, "import", workspace)
    await _only_empty(session, workspace)
    numbers: Numbers = {}
    for kept in TABLES:
        rows = [_checked(kept, row, number) for number, row in enumerate(whole[kept.name], 1)]
        numbers[kept.name] = await _numbers(session, kept, rows)
        try:
            await _insert(session, kept, [_moved(kept, row, numbers, workspace) for row in rows])
        except (IntegrityError, DataError) as error:
            told = f"tables/{kept.name}.jsonl: rows that cannot stand beside each other"
            raise Unreadable(told) from error
    _check_charter(whole)
    await _tell(session, workspace, by=by, now=now)


def _checked(kept: Kept, row: Row, line: int) -> Row:
    try:
        return of_json(kept, row)
    except Unreadable as unreadable:
        raise Unreadable(f"tables/{kept.name}.jsonl, line {line}: {unreadable.reason}") from None


def _check_charter(whole: Whole) -> None:
    """The one that would be in force must be one that this release reads."""
    try:
        for version in whole["charter_versions"][-1:]:
            charters.parsed(version["text"])
    except CharterFaults as faults:
        raise Unreadable(f"the charter in force has faults: {faults}") from faults


async def _only_empty(session: AsyncSession, workspace: str) -> None:
    for kept in TABLES:
        if kept.parent is None:
            table = kept.table
            query = select(literal(1)).where(table.c.workspace == workspace).limit(1)
            if await session.scalar(query):
                raise Unreadable(
                    f"the workspace {workspace} is not empty (there are {kept.name}), and a "
                    "complete export goes into an empty one; its entries alone can be brought to "
                    "any: import its entries folder"
                )


async def _numbers(session: AsyncSession, kept: Kept, rows: list[Row]) -> dict[int, int]:
    """The number that each row gets: its own where all are free, else above all that are taken."""
    if not rows or "id" not in kept.table.c:
        return {}
    old = [row["id"] for row in rows]
    first, last = min(old), max(old)
    taken = await session.scalar(select(func.max(kept.table.c.id))) or 0
    shift = 0 if taken < first else int(taken) + 1 - first
    if first < 1 or last + shift > LARGEST or len({*old}) < len(old):
        raise Unreadable(f"tables/{kept.name}.jsonl: numbers that its rows cannot have")
    return {number: number + shift for number in old}


def _moved(kept: Kept, row: Row, numbers: Numbers, workspace: str) -> Row:
    """The row with its new number, and the new numbers of what it refers to."""
    moved: Row = {**row}
    own = {"id": kept.name} if "id" in row else {}
    for name, other in {**own, **kept.refers}.items():
        if (number := row.get(name)) is None:
            continue
        if number not in numbers[other]:
            raise Unreadable(f"tables/{kept.name}.jsonl: {name} {number} is not in {other}")
        moved[name] = numbers[other][number]
    for name in kept.tells:
        moved[name] = told(row.get(name, {}), numbers["entries"])
    return moved | ({"workspace": workspace} if "workspace" in kept.table.c else {})


async def _insert(session: AsyncSession, kept: Kept, rows: list[Row]) -> None:
    for start in range(0, len(rows), BATCH):
        await session.execute(insert(kept.table), rows[start : start + BATCH])
    if rows and "id" in kept.table.c and session.get_bind().dialect.name == "postgresql":
        name = kept.name
        await session.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")
        )


async def _tell(session: AsyncSession, workspace: str, *, by: str, now: datetime) -> None:
    """Tell search and the audit log of every entry."""
    entries = (await session.scalars(select(Entry).where(Entry.workspace == workspace))).all()
    for start in range(0, len(entries), BATCH):
        part = entries[start : start + BATCH]
        feed = [{"workspace": workspace, "entry_id": entry.id} for entry in part]
        lines = [audit.line(DEED, entry, by=by, now=now) for entry in part]
        await session.execute(insert(Change), feed)
        await session.execute(insert(AuditLine), lines)
