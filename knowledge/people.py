"""People: the members of a workspace, as Slack describes them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, insert_once

FRESH = timedelta(days=1)
"""How long a profile is believed before it is read again."""


@dataclass(frozen=True)
class Profile:
    """What is known of a person: language (`fr`, `en`; "" unknown), IANA time zone, standing."""

    id: str
    name: str
    language: str = ""
    zone: str = "UTC"
    is_bot: bool = False
    is_stranger: bool = False
    is_deactivated: bool = False
    is_guest: bool = False


class Member(Base):
    """A person in a workspace."""

    __tablename__ = "members"

    workspace: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(64))
    is_bot: Mapped[bool]
    is_stranger: Mapped[bool]
    is_deactivated: Mapped[bool]
    is_guest: Mapped[bool]
    dm: Mapped[str | None] = mapped_column(String(32))
    seen_at: Mapped[datetime]

    def is_fresh(self, now: datetime) -> bool:
        """Whether the profile was read recently enough to be believed."""
        return now - self.seen_at < FRESH

    def is_as(self, profile: Profile) -> bool:
        """Whether the profile says what we know."""
        return all(getattr(self, name) == said for name, said in vars(profile).items())

    @property
    def is_colleague(self) -> bool:
        """Whether this is a full member of the team: a person, of ours, and no guest."""
        return not (self.is_guest or self.is_stranger or self.is_bot or self.is_deactivated)


async def find(session: AsyncSession, workspace: str, person: str) -> Member | None:
    """The member, if we have met."""
    return await session.get(Member, (workspace, person))


async def met(session: AsyncSession, workspace: str, persons: Collection[str]) -> dict[str, Member]:
    """Those of these people whom we have met, by id."""
    query = select(Member).where(Member.workspace == workspace, Member.id.in_(persons))
    return {member.id: member for member in await session.scalars(query)}


async def remember(
    session: AsyncSession, profile: Profile, *, workspace: str, now: datetime
) -> Member:
    """Keep what a profile says, whether we have met before or not.

    Nothing is written where that is known and fresh: Slack tells of every change of a status.
    """
    known = await find(session, workspace, profile.id)
    if known and known.is_as(profile) and known.is_fresh(now):
        return known
    facts = vars(profile) | {"seen_at": now}
    await insert_once(session, Member, workspace=workspace, **facts)
    member = await session.get_one(Member, (workspace, profile.id))
    for name, value in facts.items():
        setattr(member, name, value)
    return member


async def gone(session: AsyncSession, workspace: str) -> frozenset[str]:
    """The people whose accounts are deactivated: nobody passes a question to them."""
    query = select(Member.id).where(Member.workspace == workspace, Member.is_deactivated)
    return frozenset(await session.scalars(query))


async def zones(session: AsyncSession, workspace: str) -> dict[str, str]:
    """The time zones of those whom we have met."""
    query = select(Member.id, Member.zone).where(Member.workspace == workspace)
    return {row.id: row.zone for row in await session.execute(query)}


async def names(session: AsyncSession, workspace: str, persons: Collection[str]) -> dict[str, str]:
    """What those of them whom we have met are called."""
    query = select(Member.id, Member.name).where(
        Member.workspace == workspace, Member.id.in_(persons)
    )
    return {row.id: row.name for row in await session.execute(query)}
