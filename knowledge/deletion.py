"""Deletion: everything that a workspace has here goes, whatever table it is in."""

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, Table, delete, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.database import Base
from knowledge.traces import TENANT


async def counts(session: AsyncSession, workspace: str) -> Mapping[str, int]:
    """How many rows of each table are the workspace's; tables without any are left out."""
    found = {}
    for table in Base.metadata.sorted_tables:
        query = select(func.count()).select_from(table).where(is_of(table, workspace))
        if count := await session.scalar(query):
            found[table.name] = count
    return found


async def delete_all(session: AsyncSession, workspace: str) -> None:
    """Delete every row of the workspace; what refers to others first. Those of others stay."""
    for table in reversed(Base.metadata.sorted_tables):
        await session.execute(delete(table).where(is_of(table, workspace)))


def is_of(table: Table, workspace: str) -> ColumnElement[bool]:
    """Whether a row is the workspace's: it says so itself, or belongs to a row that does."""
    for column in table.columns:
        if column.name in TENANT:
            return column == workspace
    return or_(false(), *_parents(table, workspace))


def _parents(table: Table, workspace: str) -> Iterator[ColumnElement[bool]]:
    for key in table.foreign_keys:
        parent = key.column.table
        if parent is not table:
            theirs = select(key.column).where(is_of(parent, workspace))
            yield key.parent.in_(theirs)
