"""A consent: what the author of kept messages has to say about the entry made of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, word


class State(StrEnum):
    """How things stand with an author. Whoever says no leaves nothing behind: see `retraction`."""

    TOLD = "told"  # they know, and may say no
    ASKED = "asked"  # nothing is published before they say yes
    AGREED = "agreed"  # they have said yes
    UNREACHED = "unreached"  # they have left, or no message reaches them


class AuthorConsent(Base):
    """One author and one entry. `is_named`: they have not asked for their name to be left out."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("entry_id", "person"), Index(None, "workspace", "person"))

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(32))
    state: Mapped[State] = mapped_column(word(State))
    is_named: Mapped[bool]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    def ask_again(self) -> None:
        """What they have agreed to says more now."""
        if self.state is State.AGREED:
            self.state, self.answered_at = State.ASKED, None

    def agree(self, now: datetime) -> bool:
        """They say yes; whether that is new."""
        is_new = self.state is not State.AGREED
        self.state, self.answered_at = State.AGREED, now
        return is_new
