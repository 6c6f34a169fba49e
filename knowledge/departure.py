"""A departure: somebody leaves the team, and what they did goes to others."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base


class Departure(Base):
    """One person's leaving.

    `leaves_at` is the day that was announced, `left_at` when their account was closed; `plan`
    counts how often the day was set: a timer of another plan is void. It is over when what they did
    was handed over (`settled_at`, by `settled_by`) or when they stay (`cancelled_at`).
    """

    __tablename__ = "departures"
    __table_args__ = (Index(None, "workspace", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(String(32))
    announced_by: Mapped[str | None] = mapped_column(String(32))
    opened_at: Mapped[datetime]
    plan: Mapped[int] = mapped_column(default=0)
    leaves_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(32))
    cancelled_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether there is something to hand over still."""
        return self.settled_at is None and self.cancelled_at is None

    @property
    def has_left(self) -> bool:
        """Whether they are gone already."""
        return self.left_at is not None
