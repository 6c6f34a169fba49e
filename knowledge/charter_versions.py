"""Versions of the charter: each as it was applied, by whom and why; the last one is in force."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.charter import EMPTY, Charter, CharterFaults
from knowledge.charter.reading import known
from knowledge.database import Base
from knowledge.errors import NotFound


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
    why: Mapped[str | None]


class NoCharter(NotFound):
    """None was ever applied."""

    sentence = "No charter has been put into force yet."


class NoVersion(NotFound):
    """None was applied under this number."""

    sentence = "The charter has no version {number}: its versions are 1 to {latest}."


async def latest(session: AsyncSession, workspace: str) -> CharterVersion | None:
    """The version in force, if any was ever applied."""
    query = (
        select(CharterVersion)
        .where(CharterVersion.workspace == workspace)
        .order_by(CharterVersion.number.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def versions(session: AsyncSession, workspace: str) -> Sequence[CharterVersion]:
    """Every version that was applied, newest first."""
    query = (
        select(CharterVersion)
        .where(CharterVersion.workspace == workspace)
        .order_by(CharterVersion.number.desc())
    )
    return (await session.scalars(query)).all()


async def version(
    session: AsyncSession, workspace: str, number: int | None = None
) -> CharterVersion:
    """The version of that number; the one in force if none is named.

    Raises:
        NoCharter, NoVersion: there is none.
    """
    last = await latest(session, workspace)
    if last is None:
        raise NoCharter
    if number is None:
        return last
    found = await numbered(session, workspace, number) if number <= last.number else None
    if found is None:
        raise NoVersion(number=number, latest=last.number)
    return found


async def numbered(session: AsyncSession, workspace: str, number: int) -> CharterVersion | None:
    """The version of that number; none for 0, when no charter was in force."""
    query = select(CharterVersion).where(
        CharterVersion.workspace == workspace, CharterVersion.number == number
    )
    return await session.scalar(query)


async def current(session: AsyncSession, workspace: str) -> tuple[int, Charter]:
    """The charter in force and its number; an empty one, number 0, before the first."""
    last = await latest(session, workspace)
    return (last.number, parsed(last.text)) if last else (0, EMPTY)


async def in_force(session: AsyncSession, workspace: str) -> Charter:
    """The charter in force, or an empty one."""
    return (await current(session, workspace))[1]


async def at_number(session: AsyncSession, workspace: str, number: int) -> Charter:
    """The charter of that version, to say how things were called under it.

    An empty one for 0, when none was in force, and where this release reads it no more.
    """
    return as_read(await numbered(session, workspace, number))


def as_read(applied: CharterVersion | None) -> Charter:
    """What a version says; nothing where there is none, or this release reads it no more."""
    try:
        return parsed(applied.text) if applied else EMPTY
    except CharterFaults:
        return EMPTY


def parsed(text: str, *, name: str = "charter.yaml") -> Charter:
    """Read a charter, once; raises CharterFaults, with the lines in `name`."""
    try:
        return known(text)
    except CharterFaults as found:
        raise CharterFaults(found.faults, name) from found
