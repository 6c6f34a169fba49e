"""A ruling: what a reviewer has decided of an entry, alone or beside another one, and why."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, word

WHY_LIMIT = 1_000
"""Characters of a reason."""


class Verdict(StrEnum):
    """What was decided."""

    REJECTED = "rejected"
    MERGED = "merged"  # into the other one, which it is found as from then on
    KEPT = "kept"  # beside the other one: both are right


class Ruling(Base):
    """One decision. `facts` hold what it takes to undo a merge, or to know that a pair is as it
    was when both were kept.
    """

    __tablename__ = "rulings"
    __table_args__ = (Index(None, "entry_id", "verdict"), Index(None, "other_id", "verdict"))

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    verdict: Mapped[Verdict] = mapped_column(word(Verdict))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    why: Mapped[str | None]
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
