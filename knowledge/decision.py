"""Decisions: what may become of a question, why, and what it is decided from."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Nearest:
    """The nearest competent person, the step of the chain, and the time they have."""

    person: str
    step: int
    acknowledge: timedelta
    answer: timedelta


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
