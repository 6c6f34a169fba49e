"""A wording: how people really ask what an entry answers, and what they said of its answer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.database import Base, word
from knowledge.entry import TITLE_LIMIT, Entry
from knowledge.search.documents import LEARNED
from knowledge.sense import SENSE_LIMIT, sense

TELLING = re.compile(r"@|://|\d{6}|(?:\d[\s.()/-]{0,3}){7}\d")
"""What may tell of whom a question speaks: an address, a name mentioned, a link, a number of six
digits in a row, or of eight with the signs between them that telephone numbers have."""


class Kind(StrEnum):
    """What was said of an entry as the answer to a wording."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Voice(Base):
    """What the asker of one question last said; the newer of two has the larger number.

    `audience` is the private channel in front of which it was asked, if any.
    """

    __tablename__ = "voices"
    __table_args__ = (UniqueConstraint("question_id"), Index(None, "person", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    wording_id: Mapped[int] = mapped_column(
        ForeignKey("wordings.id", ondelete="CASCADE"), index=True
    )
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(32))
    kind: Mapped[Kind] = mapped_column(word(Kind))
    audience: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]


class Wording(Base):
    """A text that was asked, and every voice on whether this entry answers it.

    A reviewer may take it out: then nothing follows from it, whatever is said, until it is put
    back.
    """

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("entry_id", "sense"), Index(None, "workspace"))

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    sense: Mapped[str] = mapped_column(String(SENSE_LIMIT))
    text: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None] = mapped_column(String(32))
    entry: Mapped[Entry] = relationship(lazy="selectin")
    voices: Mapped[list[Voice]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=Voice.id
    )

    @property
    def latest(self) -> list[Voice]:
        """The last voice of each person that counts for the entry, oldest first."""
        return last_words(self.voices, self.entry.audience)

    @property
    def kind(self) -> Kind | None:
        """What the majority says; None when nobody speaks or the entry has the wording anyway.

        What was proof-read is not put to the vote.
        """
        is_own = self.sense in own_senses(self.entry)
        return None if is_own else majority([voice.kind for voice in self.latest])

    @property
    def standing(self) -> Kind | None:
        """The same, unless a reviewer has taken the wording out."""
        return None if self.removed_at else self.kind

    @property
    def confirmed_at(self) -> datetime | None:
        """Since when somebody confirms it."""
        confirmed = [voice.at for voice in self.latest if voice.kind is Kind.CONFIRMED]
        return min(confirmed, default=None)


@dataclass(frozen=True)
class Lessons:
    """What use has taught about one entry: wordings it answers and does not, oldest first."""

    learned: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class Heard(Protocol):
    """A voice, as far as it is counted."""

    @property
    def id(self) -> int: ...
    @property
    def person(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def audience(self) -> str | None: ...


AnyVoice = TypeVar("AnyVoice", bound=Heard)


def last_words(voices: Iterable[AnyVoice], audience: str | None) -> list[AnyVoice]:
    """Of voices, oldest first, the last of each person, for an entry of that audience.

    What was said in front of a private channel counts for that channel's entries alone.
    """
    heard = [voice for voice in voices if voice.audience in (None, audience)]
    return sorted({voice.person: voice for voice in heard}.values(), key=lambda voice: voice.id)


def majority(kinds: Sequence[Kind]) -> Kind | None:
    """What most say, None when nobody does.

    A draw confirms: one person's refusal must not undo what helped another.
    """
    if not kinds:
        return None
    refused = kinds.count(Kind.REFUSED)
    return Kind.REFUSED if refused > len(kinds) - refused else Kind.CONFIRMED


class Judged(Protocol):
    """What an entry has that lessons are for."""

    @property
    def title(self) -> str: ...
    @property
    def wordings(self) -> tuple[str, ...]: ...
    @property
    def audience(self) -> str | None: ...


def lessons(entry: Judged, said: Mapping[str, Sequence[Heard]]) -> Lessons:
    """What an entry learns from texts and the voices on each: the latest LEARNED of each kind."""
    own = own_senses(entry)
    judged: list[tuple[int, Kind | None, str]] = []
    for text, voices in said.items():
        last = last_words(voices, entry.audience)
        if last and sense(text) not in own:
            judged.append((last[-1].id, majority([voice.kind for voice in last]), text))
    judged.sort()
    learned = [text for _, kind, text in judged if kind is Kind.CONFIRMED]
    refused = [text for _, kind, text in judged if kind is Kind.REFUSED]
    return Lessons(tuple(learned[-LEARNED:]), tuple(refused[-LEARNED:]))


def own_senses(entry: Judged) -> set[str]:
    """What the entry's own wordings mean."""
    return set(map(sense, (entry.title, *entry.wordings)))


def is_teachable(text: str) -> bool:
    """Whether a question may become a wording of an entry.

    Not a long one, which is a story rather than a question, and none that holds an e-mail address,
    a mention, a link, a telephone number or another long number: a wording is kept and shown to
    reviewers, so personal data has no place in it. Names cannot be told from other words.
    """
    return len(text) <= TITLE_LIMIT and not TELLING.search(text)
