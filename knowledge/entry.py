"""An entry: one question and its approved answer; draft → in review → published → archived."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.database import Base, word
from knowledge.errors import IllegalMove

TITLE_LIMIT = 300


class Genre(StrEnum):
    """What sort of knowledge an entry holds."""

    FAQ = "faq"
    PROCEDURE = "procedure"
    BEST_PRACTICE = "best_practice"
    REPLY_EXAMPLE = "reply_example"
    CONVERSATION_ANALYSIS = "conversation_analysis"
    CRISIS_CASE = "crisis_case"
    TONE_GUIDE = "tone_guide"


class Status(StrEnum):
    """Where an entry is in its life."""

    DRAFT = "draft"  # written down, nobody has been asked to review it
    IN_REVIEW = "in_review"  # a reviewer has it
    PUBLISHED = "published"  # it is found
    ARCHIVED = "archived"  # rejected, withdrawn or outlived: kept, never found


MOVES = {
    Status.DRAFT: {Status.IN_REVIEW, Status.PUBLISHED, Status.ARCHIVED},
    Status.IN_REVIEW: {Status.PUBLISHED, Status.ARCHIVED},
    Status.PUBLISHED: {Status.IN_REVIEW, Status.ARCHIVED},
    Status.ARCHIVED: {Status.IN_REVIEW, Status.PUBLISHED},
}


PENDING = (Status.DRAFT, Status.IN_REVIEW)


class Variant(Base):
    """Another wording of an entry's question."""

    __tablename__ = "variants"
    __table_args__ = (UniqueConstraint("entry_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str]


class Entry(Base):
    """A question (`title`) and its answer (`body`, Markdown).

    `audience` is None for everyone, or the private channel whose members may see it; `owner`
    keeps it true; `author` is credited unless they have asked not to be (`is_credited`);
    `undo_until` is set where nobody has read it before it was published: until then a reviewer may
    take that back; `verified_at` and `verified_by` say who last found it true; `viewed_at` when it
    was last shown; `key` is the name an import knows it by; `extra` keeps what an import brought
    beside.
    """

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("workspace", "key"),
        Index(None, "workspace", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    key: Mapped[str | None] = mapped_column(String(200))
    kind: Mapped[Genre] = mapped_column(word(Genre), default=Genre.FAQ)
    status: Mapped[Status] = mapped_column(word(Status), default=Status.DRAFT)
    title: Mapped[str]
    body: Mapped[str]
    lang: Mapped[str | None] = mapped_column(String(8))
    topic: Mapped[str | None] = mapped_column(String(64))
    tags: Mapped[list[str]] = mapped_column(default=list)
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    audience: Mapped[str | None] = mapped_column(String(32))
    author: Mapped[str | None] = mapped_column(String(32))
    capturer: Mapped[str | None] = mapped_column(String(32))
    reviewer: Mapped[str | None] = mapped_column(String(32))
    owner: Mapped[str | None] = mapped_column(String(32))
    is_credited: Mapped[bool] = mapped_column(default=True, server_default=true())
    source_url: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[str | None] = mapped_column(String(32))
    viewed_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    variants: Mapped[list[Variant]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=Variant.position
    )

    @property
    def is_pending(self) -> bool:
        """Whether its review is still to come."""
        return self.status in PENDING

    def __init__(self, **facts: Any) -> None:
        """A new one has no other wordings until it is given some: nothing to look up."""
        super().__init__(**{"variants": [], "is_credited": True, **facts})

    @property
    def wordings(self) -> tuple[str, ...]:
        """The other wordings of the question."""
        return tuple(variant.text for variant in self.variants)

    def reword(self, wordings: Sequence[str]) -> None:
        """Set the other wordings, in this order; doubles and blanks are dropped."""
        known = {variant.text: variant for variant in self.variants}
        self.variants = [
            known.get(text) or Variant(text=text, position=0) for text in tidy(wordings)
        ]
        for position, variant in enumerate(self.variants):
            variant.position = position

    def may_be_undone(self, now: datetime) -> bool:
        """Whether it was published unread, not long ago."""
        published = self.status is Status.PUBLISHED
        return published and self.undo_until is not None and now < self.undo_until

    def is_visible(self, audiences: Collection[str]) -> bool:
        """Whether someone who belongs to these private channels may see it."""
        return self.audience is None or self.audience in audiences

    def move_to(self, status: Status) -> None:
        """Take the next step of its life.

        Raises:
            IllegalMove: MOVES does not allow it from here.
        """
        if status not in MOVES[self.status]:
            raise IllegalMove
        self.status = status


def tidy(wordings: Sequence[str]) -> tuple[str, ...]:
    """Wordings as an entry keeps them: trimmed, without doubles and blanks, in their order."""
    return tuple(dict.fromkeys(text.strip() for text in wordings if text.strip()))


class Revision(Base):
    """An entry as it was after one change."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    body: Mapped[str]
    facts: Mapped[dict[str, Any]]


class Change(Base):
    """A line in the feed that keeps every replica's search up to date."""

    __tablename__ = "entry_changes"
    __table_args__ = (Index(None, "workspace", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    entry_id: Mapped[int]
