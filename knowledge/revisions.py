"""Revisions: what an entry said before, who changed it, when and why; and back to any of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.entry import Entry, Genre, Revision
from knowledge.entry_errors import KeptForFewer
from knowledge.errors import NotFound

PAGE = 10
"""Revisions on one page of a history."""

REVERTED = "entry.reverted"
"""What it is called when an entry says again what it said before."""


@dataclass(frozen=True)
class Version:
    """What an entry says, at one time: all that people edit."""

    title: str
    body: str
    kind: Genre
    topic: str | None
    wordings: tuple[str, ...]


def saying(thing: Entry | Revision) -> Version:
    """What an entry says now, or said then."""
    if isinstance(thing, Entry):
        return Version(thing.title, thing.body, thing.kind, thing.topic, thing.wordings)
    facts = thing.facts
    kind, topic, wordings = Genre(facts["kind"]), facts["topic"], tuple(facts["variants"])
    return Version(thing.title, thing.body, kind, topic, wordings)


def audience(revision: Revision) -> str | None:
    """The private channel that it was kept for; None for everyone."""
    kept_for: str | None = revision.facts.get("audience")
    return kept_for


async def history(session: AsyncSession, entry: Entry, *, page: int = 0) -> Sequence[Revision]:
    """A page of what it said, latest first."""
    query = (
        select(Revision)
        .where(Revision.entry_id == entry.id)
        .order_by(Revision.number.desc())
        .offset(page * PAGE)
        .limit(PAGE)
    )
    return (await session.scalars(query)).all()


async def everything(session: AsyncSession, entry: Entry) -> list[Revision]:
    """All that it said, oldest first."""
    query = select(Revision).where(Revision.entry_id == entry.id).order_by(Revision.number)
    return list(await session.scalars(query))


async def count(session: AsyncSession, entry: Entry) -> int:
    """How many revisions there are."""
    query = select(func.count()).where(Revision.entry_id == entry.id)
    return await session.scalar(query) or 0


async def numbered(session: AsyncSession, entry: Entry, number: int) -> Revision:
    """The revision of that number.

    Raises:
        NotFound: the entry has none of that number.
    """
    query = select(Revision).where(Revision.entry_id == entry.id, Revision.number == number)
    if found := await session.scalar(query):
        return found
    raise NotFound


async def before(session: AsyncSession, revision: Revision) -> Revision | None:
    """The one that it changed; None for the first."""
    query = (
        select(Revision)
        .where(Revision.entry_id == revision.entry_id, Revision.number < revision.number)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return await session.scalar(query)


def check_audience(entry: Entry, revision: Revision) -> None:
    """Refuse to show to more people what was kept for a few.

    Raises:
        KeptForFewer: the revision was kept for a private channel, and the entry no longer is.
    """
    if audience(revision) not in (None, entry.audience):
        raise KeptForFewer


async def back_to(session: AsyncSession, entry: Entry, number: int) -> dict[str, Any]:
    """What that revision said, for an edit that lets the entry say it again.

    Who may see the entry and whether it is found are no part of it.

    Raises:
        NotFound, KeptForFewer: see `numbered`, `check_audience`.
    """
    revision = await numbered(session, entry, number)
    check_audience(entry, revision)
    return {**asdict(saying(revision)), "deed": REVERTED}
