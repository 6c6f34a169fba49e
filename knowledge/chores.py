"""Chores: what is to be done once in a while, by whichever replica comes to it first."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, insert_once


class Chore(Base):
    """One thing that is done again and again, and when that was begun last."""

    __tablename__ = "chores"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    begun_at: Mapped[datetime]


async def is_ours(session: AsyncSession, name: str, *, every: timedelta, now: datetime) -> bool:
    """Whether nobody has begun it for so long, so that it is ours to do, in this transaction.

    While another replica is at it nobody else is; where it fails, the next one tries. One that was
    begun in the future, by a clock that has been put right since, is due too.
    """
    if await insert_once(session, Chore, name=name, begun_at=now):
        return True
    held = select(Chore).where(Chore.name == name).with_for_update(skip_locked=True)
    chore = await session.scalar(held.execution_options(populate_existing=True))
    if chore is None or now - every < chore.begun_at <= now:
        return False
    await session.execute(update(Chore).where(Chore.name == name).values(begun_at=now))
    return True


async def forget(session: AsyncSession, workspace: str) -> None:
    """Drop what was done for one workspace: its name ends with the workspace's."""
    of_it = Chore.name.endswith(f":{workspace}", autoescape=True)
    await session.execute(delete(Chore).where(of_it))
