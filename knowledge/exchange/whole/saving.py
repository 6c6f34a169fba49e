"""Saving: all rows of a workspace's tables, as of one moment."""

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.exchange.whole.tables import BY_NAME, TABLES, Kept, Row, Whole
from knowledge.exchange.whole.values import as_json


async def save(session: AsyncSession, workspace: str) -> Whole:
    """Every row, in a transaction that has not read yet: what is written meanwhile is not seen."""
    if session.get_bind().dialect.name == "postgresql":
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return {kept.name: await _rows(session, kept, workspace) for kept in TABLES}


async def _rows(session: AsyncSession, kept: Kept, workspace: str) -> list[Row]:
    query = _query(kept, workspace).order_by(*kept.table.primary_key.columns)
    found = (await session.execute(query)).mappings()
    return [
        {name: as_json(value) for name, value in row.items() if name != "workspace"}
        for row in found
    ]


def _query(kept: Kept, workspace: str) -> Select[tuple[object, ...]]:
    table = kept.table
    if kept.parent is None:
        return select(table).where(table.c.workspace == workspace)
    column = next(name for name, parent in kept.refers.items() if parent == kept.parent)
    parent = BY_NAME[kept.parent].table
    ours = select(parent.c.id).where(parent.c.workspace == workspace)
    return select(table).where(table.c[column].in_(ours))
