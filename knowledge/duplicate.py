"""A duplicate: two published entries that answer the same question, perhaps not alike."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, word
from knowledge.entry import Entry


class Outcome(StrEnum):
    """How it was settled."""

    MERGED = "merged"
    KEPT = "kept"  # both are right
    CHANGED = "changed"  # they no longer ask the same
    GONE = "gone"  # one of them is not published any more


class Duplicate(Base):
    """A pair, the entry with the smaller number first; `contradicts` if their answers differ.

    `round` counts how often it was found: what is settled may begin anew.
    """

    __tablename__ = "duplicates"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        Index(None, "workspace", "closed_at"),
        Index(None, "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    one_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    contradicts: Mapped[bool]
    confidence: Mapped[float] = mapped_column(Float)
    round: Mapped[int]
    found_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome))

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it."""
        return self.closed_at is None

    @property
    def pair(self) -> tuple[int, int]:
        """The numbers of both entries."""
        return self.one_id, self.other_id

    def beside(self, number: int) -> int:
        """The number of the one that this is not."""
        return self.other_id if number == self.one_id else self.one_id

    def close(self, outcome: Outcome, *, now: datetime) -> None:
        """It is settled."""
        self.closed_at, self.outcome = now, outcome

    def begin(self, *, contradicts: bool, confidence: float, now: datetime) -> bool:
        """It was found, for the first time or anew; say whether a contradiction is news."""
        is_news = contradicts and not (self.is_open and self.contradicts)
        if not self.is_open or is_news:
            self.round, self.found_at = self.round + 1, now
        self.closed_at = self.outcome = None
        self.contradicts, self.confidence = contradicts, confidence
        return is_news


def ordered(one: Entry, other: Entry) -> tuple[int, int]:
    """The numbers of a pair as it is kept."""
    first, second = sorted((one.id, other.id))
    return first, second


def are_translations(one: Entry, other: Entry) -> bool:
    """Whether they say it in two languages: wanted, as long as both say the same."""
    return None not in (one.lang, other.lang) and one.lang != other.lang


def may_meet(one: Entry, other: Entry) -> bool:
    """Whether there may be somebody who is shown both."""
    return one.audience == other.audience or None in (one.audience, other.audience)
