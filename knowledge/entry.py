"""An entry: one question and its approved answer; draft → in review → published → archived."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge import personal
from knowledge.columns import storable
from knowledge.database import Base, word
from knowledge.errors import IllegalMove

TITLE_LIMIT = 300
WORDING_LIMIT = 600
"""Characters; PostgreSQL indexes wordings, and takes no longer ones whatever their alphabet."""


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

    `audience` is None for everyone, or the private channel whose members may see it (see
    `knowledge.sight`); `origin` the channel it came from, `widened_from` the audience it had before
    somebody let more people find it. `owner` keeps it true; `author` is credited unless they have
    asked not to be (`is_credited`); `undo_until` is set where nobody has read it before it was
    published: until then a reviewer may take that back; `verified_at` and `verified_by` say who
    last found it true; `is_lapsed` whether search takes that for too long ago; `viewed_at` when it
    was last shown; `key` is the name an import knows it by; `extra` keeps what an import brought
    beside. `redactions` are the characters to be hidden once a draft is published.
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
    origin: Mapped[str | None] = mapped_column(String(32))
    widened_from: Mapped[str | None] = mapped_column(String(32))
    author: Mapped[str | None] = mapped_column(String(32))
    capturer: Mapped[str | None] = mapped_column(String(32))
    reviewer: Mapped[str | None] = mapped_column(String(32))
    owner: Mapped[str | None] = mapped_column(String(32))
    is_credited: Mapped[bool] = mapped_column(default=True, server_default=true())
    source_url: Mapped[str | None]
    redactions: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[str | None] = mapped_column(String(32))
    is_lapsed: Mapped[bool] = mapped_column(default=False, server_default=false())
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
        new = {"variants": [], "is_credited": True, "redactions": [], "is_lapsed": False}
        super().__init__(**new | facts)

    @property
    def wordings(self) -> tuple[str, ...]:
        """The other wordings of the question."""
        return tuple(variant.text for variant in self.variants)

    def ask(self, question: str) -> None:
        """Set the question, on one line. One too long for a title is kept as another wording."""
        line = " ".join(question.split())
        if len(line) <= TITLE_LIMIT:
            self.title = line
            return
        beginning = line[: TITLE_LIMIT - 1]
        at_word = beginning.rpartition(" ")[0]
        self.title = f"{at_word if len(at_word) > TITLE_LIMIT // 2 else beginning}…"
        self.reword([line[:WORDING_LIMIT], *self.wordings])

    def reword(self, wordings: Sequence[str]) -> None:
        """Set the other wordings, in this order; doubles and blanks are dropped."""
        known = {variant.text: variant for variant in self.variants}
        self.variants = [
            known.get(text) or Variant(text=text, position=0) for text in tidy(wordings)
        ]
        for position, variant in enumerate(self.variants):
            variant.position = position

    def redacted(self, written: str) -> str:
        """A text of this entry as it will be published: what is to be hidden is masked."""
        masks = {one: personal.masked(one) for one in self.redactions}
        return personal.hidden(written, masks)

    def named(self, person: str | None) -> str | None:
        """This person, as far as others may know: not its author who wishes no name."""
        return None if person == self.author and not self.is_credited else person

    def appear(self, *, by: str, now: datetime) -> None:
        """Be found from now on, and be true on the word of whoever publishes it."""
        self.status, self.published_at = Status.PUBLISHED, now
        self.owner = self.owner or self.reviewer or self.author
        self.verify(by=by, now=now)

    def verify(self, *, by: str, now: datetime) -> None:
        """Note who has found it true."""
        self.verified_at, self.verified_by, self.is_lapsed = now, by, False

    def may_be_undone(self, now: datetime) -> bool:
        """Whether it was published unread, not long ago."""
        published = self.status is Status.PUBLISHED
        return published and self.undo_until is not None and now < self.undo_until

    def move_to(self, status: Status) -> None:
        """Take the next step of its life.

        Raises:
            IllegalMove: MOVES does not allow it from here.
        """
        if status not in MOVES.get(self.status, ()):
            raise IllegalMove
        self.status = status


def trimmed(text: str) -> str:
    """A text as an entry keeps it: what cannot be stored is no difference, and no text."""
    return storable(text).strip()


def tidy(wordings: Sequence[str]) -> tuple[str, ...]:
    """Wordings as an entry keeps them: trimmed, without doubles and blanks, in their order."""
    return tuple(dict.fromkeys(text for text in map(trimmed, wordings) if text))


class Revision(Base):
    """An entry as it was after one change: what was done (`reason`), and `why` they say."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(64))
    why: Mapped[str | None]
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
