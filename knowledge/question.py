"""A question: what somebody asked, what was decided, and why."""

import unicodedata
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import correlation
from knowledge.database import Base, word
from knowledge.errors import EmptyText, NotAllowed, NotFound, TooLong
from knowledge.filters import Filters
from knowledge.routing import Decision, Reason, Rule, Verdict

QUESTION_LIMIT = 1_500

JOINERS = "\u200c\u200d"
"""Unseen, but emoji and some scripts are made with them."""


class Way(StrEnum):
    """How a question reached us."""

    COMMAND = "command"
    MENTION = "mention"
    DM = "dm"
    SHORTCUT = "shortcut"


class Feedback(StrEnum):
    """What the asker thought of the answer."""

    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    THIS_ONE = "this_one"  # of the near misses, this is the answer
    NONE_OF_THESE = "none_of_these"  # no near miss is


class Question(Base):
    """One question that was asked, what was decided and why."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("workspace", "key"),
        Index(None, "workspace", "asker", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(128))
    asker: Mapped[str] = mapped_column(String(32))
    text: Mapped[str]
    way: Mapped[Way] = mapped_column(word(Way))
    channel: Mapped[str | None] = mapped_column(String(32))
    thread_ts: Mapped[str | None] = mapped_column(String(32))
    audience: Mapped[str | None] = mapped_column(String(32))
    asked_at: Mapped[datetime]
    verdict: Mapped[Verdict | None] = mapped_column(word(Verdict))
    topic: Mapped[str | None] = mapped_column(String(64))
    charter: Mapped[int] = mapped_column(default=0)
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reasons: Mapped[dict[str, Any]] = mapped_column(default=dict)
    feedback: Mapped[Feedback | None] = mapped_column(word(Feedback))
    chosen: Mapped[int | None]
    shared_at: Mapped[datetime | None]
    correlation_id: Mapped[str | None] = mapped_column(String(64), default=correlation.current)

    @property
    def entries(self) -> tuple[int, ...]:
        """The numbers of the entries that were shown, best first."""
        return tuple(self.found.get("entries", ()))

    @property
    def judged_entries(self) -> tuple[int, ...]:
        """What is left of them once the asker has chosen one, or none."""
        match self.feedback:
            case Feedback.THIS_ONE:
                return tuple(entry for entry in self.entries if entry == self.chosen)
            case Feedback.NONE_OF_THESE:
                return ()
        return self.entries

    @property
    def evidence(self) -> tuple[float, ...]:
        """What the confidence in the first of them was computed from."""
        return tuple(self.found.get("evidence", ()))

    @property
    def was_right(self) -> bool | None:
        """Whether the first of them answers, as far as the asker has said."""
        match self.feedback:
            case None:
                return None
            case Feedback.THIS_ONE:
                return self.chosen in self.entries[:1]
        return self.feedback is Feedback.HELPFUL

    @property
    def why(self) -> tuple[Reason, ...]:
        """The reasons of the verdict, in order."""
        return tuple(Reason(Rule(r["rule"]), r["facts"]) for r in self.reasons.get("list", ()))

    @property
    def filters(self) -> Filters:
        """Where its asker wished to look."""
        return Filters(**self.found.get("filters", {}))

    @property
    def elsewhere(self) -> int:
        """How many entries were near it outside its filters, where nothing was within."""
        return int(self.found.get("elsewhere", 0))

    @property
    def is_public(self) -> bool:
        """Whether everybody around reads the reply, not its asker alone.

        A guess in public is read as the team's word: only an answer that is sure, or who has
        been asked, is said there; and nothing beside other people who are spoken to.
        """
        is_sure = self.verdict in (Verdict.ANSWER, Verdict.ESCALATE)
        return self.way is Way.MENTION and is_sure and not self.found.get("discreet")

    def decided(self, decision: Decision, *, charter: int, elsewhere: int = 0) -> None:
        """Keep what was decided, why, and by which version of the charter."""
        self.verdict, self.topic, self.charter = decision.verdict, decision.topic, charter
        seen = {"entries": list(decision.entries), "evidence": list(decision.evidence)}
        self.found = {**self.found, **seen, "elsewhere": elsewhere}
        self.reasons = {"list": [asdict(reason) for reason in decision.reasons]}

    def keep_quiet(self) -> None:
        """Let its asker alone be told."""
        self.found = {**self.found, "discreet": True}

    def judge(self, feedback: Feedback | None, chosen: int | None = None) -> bool:
        """Keep what the asker says of what was shown; say whether that is news.

        Raises:
            NotFound: *this one* names none of the entries that were shown.
        """
        if feedback is Feedback.THIS_ONE and chosen not in self.entries:
            raise NotFound
        said, before = (feedback, chosen), (self.feedback, self.chosen)
        self.feedback, self.chosen = said
        return said != before

    def only_asker(self, person: str) -> None:
        """Refuse everyone but the person who asked."""
        if person != self.asker:
            raise NotAllowed(owner=self.asker)


def readable(text: str) -> str:
    """The question on one line, without the characters that no eye sees.

    Raises:
        EmptyText: nothing is left.
        TooLong: it is longer than QUESTION_LIMIT characters.
    """
    text = " ".join("".join(map(_seen, text)).split())
    if not any(character.isalnum() for character in text):
        raise EmptyText
    if len(text) > QUESTION_LIMIT:
        raise TooLong(length=len(text), limit=QUESTION_LIMIT)
    return text


def _seen(character: str) -> str:
    """The character, a space for a control, nothing for an unseen mark or half a character."""
    match unicodedata.category(character):
        case "Cc":
            return " "
        case "Cf" | "Cs" if character not in JOINERS:
            return ""
    return character
