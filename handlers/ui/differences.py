"""Differences: what a charter says otherwise than another, one line each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui import rules
from handlers.ui.terms import level
from handlers.ui.text import escape, person
from knowledge.charter.difference import Aspect, Difference, Sign
from knowledge.charter_history import Change

Facts = dict[str, Any]
Sentence = Callable[[Words, Facts], str]


def line(_: Words, difference: Difference) -> str:
    """One difference, in markup: + what is new, - what is gone, ~ what is another now."""
    what = WORDINGS[difference.aspect].of(_, difference)
    whose = _whose(_, difference)
    colon = _(":")
    said = f"{whose}{colon} {what}" if whose else what
    return f"{difference.sign} {said}"


def summary(_: Words, found: Sequence[Difference]) -> str:
    """The first difference, and how many more there are."""
    if not found:
        return _("the same rules, written otherwise")
    first, more = line(_, found[0]), len(found) - 1
    others = _.many("(and {n} more)", "(and {n} more)", more)
    return f"{first} {others}" if more else first


def change(_: Words, change: Change) -> str:
    """What a version changed, in one line of markup."""
    if change.is_first:
        return _("the first version")
    said = summary(_, change.differences)
    if change.again:
        return _("version {number} again: {said}", number=change.again, said=said)
    return said


@dataclass(frozen=True)
class Wording:
    """A rule in a sentence, its value in a few words; `contrasts`: beside what it was before."""

    sentence: Sentence
    show: Callable[[Words, Any], str]
    contrasts: bool = True

    def of(self, _: Words, difference: Difference) -> str:
        """The sentence that tells a difference."""
        last = escape(str(difference.path[-1])) if difference.path else ""
        facts = {"value": self.show(_, difference.says), "last": last, "sign": difference.sign}
        told = self.sentence(_, facts)
        if difference.sign is Sign.CHANGED and self.contrasts:
            before = self.show(_, difference.before)
            return _("{now}, not {before}", now=told, before=before)
        return told


def _whose(_: Words, difference: Difference) -> str:
    """The topic, person or process; a rule of the whole team speaks for itself."""
    if difference.part == "fallback":
        return _("fallback")
    whose = difference.whose or ""
    return person(whose) if difference.part == "people" else escape(whose)


def _itself(_: Words, facts: Facts) -> str:
    return str(facts["value"])


def _order(_: Words, facts: Facts) -> str:
    if facts["last"] == "topics":
        return _("the topics are in another order")
    return _("the processes are in another order")


def _examples(_: Words, facts: Facts) -> str:
    if facts["sign"] is Sign.CHANGED:
        return _("the example questions are in another order")
    return str(facts["value"])


def _crisis(_: Words, facts: Facts) -> str:
    match facts["sign"]:
        case Sign.ADDED:
            return _("the crisis begins, it is said: {value}", **facts)
        case Sign.REMOVED:
            return _("the crisis is over")
    return _("in the crisis it is said: {value}", **facts)


TEAM = {
    Aspect.LANGUAGE: Wording(lambda _, facts: _("the language is {value}", **facts), rules.word),
    Aspect.HOURS: Wording(lambda _, facts: _("the hours are {value}", **facts), rules.hours),
    Aspect.LEAD_CHANNEL: Wording(
        lambda _, facts: _("the lead channel is {value}", **facts), rules.word
    ),
    Aspect.DEFAULT_LEVEL: Wording(
        lambda _, facts: _("the level of everybody else is {value}", **facts), level
    ),
    Aspect.TEAM_CAP: Wording(
        lambda _, facts: _("everybody is asked at most {value} times a week", **facts), rules.word
    ),
    Aspect.CONSENT: Wording(lambda _, facts: _("consent of authors: {value}", **facts), rules.word),
    Aspect.RISK: Wording(lambda _, facts: _("the risk is {value}", **facts), rules.word),
    Aspect.AMOUNTS: Wording(
        lambda _, facts: _("the risk of amounts is {value}", **facts), rules.word
    ),
    Aspect.REACTIONS: Wording(
        lambda _, facts: _("reactions: {value}", **facts), rules.reactions, contrasts=False
    ),
    Aspect.UPKEEP: Wording(
        lambda _, facts: _("upkeep: {value}", **facts), rules.upkeep, contrasts=False
    ),
    Aspect.ORDER: Wording(_order, rules.word, contrasts=False),
}
TOPIC = {
    Aspect.TOPIC: Wording(_itself, rules.topic, contrasts=False),
    Aspect.NAME: Wording(lambda _, facts: _("the name is {value}", **facts), rules.quoted),
    Aspect.STANCE: Wording(lambda _, facts: _("the stance is {value}", **facts), rules.word),
    Aspect.NEEDS: Wording(
        lambda _, facts: _("to answer alone takes the level {value}", **facts), level
    ),
    Aspect.PROCESS: Wording(lambda _, facts: _("the process is {value}", **facts), rules.word),
    Aspect.EXAMPLES: Wording(_examples, rules.examples, contrasts=False),
    Aspect.REVIEWERS: Wording(lambda _, facts: _("reviewed by {value}", **facts), rules.people),
    Aspect.PUBLISH: Wording(
        lambda _, facts: _("published without review from the level {value} on", **facts), level
    ),
    Aspect.HOLDING: Wording(
        lambda _, facts: _("the holding statement is {value}", **facts),
        rules.quoted,
        contrasts=False,
    ),
    Aspect.CRISIS: Wording(_crisis, rules.quoted, contrasts=False),
    Aspect.VERIFY: Wording(
        lambda _, facts: _("entries are looked at again after {value}", **facts), rules.duration
    ),
    Aspect.OPEN_TO: Wording(lambda _, facts: _("open to {value}", **facts), rules.words),
    Aspect.URGENT: Wording(
        lambda _, facts: _("urgent questions: {value}", **facts), rules.urgent, contrasts=False
    ),
}
STEP = {
    Aspect.STEP: Wording(
        lambda _, facts: _("step {last}: {value}", **facts), rules.step, contrasts=False
    ),
    Aspect.ASKED: Wording(lambda _, facts: _("step {last} asks {value}", **facts), rules.people),
    Aspect.TAKE: Wording(
        lambda _, facts: _("step {last} takes questions in {value}", **facts), rules.duration
    ),
    Aspect.ANSWER: Wording(
        lambda _, facts: _("step {last} answers in {value}", **facts), rules.duration
    ),
    Aspect.OWN_TEAM: Wording(
        lambda _, facts: _("step {last} asks the asker's own team first", **facts), rules.word
    ),
}
PERSON = {
    Aspect.PERSON: Wording(lambda _, facts: _("is listed", **facts), rules.word),
    Aspect.LEVEL: Wording(lambda _, facts: _("the level is {value}", **facts), level),
    Aspect.LEVEL_ON: Wording(lambda _, facts: _("the level on {last} is {value}", **facts), level),
    Aspect.SUBSTITUTE: Wording(lambda _, facts: _("the substitute is {value}", **facts), rules.one),
    Aspect.TEAM: Wording(lambda _, facts: _("the team is {value}", **facts), rules.word),
    Aspect.CAP: Wording(
        lambda _, facts: _("asked at most {value} times a week", **facts), rules.word
    ),
    Aspect.AWAY: Wording(_itself, rules.away),
}
PROCESS = {
    Aspect.WORK: Wording(
        lambda _, facts: _("signals go to {value}", **facts), rules.process, contrasts=False
    ),
    Aspect.OWNERS: Wording(lambda _, facts: _("signals go to {value}", **facts), rules.people),
    Aspect.SIGNAL: Wording(
        lambda _, facts: _("a signal is answered in {value}", **facts), rules.duration
    ),
}
WORDINGS: dict[Aspect, Wording] = {**TEAM, **TOPIC, **STEP, **PERSON, **PROCESS}
