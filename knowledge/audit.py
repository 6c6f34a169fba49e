"""The audit log: who did what to what, when. Lines are added, never changed.

The database refuses it, too: see `audit_door`.
"""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Index, String, event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base


class Subject(Protocol):
    """Anything of a workspace that has a number."""

    __tablename__: str

    @property
    def id(self) -> int: ...

    @property
    def workspace(self) -> str: ...


class AuditLine(Base):
    """One deed. `facts` hold ids and figures, never what people wrote."""

    __tablename__ = "audit_log"
    __table_args__ = (Index(None, "workspace", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    deed: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    facts: Mapped[dict[str, Any]]


class Unchangeable(Exception):
    """Something of ours would have changed a line of the audit log: see `audit_door`."""


@event.listens_for(AuditLine, "before_update")
@event.listens_for(AuditLine, "before_delete")
def _refuse(*_: object) -> None:
    raise Unchangeable


def record(
    session: AsyncSession, deed: str, subject: Subject, *, by: str, now: datetime, **facts: Any
) -> None:
    """Write one line, in the transaction of the deed. The subject must have its number."""
    session.add(AuditLine(**line(deed, subject, by=by, now=now, **facts)))


def line(deed: str, subject: Subject, *, by: str, now: datetime, **facts: Any) -> dict[str, Any]:
    """What one line says, for who writes many with one statement."""
    return {
        "workspace": subject.workspace,
        "at": now,
        "by": by,
        "deed": deed,
        "subject": subject.__tablename__,
        "subject_id": subject.id,
        "facts": facts,
    }


async def history(session: AsyncSession, subject: Subject) -> list[AuditLine]:
    """Everything that was done to one thing, oldest first."""
    query = (
        select(AuditLine)
        .where(
            AuditLine.workspace == subject.workspace,
            AuditLine.subject == subject.__tablename__,
            AuditLine.subject_id == subject.id,
        )
        .order_by(AuditLine.id)
    )
    return list(await session.scalars(query))
