"""Comparing: what one charter says otherwise than another, rule by rule, not line by line."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeVar

from knowledge.charter.difference import Aspect, Difference, Place
from knowledge.charter.hours import Hours, OwnHours, Period
from knowledge.charter.model import Charter
from knowledge.charter.rules import Person, Process, Step, Topic
from knowledge.charter.words import Part

Found = Iterator[Difference]
Listed = TypeVar("Listed", Topic, Process)

TEAM = {
    "language": Aspect.LANGUAGE,
    "lead_channel": Aspect.LEAD_CHANNEL,
    "cap": Aspect.TEAM_CAP,
    "consent": Aspect.CONSENT,
    "risk": Aspect.RISK,
    "amounts": Aspect.AMOUNTS,
    "reactions": Aspect.REACTIONS,
    "upkeep": Aspect.UPKEEP,
}
TOPIC = {
    "name": Aspect.NAME,
    "stance": Aspect.STANCE,
    "autonomy": Aspect.NEEDS,
    "process": Aspect.PROCESS,
    "reviewers": Aspect.REVIEWERS,
    "publish": Aspect.PUBLISH,
    "risk": Aspect.RISK,
    "verify": Aspect.VERIFY,
    "open_to": Aspect.OPEN_TO,
    "holding": Aspect.HOLDING,
    "crisis": Aspect.CRISIS,
    "urgent": Aspect.URGENT,
}
STEP = {
    "who": Aspect.ASKED,
    "acknowledge": Aspect.TAKE,
    "answer": Aspect.ANSWER,
    "own_team_first": Aspect.OWN_TEAM,
}
PERSON = {
    "autonomy": Aspect.LEVEL,
    "substitute": Aspect.SUBSTITUTE,
    "team": Aspect.TEAM,
    "cap": Aspect.CAP,
}
PROCESS = {"name": Aspect.NAME, "owners": Aspect.OWNERS, "answer": Aspect.SIGNAL}


def differences(before: Charter, after: Charter) -> tuple[Difference, ...]:
    """Every rule that is new, gone or another; none where the same is only written otherwise.

    First what holds for the whole team, then topics, people, processes and the fallback.
    """
    old, new = before.autonomy.default, after.autonomy.default
    return (
        *_fields(before, after, TEAM, ()),
        *_value(Aspect.DEFAULT_LEVEL, (), old, new),
        *_hours(before.hours, after.hours, ()),
        *_listed("topics", Aspect.TOPIC, before.topics, after.topics, _topic),
        *_people(before.people, after.people),
        *_listed("processes", Aspect.WORK, before.processes, after.processes, _process),
        *_chain(before.chain_for(None), after.chain_for(None), ("fallback",)),
    )


def _listed(
    part: str,
    aspect: Aspect,
    before: Sequence[Listed],
    after: Sequence[Listed],
    compared: Callable[[Listed, Listed, Place], Found],
) -> Found:
    """What of a list is new or gone, what is different about the rest, and whether it moved."""
    old, new = ({one.id: one for one in each} for each in (before, after))
    yield from (Difference(aspect, (part, i), old[i], None) for i in old if i not in new)
    yield from (Difference(aspect, (part, i), None, new[i]) for i in new if i not in old)
    for known in (i for i in new if i in old):
        yield from compared(old[known], new[known], (part, known))
    orders = [tuple(i for i in each if i in old and i in new) for each in (old, new)]
    yield from _value(Aspect.ORDER, (part,), *orders)


def _topic(before: Topic, after: Topic, path: Place) -> Found:
    yield from _fields(before, after, TOPIC, path)
    yield from _examples(before.examples, after.examples, path)
    yield from _chain(before.chain, after.chain, path)


def _people(before: Sequence[Person], after: Sequence[Person]) -> Found:
    """To be listed means no more than what is said of somebody, in whatever order."""
    old, new = ({one.slack: one for one in each} for each in (before, after))
    for who in {**old, **new}:
        path, nothing = ("people", who), Person(slack=who)
        said = tuple(_person(old.get(who, nothing), new.get(who, nothing), path))
        yield from said
        if not said:
            yield from _value(Aspect.PERSON, path, who in old, who in new)


def _person(before: Person, after: Person, path: Place) -> Found:
    yield from _fields(before, after, PERSON, path)
    for topic in {**before.topics, **after.topics}:
        levels = before.topics.get(topic), after.topics.get(topic)
        yield from _value(Aspect.LEVEL_ON, (*path, topic), *levels)
    yield from _hours(before.hours, after.hours, path)
    for away in (one for one in before.away if one not in after.away):
        yield Difference(Aspect.AWAY, path, away, None)
    for away in (one for one in after.away if one not in before.away):
        yield Difference(Aspect.AWAY, path, None, away)


def _process(before: Process, after: Process, path: Place) -> Found:
    yield from _fields(before, after, PROCESS, path)


def _chain(before: Sequence[Step], after: Sequence[Step], path: Place) -> Found:
    """Steps that stayed the same keep each other company; what is between them is compared."""
    moves = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for _tag, old, old_end, new, new_end in (move for move in moves if move[0] != "equal"):
        both = min(old_end - old, new_end - new)
        for at in range(both):
            yield from _fields(before[old + at], after[new + at], STEP, _step(path, new + at))
        for at in range(old + both, old_end):
            yield Difference(Aspect.STEP, _step(path, at), before[at], None)
        for at in range(new + both, new_end):
            yield Difference(Aspect.STEP, _step(path, at), None, after[at])


def _examples(before: Sequence[str], after: Sequence[str], path: Place) -> Found:
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if gone:
        yield Difference(Aspect.EXAMPLES, path, tuple(gone.elements()), None)
    if come:
        yield Difference(Aspect.EXAMPLES, path, None, tuple(come.elements()))
    if not gone and not come:
        yield from _value(Aspect.EXAMPLES, path, tuple(before), tuple(after))


def _hours(before: Hours | OwnHours | None, after: Hours | OwnHours | None, path: Place) -> Found:
    if _meant(before) != _meant(after):
        yield Difference(Aspect.HOURS, path, before, after)


def _meant(hours: Hours | OwnHours | None) -> tuple[object, ...] | None:
    """What hours say, whatever way they are written in."""
    if hours is None:
        return None
    one = (Period.model_validate({"from": hours.from_, "to": hours.to}),) if hours.from_ else ()
    said = hours.zone, frozenset(hours.days), one or hours.periods, hours.holidays
    return said if any(said) else None


def _fields(before: Part, after: Part, aspects: Mapping[str, Aspect], path: Place) -> Found:
    for name, aspect in aspects.items():
        yield from _value(aspect, path, getattr(before, name), getattr(after, name))


def _value(aspect: Aspect, path: Place, before: Any, after: Any) -> Found:
    """What is empty, or off, is not there."""
    if before != after:
        yield Difference(aspect, path, before or None, after or None)


def _step(path: Place, at: int) -> Place:
    return (*path, "chain", at + 1)
