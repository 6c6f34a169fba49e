"""A waiter: somebody who waits for the answer to an escalation."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base


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
