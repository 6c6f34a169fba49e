"""Workspaces: which of them have let us in, since when, and which have let us go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, insert_once


class Workspace(Base):
    """One workspace. While it is gone nothing is sent there, and nothing of it is decided."""

    __tablename__ = "workspaces"

    workspace: Mapped[str] = mapped_column(String(32), primary_key=True)
    organisation: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str]
    installer: Mapped[str | None] = mapped_column(String(32))
    installed_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]

    @property
    def is_gone(self) -> bool:
        """Whether it has let us go, and not in again since."""
        return self.gone_at is not None


@dataclass(frozen=True)
class Arrival:
    """Who let us in where; `organisation` is the one that the workspace belongs to, if any."""

    workspace: str
    name: str = ""
    organisation: str | None = None
    installer: str | None = None


async def arrived(session: AsyncSession, arrival: Arrival, *, now: datetime) -> None:
    """It lets us in, for the first time or again: what waited for it goes on."""
    facts = {
        "organisation": arrival.organisation,
        "name": arrival.name,
        "installer": arrival.installer,
        "installed_at": now,
        "gone_at": None,
    }
    if not await insert_once(session, Workspace, workspace=arrival.workspace, **facts):
        this = Workspace.workspace == arrival.workspace
        await session.execute(update(Workspace).where(this).values(facts))


async def is_here(session: AsyncSession, workspace: str, *, now: datetime) -> None:
    """A token of ours works there: whatever was told before, it has not let us go."""
    facts = {"name": "", "installed_at": now}
    if not await insert_once(session, Workspace, workspace=workspace, **facts):
        gone = (Workspace.workspace == workspace, Workspace.gone_at.is_not(None))
        back = {"installed_at": now, "gone_at": None}
        await session.execute(update(Workspace).where(*gone).values(back))


async def left(session: AsyncSession, workspace: str, *, at: datetime, now: datetime) -> bool:
    """It has let us go at that moment; whether it has not let us in again since.

    One that we have never heard of counts as gone, too: nothing can be sent there.
    """
    facts = {"name": "", "installed_at": at, "gone_at": now}
    if await insert_once(session, Workspace, workspace=workspace, **facts):
        return True
    stands = (Workspace.workspace == workspace, Workspace.installed_at <= at)
    query = update(Workspace).where(*stands).values(gone_at=now).returning(Workspace.workspace)
    return (await session.scalar(query)) is not None


async def find(session: AsyncSession, workspace: str) -> Workspace | None:
    """The workspace, if we have heard of it."""
    query = select(Workspace).where(Workspace.workspace == workspace)
    return await session.scalar(query.execution_options(populate_existing=True))


async def known(session: AsyncSession) -> Sequence[Workspace]:
    """Every workspace that ever let us in, the first one first."""
    query = select(Workspace).order_by(Workspace.installed_at, Workspace.workspace)
    return (await session.scalars(query)).all()


async def present(session: AsyncSession) -> Sequence[Workspace]:
    """Those that let us in and have not let us go."""
    return [one for one in await known(session) if not one.is_gone]


def gone() -> Select[str]:
    """The ids of those that have let us go, for who asks what is due."""
    return select(Workspace.workspace).where(Workspace.gone_at.is_not(None))
