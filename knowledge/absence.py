"""An absence: what one source says of when somebody is not there, and what follows from it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.charter import Charter
from knowledge.database import Base, of_number, word
from knowledge.errors import BackTooSoon, NoMandate
from knowledge.spans import Span, merged

FAR = timedelta(days=400)
"""How long an absence without an end is taken to last."""


class Source(StrEnum):
    """Who says that somebody is away. Each has one word, its last."""

    PERSON = "person"  # they said so themselves, or a lead did
    STATUS = "status"  # their status says so
    DND = "dnd"  # their notifications are held back for some hours


TOLD = (Source.PERSON, Source.STATUS)
"""Sources whose word others are told; quiet hours come every evening."""


class Absence(Base):
    """The last word of one source on one person.

    `until_at` is None as long as nobody knows when they are back. `ended_at`: they have said that
    they are back, whatever the source goes on saying. `number` counts what has changed.
    """

    __tablename__ = "absences"
    __table_args__ = (UniqueConstraint("workspace", "person", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(String(32))
    source: Mapped[Source] = mapped_column(word(Source))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    number: Mapped[int]

    def is_over(self, now: datetime) -> bool:
        """Whether this keeps them away no more."""
        return self.ended_at is not None or (self.until_at is not None and self.until_at <= now)

    def is_on(self, now: datetime) -> bool:
        """Whether this keeps them away now."""
        return self.from_at <= now and not self.is_over(now)

    def says(self, from_at: datetime, until_at: datetime | None, now: datetime) -> bool:
        """Whether this is what was said before: what has begun goes on."""
        goes_on = self.from_at <= now and from_at <= now
        return until_at == self.until_at and (goes_on or from_at == self.from_at)

    def restate(self, from_at: datetime, until_at: datetime | None) -> None:
        """Say something else instead."""
        self.from_at, self.until_at, self.ended_at = from_at, until_at, None

    def span(self, now: datetime) -> Span:
        """From when until when, with an end in any case."""
        return self.from_at, self.until_at or now + FAR

    def covers(self, other: "Absence", now: datetime) -> bool:
        """Whether others know of the other one already by this one."""
        (start, end), (from_at, until_at) = self.span(now), other.span(now)
        return not self.is_over(now) and start <= max(from_at, now) and until_at <= end


def check_mandate(charter: Charter, person: str, by: str) -> None:
    """Refuse whoever speaks for somebody else without leading.

    Raises:
        NoMandate: only they, or a lead, say when they are away.
    """
    if by != person and by not in charter.leads():
        raise NoMandate


def check_length(from_at: datetime, until_at: datetime | None, now: datetime) -> None:
    """Refuse an absence that does not last.

    Raises:
        BackTooSoon: it ends before it begins, or has ended.
    """
    if until_at is not None and until_at <= max(from_at, now):
        raise BackTooSoon


async def get(session: AsyncSession, workspace: str, number: int) -> Absence:
    """The absence of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Absence, workspace, number)


async def of_person(
    session: AsyncSession, workspace: str, person: str, *, now: datetime
) -> Sequence[Absence]:
    """What keeps this person away, now or later, by source; the soonest first."""
    query = select(Absence).where(Absence.workspace == workspace, Absence.person == person)
    found = await session.scalars(query.order_by(Absence.from_at, Absence.id))
    return [one for one in found if not one.is_over(now)]


async def current(
    session: AsyncSession, workspace: str, *, now: datetime
) -> Mapping[str, tuple[Span, ...]]:
    """When each person is away, now or later: spans in order that do not touch."""
    query = select(Absence).where(
        Absence.workspace == workspace,
        Absence.ended_at.is_(None),
        or_(Absence.until_at.is_(None), Absence.until_at > now),
    )
    spans: dict[str, list[Span]] = defaultdict(list)
    for one in await session.scalars(query):
        spans[one.person].append(one.span(now))
    return {person: merged(each) for person, each in spans.items()}
