"""Subsidiarity: from a question and what is known to who may answer it, with the reasons.

`decide()` is the heart of the product: a pure function. Every verdict carries the reasons that led
to it, each naming its rule, so that anyone can ask why.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from knowledge.charter import Charter, Stance, Topic
from knowledge.search.confidence import CONFIDENT, NEAR
from knowledge.search.topics import SURE_OF_TOPIC

SHOWN = 3
"""How many entries are shown when none is sure."""


CAUTION = 0.6
"""How likely a topic of caution must be, as a share of the likeliest topic, to win over it."""


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
    TOPIC_OF_WORDS = "topic_of_words"  # topic, certainty
    NO_TOPIC = "no_topic"
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
    """An entry that may answer: its number, its topic, how sure (0 to 1)."""

    entry: int
    topic: str | None
    confidence: float


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
    """The verdict, its reasons in order, and what it is about."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    topic: str | None = None
    entries: tuple[int, ...] = ()
    nearest: Nearest | None = None


def decide(
    candidates: Sequence[Candidate],
    guesses: Sequence[Guess],
    *,
    asker: str,
    charter: Charter,
    gone: Collection[str] = (),
) -> Decision:
    """Apply the rules of the charter, in their order, to one question.

    `candidates` are the entries the asker may see, best first; `guesses` the likely topics, best
    first; `gone` the people whom nobody can reach any more.
    """
    best = candidates[0] if candidates and candidates[0].confidence >= CONFIDENT else None
    topic, why = _topic(best, guesses, charter)
    nearest = find_nearest(charter, topic, asker=asker, gone=gone)
    case = _Case(charter, topic, asker, best, _near(candidates), nearest)
    verdict, reasons = case.rule()
    entries = (best.entry,) if best else case.near
    shown = () if verdict in (Verdict.CRISIS, Verdict.SILENT) else entries
    return Decision(
        verdict,
        (why, *reasons, *case.about_nearest(verdict)),
        topic.id if topic else None,
        shown,
        nearest,
    )


def find_nearest(
    charter: Charter,
    topic: Topic | None,
    *,
    asker: str,
    after: int = -1,
    gone: Collection[str] = (),
) -> Nearest | None:
    """The first competent person of the chain's later steps, else anyone of it not yet asked.

    `after` is the step that was asked last; `gone` names the people who cannot be asked (again).
    Never the asker, never someone whom the charter gives less autonomy than the topic needs.
    """
    chain = charter.chain_for(topic)
    order = [*range(after + 1, len(chain)), *range(min(after + 1, len(chain)))]
    for number in order:
        for person in chain[number].who:
            competent = topic is None or charter.may_answer(person, topic)
            if person != asker and person not in gone and competent:
                step = chain[number]
                return Nearest(person, number, step.acknowledge, step.answer)
    return None


def topic_of(guesses: Sequence[Guess], charter: Charter) -> Topic | None:
    """The topic that the words of a question speak of, if one is clear enough.

    A topic to refer or to stay silent on wins over one in the perimeter that is only a little
    likelier: a word too many in public costs more than a question too many to an expert.
    """
    likely = [(guess, charter.topic(guess.topic)) for guess in guesses]
    sure = [(g, t) for g, t in likely if t and g.certainty >= SURE_OF_TOPIC]
    if not sure:
        return None
    best, topic = sure[0]
    for guess, other in likely:
        cautious = other is not None and other.stance is not Stance.ANSWER
        if cautious and guess.certainty >= CAUTION * best.certainty:
            return other
    return topic


def _topic(
    best: Candidate | None, guesses: Sequence[Guess], charter: Charter
) -> tuple[Topic | None, Reason]:
    """The question's topic: the confident entry's own, else what its words speak of."""
    if best and (known := charter.topic(best.topic)):
        return known, Reason(Rule.TOPIC_OF_ENTRY, {"topic": known.id})
    if best:
        return None, Reason(Rule.NO_TOPIC)
    known = topic_of(guesses, charter)
    if known is None:
        return None, Reason(Rule.NO_TOPIC)
    certainty = next(guess.certainty for guess in guesses if guess.topic == known.id)
    facts = {"topic": known.id, "certainty": round(certainty, 2)}
    return known, Reason(Rule.TOPIC_OF_WORDS, facts)


def _near(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    return tuple(c.entry for c in candidates if c.confidence >= NEAR)[:SHOWN]


@dataclass(frozen=True)
class _Case:
    charter: Charter
    topic: Topic | None
    asker: str
    best: Candidate | None
    near: tuple[int, ...]
    nearest: Nearest | None

    def rule(self) -> tuple[Verdict, tuple[Reason, ...]]:
        """The first rule that applies."""
        if self.topic and self.topic.crisis:
            return Verdict.CRISIS, (Reason(Rule.IN_CRISIS, {"topic": self.topic.id}),)
        if self.topic and self.topic.stance is Stance.SILENT:
            return Verdict.SILENT, (Reason(Rule.STAY_SILENT, {"topic": self.topic.id}),)
        return self.with_hit(self.best) if self.best else self.without_hit()

    def with_hit(self, best: Candidate) -> tuple[Verdict, tuple[Reason, ...]]:
        facts = {"entry": best.entry, "confidence": round(best.confidence, 2)}
        found = Reason(Rule.CONFIDENT_HIT, facts)
        if self.topic is None:
            return Verdict.ANSWER, (found,)
        verdict = Verdict.ANSWER if self.may_answer else Verdict.CONFIRM
        return verdict, (found, self.mandate)

    def without_hit(self) -> tuple[Verdict, tuple[Reason, ...]]:
        unsure = Reason(Rule.NO_CONFIDENT_HIT)
        if self.topic is None:
            return Verdict.FALLBACK, (unsure,)
        if self.topic.stance is Stance.REFER:
            return self._escalate(unsure, Reason(Rule.REFERRED, {"topic": self.topic.id}))
        if not self.may_answer:
            return self._escalate(unsure, self.mandate)
        return Verdict.NEAR_MISSES, (unsure,)

    def _escalate(self, *reasons: Reason) -> tuple[Verdict, tuple[Reason, ...]]:
        return (Verdict.ESCALATE if self.nearest else Verdict.NEAR_MISSES), reasons

    def about_nearest(self, verdict: Verdict) -> tuple[Reason, ...]:
        if verdict in (Verdict.CRISIS, Verdict.ANSWER):
            return ()
        if self.nearest is None:
            return (Reason(Rule.NOBODY),)
        return (
            Reason(Rule.NEAREST, {"person": self.nearest.person, "step": self.nearest.step + 1}),
        )

    @property
    def may_answer(self) -> bool:
        return self.topic is None or self.charter.may_answer(self.asker, self.topic)

    @property
    def mandate(self) -> Reason:
        """Whether the asker's autonomy suffices for the topic, as a reason."""
        assert self.topic is not None
        has = self.charter.autonomy_of(self.asker, self.topic)
        facts = {"has": str(has), "needs": str(self.topic.needs)}
        return Reason(Rule.MAY_ANSWER if self.may_answer else Rule.MAY_NOT_ANSWER, facts)
