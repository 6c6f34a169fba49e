"""Emptying: every row of a database goes, those of the audit log too."""

from functools import cache

from sqlalchemy import CompoundSelect, Table, insert, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot import migrate
from knowledge.audit import AuditLine
from knowledge.audit_door import AuditDoor, Purpose


async def empty(connection: AsyncConnection | AsyncSession) -> None:
    """Delete all rows, in the transaction that is under way."""
    filled = set((await connection.execute(_which_hold_rows())).scalars())
    if AuditLine.__tablename__ in filled:
        doors = select(AuditLine.workspace, literal(Purpose.REMOVAL.value)).distinct()
        await connection.execute(insert(AuditDoor).from_select(["workspace", "purpose"], doors))
    for table in _in_order():
        if table.name in filled:
            await connection.execute(table.delete())
    await connection.execute(_door().delete())


@cache
def _which_hold_rows() -> CompoundSelect[str]:
    """The names of the tables with rows: most tests fill five of sixty."""
    return union_all(
        *(
            select(literal(table.name)).where(select(literal(1)).select_from(table).exists())
            for table in _in_order()
        )
    )


@cache
def _in_order() -> list[Table]:
    """Every table, those that refer to others first; the door to the audit log stays open."""
    tables = reversed(migrate.tables().sorted_tables)
    return [table for table in tables if table is not _door()]


def _door() -> Table:
    return migrate.tables().tables[AuditDoor.__tablename__]
