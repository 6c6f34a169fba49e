"""Editing: the text of a charter with one thing changed, people's comments and layout kept.

There is always a text to begin from: before the first charter nobody leads, so nobody may change
it, and what a minimal one would name nobody for is better written whole, in a file.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from knowledge.charter.changes import (
    Calm,
    Change,
    Crisis,
    Experts,
    Leave,
    Level,
    Return,
    Times,
)
from knowledge.charter.faults import CharterFaults
from knowledge.charter.model import Charter
from knowledge.charter.patching import patch
from knowledge.charter.reading import known
from knowledge.charter.refusals import NobodyCompetent
from knowledge.charter.words import Autonomy
from knowledge.charter.writing import plain, write


def edit(text: str, change: Change) -> str:
    """Give the text of the charter with this change; the same text when it says so already.

    Where people's own text cannot be made to say it, the whole charter is written anew: what it
    says comes first, comments second.

    Raises:
        CharterFaults: the text has faults, or would have.
        KnowledgeError: the change cannot be made; the sentence says why.
    """
    before = known(text)
    after = change.on(before)
    if after == before:
        return text
    _check_mandates(after)
    return _saying(after, (patch(text, plain(before), plain(after)), write(after)))


def set_experts(text: str, topic: str, step: int, who: Sequence[str]) -> str:
    """Name who is asked at a step (from 0) of a topic's chain, preferred first."""
    return edit(text, Experts(topic=topic, step=step, who=tuple(who)))


def set_deadlines(
    text: str, topic: str | None, step: int, acknowledge: timedelta, answer: timedelta
) -> str:
    """Say how fast a step (from 0) takes and answers; without a topic, one of the fallback."""
    return edit(text, Times(topic=topic, step=step, acknowledge=acknowledge, answer=answer))


def set_autonomy(text: str, person: str, level: Autonomy, topic: str | None = None) -> str:
    """Say what a person may answer alone: on a topic, or wherever no topic says otherwise."""
    return edit(text, Level(person=person, level=level, topic=topic))


def set_away(text: str, person: str, from_: date, back: date) -> str:
    """Say that a person is away from a day on, and when they are back."""
    return edit(text, Leave(person=person, from_=from_, back=back))


def end_away(text: str, person: str, from_: date) -> str:
    """Say that a person is not away from that day on after all."""
    return edit(text, Return(person=person, from_=from_))


def begin_crisis(text: str, topic: str, fr: str | None, en: str | None) -> str:
    """Let one statement be given on a topic, and nothing else."""
    return edit(text, Crisis(topic=topic, fr=fr, en=en))


def end_crisis(text: str, topic: str) -> str:
    """Let a topic be answered as usual."""
    return edit(text, Calm(topic=topic))


def _check_mandates(charter: Charter) -> None:
    for topic in charter.topics:
        asked = (person for step in topic.chain for person in step.who)
        if not any(charter.may_answer(person, topic) for person in asked):
            raise NobodyCompetent(topic=topic.name.in_(charter.language))


def _saying(meant: Charter, texts: Sequence[str]) -> str:
    """The first of the texts that says what is meant."""
    found: list[CharterFaults] = []
    for text in texts:
        try:
            if known(text) == meant:
                return text
        except CharterFaults as faults:
            found.append(faults)
    raise found[0]
