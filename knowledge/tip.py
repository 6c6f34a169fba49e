"""A tip: a reaction of somebody who may not do it alone, put to whose topic it is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, word
from knowledge.errors import IllegalMove
from knowledge.reactions import Deed


class Status(StrEnum):
    """Where a tip is in its life."""

    OPEN = "open"  # whose topic it is has been asked
    TAKEN = "taken"  # it is done, in the name of who suggested it
    DECLINED = "declined"  # it is not done
    WITHDRAWN = "withdrawn"  # who suggested it has taken the reaction back


MOVES = {
    Status.OPEN: {Status.TAKEN, Status.DECLINED, Status.WITHDRAWN},
    Status.TAKEN: set(),
    Status.DECLINED: set(),
    Status.WITHDRAWN: {Status.OPEN},
}


class Tip(Base):
    """What `person` suggests by a reaction, and `owner` decides. `audience` as in Entry: who may
    read the text. `round` counts how often it was put to somebody, `asked` says to whom.
    """

    __tablename__ = "tips"
    __table_args__ = (
        UniqueConstraint("workspace", "channel", "ts", "person", "deed"),
        Index(None, "workspace", "person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32))
    thread_ts: Mapped[str | None] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(String(32))
    deed: Mapped[Deed] = mapped_column(word(Deed))
    text: Mapped[str]
    url: Mapped[str | None]
    audience: Mapped[str | None] = mapped_column(String(32))
    topic: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[Status] = mapped_column(word(Status))
    owner: Mapped[str] = mapped_column(String(32))
    asked: Mapped[list[str]]
    round: Mapped[int]
    made_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(String(32))
    decided_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.status is Status.OPEN

    def put_to(self, owner: str) -> None:
        """Let this person decide."""
        self.owner = owner
        self.asked = [*self.asked, owner]
        self.round += 1

    def decide(self, status: Status, *, by: str | None, now: datetime) -> None:
        """Somebody whose say it is takes it or declines it; None: nobody could be reached."""
        self.move_to(status)
        self.decided_by, self.decided_at = by, now

    def move_to(self, status: Status) -> None:
        """Take the next step of its life.

        Raises:
            IllegalMove: MOVES does not allow it from here.
        """
        if status not in MOVES.get(self.status, ()):
            raise IllegalMove
        self.status = status
