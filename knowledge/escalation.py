"""An escalation: a question owed an answer; open → acknowledged → answered → closed."""

import unicodedata
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import calendar
from knowledge.database import Base, word
from knowledge.errors import EmptyText, IllegalMove, NotAllowed
from knowledge.routing import Nearest


class Status(StrEnum):
    """Where an escalation is in its life."""

    OPEN = "open"  # the assignee has been asked
    ACKNOWLEDGED = "acknowledged"  # the assignee has taken it on; only an answer stops the clock
    ANSWERED = "answered"  # everyone who waited has the answer, and the knowledge base a draft
    CLOSED = "closed"  # the asker no longer needs it


MOVES = {
    Status.OPEN: {Status.OPEN, Status.ACKNOWLEDGED, Status.ANSWERED, Status.CLOSED},
    Status.ACKNOWLEDGED: {Status.OPEN, Status.ANSWERED, Status.CLOSED},
    Status.ANSWERED: {Status.CLOSED},
    Status.CLOSED: set(),
}

SENSE_LIMIT = 200

LIVE = (Status.OPEN, Status.ACKNOWLEDGED)


class Escalation(Base):
    """A question on its way through the chain. `round` counts how many people have been asked."""

    __tablename__ = "escalations"
    __table_args__ = (
        UniqueConstraint("question_id"),
        Index(None, "workspace", "assignee", "status"),
        Index(None, "workspace", "topic", "sense"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    question_id: Mapped[int]
    text: Mapped[str]
    sense: Mapped[str] = mapped_column(String(SENSE_LIMIT))
    details: Mapped[list[str]] = mapped_column(default=list)
    topic: Mapped[str | None] = mapped_column(String(64))
    audience: Mapped[str | None] = mapped_column(String(32))
    asker: Mapped[str] = mapped_column(String(32))
    status: Mapped[Status] = mapped_column(word(Status), default=Status.OPEN)
    assignee: Mapped[str] = mapped_column(String(32))
    asked: Mapped[list[str]] = mapped_column(default=list)
    step: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    acknowledge_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    entry_id: Mapped[int | None]

    @property
    def is_live(self) -> bool:
        """Whether an answer is still owed."""
        return self.status in LIVE

    def assign(self, nearest: Nearest, *, now: datetime) -> None:
        """Ask this person, from now on; the time to take it and to answer begins anew."""
        self.assignee, self.step = nearest.person, nearest.step
        self.asked = [*self.asked, nearest.person]
        self.asked_at = now
        self.acknowledge_due_at = calendar.deadline(now, nearest.acknowledge)
        self.due_at = calendar.deadline(now, nearest.answer)

    def acknowledge(self, *, by: str, now: datetime) -> None:
        """Take it on."""
        self.only_assignee(by)
        self.move_to(Status.ACKNOWLEDGED)
        self.acknowledged_at = now

    def settle(self, answer: str, *, by: str, now: datetime) -> None:
        """Answer it.

        Raises:
            EmptyText: the answer holds nothing to read.
        """
        self.only_assignee(by)
        if not answer.strip():
            raise EmptyText
        self.move_to(Status.ANSWERED)
        self.answer, self.answered_at = answer.strip(), now

    def was_answered(self, answer: str, *, by: str) -> bool:
        """Whether this very answer was given by this person before: a repeated click."""
        return self.status is Status.ANSWERED and (self.assignee, self.answer) == (
            by,
            answer.strip(),
        )

    def pass_to(self, nearest: Nearest, *, now: datetime) -> None:
        """Ask the next person instead."""
        self.move_to(Status.OPEN)
        self.round += 1
        self.acknowledged_at = None
        self.assign(nearest, now=now)

    def close(self, *, by: str, now: datetime) -> None:
        """Let it go: its asker no longer needs an answer."""
        self.only_asker(by)
        self.move_to(Status.CLOSED)
        self.closed_at = now

    def leave_to(self, other: str, *, by: str) -> None:
        """Let it go while another waits for it too: that person is its asker now."""
        self.only_asker(by)
        self.asker = other

    def move_to(self, status: Status) -> None:
        """Take the next step of its life.

        Raises:
            IllegalMove: MOVES does not allow it from here.
        """
        if status not in MOVES[self.status]:
            raise IllegalMove
        self.status = status

    def only_assignee(self, person: str) -> None:
        """Refuse everyone but the person who is asked now."""
        if person != self.assignee:
            raise NotAllowed(owner=self.assignee)

    def only_asker(self, person: str) -> None:
        """Refuse everyone but the person who asked."""
        if person != self.asker:
            raise NotAllowed(owner=self.asker)


class Waiter(Base):
    """Someone who waits for an escalation's answer, and where they want it."""

    __tablename__ = "waiters"
    __table_args__ = (UniqueConstraint("escalation_id", "person", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(32))
    question_id: Mapped[int]
    channel: Mapped[str | None] = mapped_column(String(32))
    thread_ts: Mapped[str | None] = mapped_column(String(32))


def sense(text: str) -> str:
    """What makes two questions the same: their letters and digits, whatever case and accents.

    A digest stands for what is longer than its column.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in folded if c.isalnum() or c.isspace())
    same = " ".join(letters.split())
    return same if len(same) <= SENSE_LIMIT else sha256(same.encode()).hexdigest()
