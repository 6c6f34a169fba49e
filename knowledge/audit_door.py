"""The audit door: the one way in which lines of the audit log are changed, and when.

Triggers of the database refuse to change or delete a line, whoever asks (migration 0020). They let
through what a row of this table allows, for one workspace and one purpose. The row lives within one
transaction: it is written, the work is done, it is deleted; nobody else ever sees it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum

from sqlalchemy import String, delete, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, word


class Purpose(StrEnum):
    """What the door is open for; nothing else gets through."""

    ERASURE = "erasure"  # whom a line names (`by`, `facts`) becomes a pseudonym; nothing else
    REMOVAL = "removal"  # lines are deleted: their workspace goes, or they are past their time


class AuditDoor(Base):
    """The door of a workspace's audit log, as long as it is open."""

    __tablename__ = "audit_doors"

    workspace: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(word(Purpose), primary_key=True)


@asynccontextmanager
async def opened(session: AsyncSession, workspace: str, purpose: Purpose) -> AsyncIterator[None]:
    """Let this transaction change the audit log of one workspace, for one purpose.

    What fails within must roll the transaction back: the door is only closed behind what succeeds.
    """
    await session.execute(insert(AuditDoor).values(workspace=workspace, purpose=purpose))
    yield
    ours = (AuditDoor.workspace == workspace, AuditDoor.purpose == purpose)
    await session.execute(delete(AuditDoor).where(*ours))
