"""A flag: somebody doubts an entry, and whoever keeps it true owes them a word."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, word
from knowledge.errors import IllegalMove
from knowledge.worktime import WorkingTime

if TYPE_CHECKING:  # it imports, far down, what imports us
    from knowledge.flag_keepers import Keeper


class Doubt(StrEnum):
    """What is wrong with an entry."""

    WRONG = "wrong"  # says somebody
    OUT_OF_DATE = "out_of_date"  # says somebody
    UNCLEAR = "unclear"  # says somebody
    SOURCE_EDITED = "source_edited"  # a message it was made from says something else now
    SOURCE_DELETED = "source_deleted"  # a message it was made from is gone


SAID = (Doubt.WRONG, Doubt.OUT_OF_DATE, Doubt.UNCLEAR)
"""What people can say; the others are noticed by nobody in particular."""


class Status(StrEnum):
    """Where a flag is in its life."""

    OPEN = "open"  # its owner has been asked
    CORRECTED = "corrected"  # the entry says something else now
    UPHELD = "upheld"  # the entry is right, and who flagged it knows why
    ARCHIVED = "archived"  # nobody finds the entry any more
    WITHDRAWN = "withdrawn"  # nobody doubts it any more


MOVES = {
    Status.OPEN: {
        Status.OPEN,
        Status.CORRECTED,
        Status.UPHELD,
        Status.ARCHIVED,
        Status.WITHDRAWN,
    },
    Status.CORRECTED: set(),
    Status.UPHELD: set(),
    Status.ARCHIVED: set(),
    Status.WITHDRAWN: set(),
}
"""Every legal move: who doubts a settled entry again raises a new flag."""


class Flag(Base):
    """An entry that is doubted, and who sees to it. An entry has one open flag at most.

    `revision` is what the entry said when it was flagged; `outsiders` cannot read it, so that it
    is not passed to them; `round` counts how often somebody was asked, or found late;
    `exhausted_at` says since when nobody is left to ask; `reason` why it was settled so.
    """

    __tablename__ = "flags"
    __table_args__ = (
        Index(None, "workspace", "owner", "status"),
        Index(None, "entry_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    revision: Mapped[int]
    status: Mapped[Status] = mapped_column(word(Status))
    owner: Mapped[str] = mapped_column(String(32))
    instead_of: Mapped[str | None] = mapped_column(String(32))
    asked: Mapped[list[str]]
    outsiders: Mapped[list[str]]
    round: Mapped[int]
    raised_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    exhausted_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None]

    @property
    def is_open(self) -> bool:
        """Whether a word is still owed."""
        return self.status is Status.OPEN

    def pass_to(
        self, keeper: "Keeper", allowed: timedelta, *, time: WorkingTime, now: datetime
    ) -> None:
        """Ask this person, who has `allowed` of their time to settle it."""
        self.move_to(Status.OPEN)
        self.round += 1
        self.owner, self.instead_of = keeper.person, keeper.instead_of
        self.asked = [*self.asked, keeper.person]
        self.asked_at, self.exhausted_at = now, None
        self.due_at = time.add(now, allowed)

    def exhaust(self, *, now: datetime) -> None:
        """Nobody is left to ask: it stays with who was asked last, and the leads know."""
        self.move_to(Status.OPEN)
        self.round += 1
        self.exhausted_at = self.exhausted_at or now

    def settle(self, status: Status, *, by: str, now: datetime, reason: str | None = None) -> None:
        """Say the last word on it.

        Raises:
            IllegalMove: it was said before.
        """
        self.move_to(status)
        self.settled_by, self.settled_at, self.reason = by, now, reason

    def was_settled(self, status: Status, *, by: str, reason: str | None = None) -> bool:
        """Whether this very word was said by this person before: a repeated click."""
        return (self.status, self.settled_by, self.reason) == (status, by, reason)

    def move_to(self, status: Status) -> None:
        """Take the next step of its life.

        Raises:
            IllegalMove: MOVES does not allow it from here.
        """
        if status not in MOVES.get(self.status, ()):
            raise IllegalMove
        self.status = status


class Remark(Base):
    """What one person, or nobody in particular (`person` None), holds against an entry.

    `key` names what brought it: a window, a reaction, a change of a source; `place` is the message
    that it was said at, `<channel>:<ts>`.
    """

    __tablename__ = "remarks"
    __table_args__ = (UniqueConstraint("workspace", "key"), Index(None, "flag_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    flag_id: Mapped[int] = mapped_column(ForeignKey("flags.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(128))
    person: Mapped[str | None] = mapped_column(String(32))
    doubt: Mapped[Doubt] = mapped_column(word(Doubt))
    text: Mapped[str]
    place: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]
