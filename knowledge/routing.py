"""Subsidiarity: from a question and what is known to who may answer it, with the reasons.

`decide()` is the heart of the product: a pure function. Every verdict carries the reasons that led
to it, each naming its rule, so that anyone can ask why.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.charter import Charter, Stance, Topic
from knowledge.decision import Candidate, Decision, Guess, Nearest, Reason, Rule, Verdict
from knowledge.nearest import find_nearest
from knowledge.roster import EVERYBODY, Roster
from knowledge.search.confidence import CONFIDENT, NEAR
from knowledge.search.topics import POSSIBLE_TOPIC, SURE_OF_TOPIC

__all__ = [
    "Candidate",
    "Decision",
    "Guess",
    "Nearest",
    "Reason",
    "Rule",
    "Verdict",
    "about_nearest",
    "decide",
    "find_nearest",
    "is_hushed",
    "may_say",
    "topic_of",
]

FAINT = 0.2
"""Confidence from which an entry is worth a look when the topic, at least, is known."""

SHOWN = 3
"""How many entries are shown when none is sure."""

CAUTION = 0.5
"""How likely a topic of caution must be, as a share of the likeliest topic, to win over it."""


def decide(
    candidates: Sequence[Candidate],
    guesses: Sequence[Guess],
    *,
    asker: str,
    charter: Charter,
    roster: Roster = EVERYBODY,
    wished: str | None = None,
    says_little: bool = False,
) -> Decision:
    """Apply the rules of the charter, in their order, to one question.

    `candidates` are the entries the asker may see, best first; `guesses` the likely topics, best
    first; `roster` says who is there; `wished` is the topic that the asker named, who knows it
    best. A question that `says_little` takes nobody's time unbidden.
    """
    best = candidates[0] if candidates and candidates[0].confidence >= CONFIDENT else None
    topic, why = _topic(wished, best, guesses, charter)
    nearest = find_nearest(charter, topic, asker=asker, roster=roster)
    is_sure = why.facts.get("certainty", 1.0) >= SURE_OF_TOPIC
    near = _near(candidates, topic)
    case = _Case(charter, topic, asker, best, near, nearest, is_sure, says_little)
    verdict, reasons = case.rule()
    entries = (best.entry,) if best else case.near
    shown = () if verdict in (Verdict.CRISIS, Verdict.SILENT) else entries
    return Decision(
        verdict,
        (why, *reasons, *case.about_nearest(verdict)),
        topic.id if topic else None,
        shown,
        nearest,
        candidates[0].evidence if shown else (),
    )


def topic_of(
    guesses: Sequence[Guess], charter: Charter, *, least: float = POSSIBLE_TOPIC
) -> Topic | None:
    """The topic that the words of a question speak of, if one is at least so certain.

    A topic in crisis, to refer or to stay silent on wins over another in the perimeter that is
    only a little likelier: a word too many in public costs more than a question too many to an
    expert.
    """
    likely = [(guess, charter.topic(guess.topic)) for guess in guesses]
    possible = [(g, t) for g, t in likely if t and g.certainty >= least]
    if not possible:
        return None
    best, topic = possible[0]
    for guess, other in possible:
        likely_enough = guess.certainty >= CAUTION * best.certainty
        if likely_enough and (other.crisis or other.stance is not Stance.ANSWER):
            return other
    return topic


def _topic(
    wished: str | None, best: Candidate | None, guesses: Sequence[Guess], charter: Charter
) -> tuple[Topic | None, Reason]:
    """The question's topic: what its asker named, the confident entry's own, or of its words.

    An entry without a topic is for every topic but those that surely allow no word.
    """
    if named := charter.topic(wished):
        return named, Reason(Rule.TOPIC_OF_ASKER, {"topic": named.id})
    if best and (known := charter.topic(best.topic)):
        return known, Reason(Rule.TOPIC_OF_ENTRY, {"topic": known.id})
    known = topic_of(guesses, charter)
    if known is None:
        return None, Reason(Rule.NO_TOPIC)
    certainty = next(guess.certainty for guess in guesses if guess.topic == known.id)
    if best and not (is_hushed(known) and certainty >= SURE_OF_TOPIC):
        return None, Reason(Rule.NO_TOPIC)
    facts = {"topic": known.id, "certainty": round(certainty, 2)}
    return known, Reason(Rule.TOPIC_OF_WORDS, facts)


def about_nearest(nearest: Nearest) -> tuple[Reason, ...]:
    """Why this person is the nearest: who was passed over, whom they stand in for."""
    person = nearest.person
    over = tuple(
        Reason(Rule.PASSED_OVER, {"person": one.person, "because": str(one.because)})
        for one in nearest.passed_over
    )
    stands_in = Reason(Rule.STANDS_IN, {"person": person, "instead_of": nearest.instead_of})
    return (
        *over,
        *((stands_in,) if nearest.instead_of else ()),
        *((Reason(Rule.EVERYBODY_AWAY, {"person": person}),) if nearest.is_away else ()),
        Reason(Rule.NEAREST, {"person": person, "step": nearest.step + 1}),
    )


def may_say(person: str, topic: str | None, charter: Charter) -> bool:
    """Whether this person may say before others what an entry of the topic says."""
    known = charter.topic(topic)
    return known is None or (not is_hushed(known) and charter.may_answer(person, known))


def is_hushed(topic: Topic) -> bool:
    """Whether it allows no word but its statement: a crisis, or silence."""
    return topic.crisis is not None or topic.stance is Stance.SILENT


def _near(candidates: Sequence[Candidate], topic: Topic | None) -> tuple[int, ...]:
    """The near misses: fainter ones too where the question is in the perimeter at least."""
    enough = NEAR if topic is None else FAINT
    return tuple(c.entry for c in candidates if c.confidence >= enough)[:SHOWN]


@dataclass(frozen=True)
class _Case:
    charter: Charter
    topic: Topic | None
    asker: str
    best: Candidate | None
    near: tuple[int, ...]
    nearest: Nearest | None
    is_sure: bool
    says_little: bool

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
        little = (Reason(Rule.SAYS_LITTLE),) if self.says_little else ()
        unsure = (*little, Reason(Rule.NO_CONFIDENT_HIT))
        if self.topic is None:
            return Verdict.FALLBACK, unsure
        if self.topic.stance is Stance.REFER:
            return self._escalate(*unsure, Reason(Rule.REFERRED, {"topic": self.topic.id}))
        if not self.may_answer:
            return self._escalate(*unsure, self.mandate)
        return Verdict.NEAR_MISSES, unsure

    def _escalate(self, *reasons: Reason) -> tuple[Verdict, tuple[Reason, ...]]:
        if self.says_little:
            return Verdict.NEAR_MISSES, reasons
        if not self.is_sure:
            unsure = Reason(Rule.TOPIC_UNSURE, {"topic": self.topic.id if self.topic else ""})
            return Verdict.NEAR_MISSES, (*reasons, unsure)
        return (Verdict.ESCALATE if self.nearest else Verdict.NEAR_MISSES), reasons

    def about_nearest(self, verdict: Verdict) -> tuple[Reason, ...]:
        if verdict in (Verdict.CRISIS, Verdict.ANSWER):
            return ()
        if self.nearest is None:
            return (Reason(Rule.NOBODY),)
        return about_nearest(self.nearest)

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
