"""Emptying: every row of a database goes, those of the audit log too."""

from sqlalchemy import insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot import migrate
from knowledge.audit import AuditLine
from knowledge.audit_door import AuditDoor, Purpose


async def empty(connection: AsyncConnection | AsyncSession) -> None:
    """Delete all rows, in the transaction that is under way."""
    doors = select(AuditLine.workspace, literal(Purpose.REMOVAL.value)).distinct()
    await connection.execute(insert(AuditDoor).from_select(["workspace", "purpose"], doors))
    last = migrate.tables().tables[AuditDoor.__tablename__]
    for table in reversed(migrate.tables().sorted_tables):
        if table is not last:
            await connection.execute(table.delete())
    await connection.execute(last.delete())
