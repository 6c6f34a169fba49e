"""A signal: what the public says that is no question, and whom inside it concerns."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, word
from knowledge.errors import EmptyText, IllegalMove
from knowledge.worktime import WorkingTime


class Status(StrEnum):
    """Where a signal is in its life."""

    PASSED_ON = "passed_on"  # its owner has been told
    RECEIVED = "received"  # the owner has read it; what becomes of it is still owed
    ACTED_ON = "acted_on"  # something was done about it
    NOT_NOW = "not_now"  # nothing is done about it now, and who passed it on knows why
    WITHDRAWN = "withdrawn"  # nobody who passed it on stands by it any more


MOVES = {
    Status.PASSED_ON: {
        Status.PASSED_ON,
        Status.RECEIVED,
        Status.ACTED_ON,
        Status.NOT_NOW,
        Status.WITHDRAWN,
    },
    Status.RECEIVED: {Status.PASSED_ON, Status.ACTED_ON, Status.NOT_NOW},
    Status.ACTED_ON: set(),
    Status.NOT_NOW: {Status.ACTED_ON},
    Status.WITHDRAWN: {Status.PASSED_ON},
}

LIVE = (Status.PASSED_ON, Status.RECEIVED)


class Signal(Base):
    """Something somebody said, on its way to who owns the process it belongs to.

    `key` names the message, or the window it was written in; `by` is who passed it on first, of
    those who still do. `audience` as in Entry: who may read the text. `round` counts how often it
    was given to somebody, or found late.
    """

    __tablename__ = "signals"
    __table_args__ = (
        UniqueConstraint("workspace", "key"),
        Index(None, "workspace", "owner", "status"),
        Index(None, "workspace", "passed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(96))
    text: Mapped[str]
    author: Mapped[str | None] = mapped_column(String(32))
    channel: Mapped[str | None] = mapped_column(String(32))
    url: Mapped[str | None]
    audience: Mapped[str | None] = mapped_column(String(32))
    topic: Mapped[str | None] = mapped_column(String(64))
    process: Mapped[str | None]
    by: Mapped[str] = mapped_column(String(32))
    status: Mapped[Status] = mapped_column(word(Status))
    owner: Mapped[str] = mapped_column(String(32))
    asked: Mapped[list[str]]
    round: Mapped[int]
    passed_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str | None]

    @property
    def is_live(self) -> bool:
        """Whether its owner has not said yet what becomes of it."""
        return self.status in LIVE

    def is_readable(self, audiences: frozenset[str]) -> bool:
        """Whether somebody who is in these private channels may read its words."""
        return self.audience is None or self.audience in audiences

    def pass_to(self, owner: str, allowed: timedelta, *, time: WorkingTime, now: datetime) -> None:
        """Give it to this person, who has `allowed` of their time to say what becomes of it."""
        self.move_to(Status.PASSED_ON)
        self.round += 1
        self.received_at = None
        self.owner = owner
        self.asked = [*self.asked, owner]
        self.asked_at = now
        self.due_at = time.add(now, allowed)

    def receive(self, *, now: datetime) -> None:
        """Its owner has read it."""
        self.move_to(Status.RECEIVED)
        self.received_at = now

    def act_on(self, *, by: str, now: datetime) -> None:
        """Something was done about it; whoever says so is its owner from then on."""
        self.move_to(Status.ACTED_ON)
        self.owner, self.answered_at = by, now

    def decline(self, reason: str, *, by: str, now: datetime) -> None:
        """Nothing is done about it now.

        Raises:
            EmptyText: without a reason nobody has been answered.
        """
        if not reason.strip():
            raise EmptyText
        self.move_to(Status.NOT_NOW)
        self.owner, self.reason, self.answered_at = by, reason.strip(), now

    def was_declined(self, reason: str, *, by: str) -> bool:
        """Whether this very reason was given by this person before: a repeated click."""
        said = (self.status, self.owner, self.reason)
        return said == (Status.NOT_NOW, by, reason.strip())

    def move_to(self, status: Status) -> None:
        """Take the next step of its life.

        Raises:
            IllegalMove: MOVES does not allow it from here.
        """
        if status not in MOVES.get(self.status, ()):
            raise IllegalMove
        self.status = status


class Supporter(Base):
    """Somebody who passes a signal on, and what they say about it; they hear what becomes of it."""

    __tablename__ = "supporters"
    __table_args__ = (UniqueConstraint("signal_id", "person"), Index(None, "person"))

    id: Mapped[int] = mapped_column(primary_key=True)
    signal_id: Mapped[int] = mapped_column(ForeignKey("signals.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None]
    at: Mapped[datetime]
