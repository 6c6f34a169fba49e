"""Decisions: what may become of a question, why, and what it is decided from."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What becomes of a question."""

    CRISIS = "crisis"  # the topic is in crisis: its statement, and nothing else
    SILENT = "silent"  # nobody answers in public: the holding statement and its owner
    ANSWER = "answer"  # the entry answers, and the asker may say so
    CONFIRM = "confirm"  # the entry answers; somebody with the mandate confirms it first
    ESCALATE = "escalate"  # it goes to the nearest competent person at once
    NEAR_MISSES = "near_misses"  # in the perimeter, not sure: one click asks who knows
    FALLBACK = "fallback"  # no topic: the charter's last resort, one click away


class Rule(StrEnum):
    """Why. The facts of a reason fill in the sentence of its rule."""

    TOPIC_OF_ENTRY = "topic_of_entry"  # topic
    TOPIC_OF_ASKER = "topic_of_asker"  # topic: the asker named it
    TOPIC_OF_WORDS = "topic_of_words"  # topic, certainty
    TOPIC_UNSURE = "topic_unsure"  # topic: too unsure of it to ask somebody unbidden
    NO_TOPIC = "no_topic"
    SAYS_LITTLE = "says_little"  # only words that every question has, or figures
    IN_CRISIS = "in_crisis"  # topic
    STAY_SILENT = "stay_silent"  # topic
    CONFIDENT_HIT = "confident_hit"  # entry, confidence
    NO_CONFIDENT_HIT = "no_confident_hit"  # confidence
    MAY_ANSWER = "may_answer"  # has, needs
    MAY_NOT_ANSWER = "may_not_answer"  # has, needs
    REFERRED = "referred"  # topic
    PASSED_OVER = "passed_over"  # person, because
    STANDS_IN = "stands_in"  # person, instead_of
    EVERYBODY_AWAY = "everybody_away"  # person: the one who is back soonest
    NEAREST = "nearest"  # person, step
    NOBODY = "nobody"
    ASKED_FOR = "asked_for"  # the asker wished to ask a person


@dataclass(frozen=True)
class Reason:
    """One rule that applied, and the facts it applied to."""

    rule: Rule
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer: its number and topic, how sure (0 to 1), and from what evidence."""

    entry: int
    topic: str | None
    confidence: float
    evidence: tuple[float, ...] = ()


@dataclass(frozen=True)
class Guess:
    """The topic a question seems to have, and how sure (0 to 1)."""

    topic: str
    certainty: float


class Because(StrEnum):
    """Why somebody of the chain is not asked."""

    ASKER = "asker"  # nobody is asked what they ask themselves
    ASKED = "asked"  # they were asked before, or wait for the answer themselves
    GONE = "gone"  # their account is deactivated
    LEVEL = "level"  # the charter gives them too little autonomy
    AWAY = "away"  # they are back only after the time to take it
    CAP = "cap"  # they were asked often enough this week


@dataclass(frozen=True)
class PassedOver:
    """Somebody who would have been asked, but for this."""

    person: str
    because: Because


@dataclass(frozen=True)
class Nearest:
    """The nearest competent person, the step of the chain, and the time they have.

    `instead_of` is who is away and whom they stand in for; `is_away`: everybody is, and this is who
    is back soonest; `passed_over` are those who would have come before them.
    """

    person: str
    step: int
    acknowledge: timedelta
    answer: timedelta
    instead_of: str | None = None
    is_away: bool = False
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True)
class Decision:
    """The verdict, its reasons in order, and what it is about.

    `evidence` is what the confidence in the first entry was computed from.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    topic: str | None = None
    entries: tuple[int, ...] = ()
    nearest: Nearest | None = None
    evidence: tuple[float, ...] = ()

    def asked_for(self) -> "Decision":
        """The same for an asker who wishes to ask somebody, whatever is found."""
        reasons = (*self.reasons, Reason(Rule.ASKED_FOR))
        return replace(self, verdict=Verdict.ESCALATE, reasons=reasons)
