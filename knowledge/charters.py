"""The charter in force: every version that was applied, and the one that counts."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import audit
from knowledge.charter import EMPTY, Charter
from knowledge.charter.reading import known
from knowledge.database import Base, alone


class CharterVersion(Base):
    """A charter as it was applied, to the letter."""

    __tablename__ = "charter_versions"
    __table_args__ = (UniqueConstraint("workspace", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    text: Mapped[str]
    applied_at: Mapped[datetime]
    applied_by: Mapped[str] = mapped_column(String(32))


async def latest(session: AsyncSession, workspace: str) -> CharterVersion | None:
    """The version in force, if any was ever applied."""
    query = (
        select(CharterVersion)
        .where(CharterVersion.workspace == workspace)
        .order_by(CharterVersion.number.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def current(session: AsyncSession, workspace: str) -> tuple[int, Charter]:
    """The charter in force and its number; an empty one, number 0, before the first."""
    version = await latest(session, workspace)
    return (version.number, known(version.text)) if version else (0, EMPTY)


async def in_force(session: AsyncSession, workspace: str) -> Charter:
    """The charter in force, or an empty one."""
    return (await current(session, workspace))[1]


async def apply(
    session: AsyncSession, text: str, *, workspace: str, by: str, now: datetime
) -> CharterVersion:
    """Put a charter into force. The same text again changes nothing.

    Raises:
        CharterFaults: it has faults; the old one stays in force.
    """
    known(text)
    await alone(session, workspace, "charter")
    before = await latest(session, workspace)
    if before and before.text == text:
        return before
    version = CharterVersion(
        workspace=workspace,
        number=before.number + 1 if before else 1,
        text=text,
        applied_at=now,
        applied_by=by,
    )
    session.add(version)
    await session.flush()
    audit.record(session, "charter.applied", version, by=by, now=now, number=version.number)
    return version
