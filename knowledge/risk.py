"""Risk: how much care an answer takes before it is published, why, and who may publish it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from knowledge import redaction
from knowledge.charter import Charter, Consent, Risk, Stance, Topic
from knowledge.claims import names_money
from knowledge.entry import Entry, Genre

Rule = Callable[[Charter, Topic | None, Entry], Risk | None]

ORDER = (Risk.LOW, Risk.MIDDLE, Risk.HIGH)


class Cause(StrEnum):
    """Why an answer takes the care it takes."""

    TEAM = "team"  # the charter says so for all answers
    TOPIC = "topic"  # … for this topic
    AMOUNTS = "amounts"  # … for answers that name money
    CRISIS = "crisis"  # its topic is in crisis
    CRISIS_CASE = "crisis_case"  # it tells of one
    SILENT = "silent"  # nobody answers on its topic in public
    PERSONAL = "personal"  # it holds personal data
    CONSENT = "consent"  # its author has a say first


@dataclass(frozen=True)
class Care:
    """The risk, and everything that makes it as high as it is."""

    risk: Risk
    causes: tuple[Cause, ...]


def _usual(charter: Charter, topic: Topic | None, _: Entry) -> Risk | None:
    return None if topic and topic.risk else charter.risk


def _of_topic(_: Charter, topic: Topic | None, __: Entry) -> Risk | None:
    return topic.risk if topic else None


def _of_amounts(charter: Charter, _: Topic | None, entry: Entry) -> Risk | None:
    return charter.amounts if charter.amounts and names_money(entry.body) else None


def _in_crisis(_: Charter, topic: Topic | None, __: Entry) -> Risk | None:
    return Risk.HIGH if topic and topic.crisis else None


def _of_a_crisis(_: Charter, __: Topic | None, entry: Entry) -> Risk | None:
    return Risk.HIGH if entry.kind is Genre.CRISIS_CASE else None


def _in_silence(_: Charter, topic: Topic | None, __: Entry) -> Risk | None:
    return Risk.HIGH if topic and topic.stance is Stance.SILENT else None


def _of_personal_data(_: Charter, __: Topic | None, entry: Entry) -> Risk | None:
    return Risk.MIDDLE if redaction.found(entry) else None


def _of_consent(charter: Charter, _: Topic | None, entry: Entry) -> Risk | None:
    has_a_say = charter.consent is Consent.ASK and entry.author not in (None, entry.capturer)
    return Risk.MIDDLE if has_a_say else None


RULES: dict[Cause, Rule] = {
    Cause.TEAM: _usual,
    Cause.TOPIC: _of_topic,
    Cause.AMOUNTS: _of_amounts,
    Cause.CRISIS: _in_crisis,
    Cause.CRISIS_CASE: _of_a_crisis,
    Cause.SILENT: _in_silence,
    Cause.PERSONAL: _of_personal_data,
    Cause.CONSENT: _of_consent,
}
"""What each cause asks for. The highest wins; what must never be published at once asks for
Risk.MIDDLE."""


def care(charter: Charter, entry: Entry) -> Care:
    """How much care an entry takes, and why."""
    topic = charter.topic(entry.topic)
    asked = {cause: rule(charter, topic, entry) for cause, rule in RULES.items()}
    risk = max((one for one in asked.values() if one), key=ORDER.index)
    return Care(risk, tuple(cause for cause, one in asked.items() if one is risk))


def brought_by(entry: Entry) -> frozenset[str]:
    """Who wrote it and who kept it."""
    return frozenset(person for person in (entry.author, entry.capturer) if person)


def is_barred(charter: Charter, entry: Entry, person: str, *, beside: Entry | None = None) -> bool:
    """Whether somebody else has to publish it, whatever this person's mandate; alone, or as a part
    of the entry `beside`.
    """
    about = [one for one in (entry, beside) if one]
    return person in brought_by(entry) and any(
        care(charter, one).risk is Risk.HIGH for one in about
    )


def reviewers(charter: Charter, entry: Entry, *, gone: Collection[str]) -> list[str]:
    """Those of the charter who may publish an entry and are there, the first to be asked first.

    Four eyes see better: who wrote it or kept it comes last, and where the risk is high not at all.
    """
    brought, topic = brought_by(entry), charter.topic(entry.topic)
    first = charter.reviewer_for(topic, besides={*brought, *gone})
    anybody = charter.reviewer_for(topic, besides=gone)
    several = dict.fromkeys(one for one in (first, anybody, *charter.leads()) if one)
    there = [person for person in several if person not in gone]
    if care(charter, entry).risk is Risk.HIGH:
        return [person for person in there if person not in brought]
    return there
