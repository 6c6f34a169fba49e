"""A recall: an entry was wrong, and everyone who was given it hears so."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base
from knowledge.receipts import Receipt
from knowledge.word_diff import shares_fault


class Recall(Base):
    """One taking back of what an entry said. `key` names the window it was decided in.

    `revision` is what it says since; `is_archived`: it says nothing any more.
    """

    __tablename__ = "recalls"
    __table_args__ = (UniqueConstraint("workspace", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(96))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    revision: Mapped[int]
    is_archived: Mapped[bool]
    by: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None]
    at: Mapped[datetime]


@dataclass(frozen=True)
class Text:
    """What an entry said at one revision."""

    title: str
    body: str

    @property
    def whole(self) -> str:
        """Question and answer, one below the other."""
        return f"{self.title}\n{self.body}"

    def is_faulty(self, before: "Text", after: "Text") -> bool:
        """Whether it has the fault that a correction took out."""
        return self == before or shares_fault(self.whole, before.whole, after.whole)


@dataclass
class Address:
    """One message that tells of a recall: to a channel, maybe in a thread, or to a person.

    `receipt` is what was given there last; `people` are those it was given to by name.
    """

    receipt: Receipt
    people: list[str] = field(default_factory=list)

    @property
    def to(self) -> str:
        """The channel, else the person."""
        return self.receipt.channel or self.receipt.person


def addresses(receipts: Iterable[Receipt], *, besides: Collection[str] = ()) -> list[Address]:
    """Where to tell it so that everyone hears it once: in the places, else by direct message.

    `receipts` come with the last one first. Who is told in a place gets no direct message too, and
    the people `besides` get none.
    """
    known = list(receipts)
    places = _places(known)
    reached = {person for place in places for person in place.people} | set(besides)
    direct: dict[str, Address] = {}
    for receipt in known:
        if not receipt.channel and receipt.person not in reached:
            direct.setdefault(receipt.person, Address(receipt, [receipt.person]))
    return [*places, *direct.values()]


def _places(receipts: Sequence[Receipt]) -> list[Address]:
    found: dict[tuple[str, str], Address] = {}
    named: set[str] = set()
    for receipt in receipts:
        if not receipt.channel:
            continue
        if receipt.person in named:
            continue  # told where they got it last
        place = (receipt.channel, receipt.thread_ts)
        address = found.setdefault(place, Address(receipt))
        if receipt.person:
            address.people.append(receipt.person)
            named.add(receipt.person)
    return list(found.values())
