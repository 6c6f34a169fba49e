"""Rules: what a rule of the charter holds, in a few words."""

from collections.abc import Iterable
from datetime import timedelta

from handlers.locale import Words
from handlers.ui.text import cut, escape, person
from knowledge.calendar import written
from knowledge.charter import (
    Away,
    Deadlines,
    Hours,
    Localised,
    OwnHours,
    Process,
    Reactions,
    Step,
    Topic,
    Upkeep,
    Urgent,
)

SAID = 60
"""Characters of a statement or a name."""


def word(_: Words, value: object) -> str:
    """A word or a number, as it stands in the charter."""
    return escape(cut(str(value), SAID))


def one(_: Words, value: str) -> str:
    """Somebody."""
    return person(value)


def people(_: Words, value: Iterable[str]) -> str:
    """Some people, the preferred one first."""
    return ", ".join(map(person, value))


def duration(_: Words, value: timedelta) -> str:
    """How long, as the charter writes it."""
    return written(value)


def quoted(_: Words, value: Localised) -> str:
    """The beginning of what the team has written, in the reader's language if there is one."""
    words = word(_, " ".join(value.in_(_.language).split()))
    return _("“{words}”", words=words)


def topic(_: Words, value: Topic) -> str:
    """Its name, and who is asked, step by step."""
    chain = " → ".join(people(_, step.who) for step in value.chain)
    return _("topic {name}: {chain}", name=quoted(_, value.name), chain=chain)


def step(_: Words, value: Step) -> str:
    """Who is asked, and how fast they are."""
    return f"{people(_, value.who)}, {deadlines(_, value)}"


def deadlines(_: Words, value: Deadlines) -> str:
    """How fast a question is taken and answered."""
    take, answer = written(value.acknowledge), written(value.answer)
    return _("taken in {take}, answered in {answer}", take=take, answer=answer)


def urgent(_: Words, value: Urgent) -> str:
    """How fast an urgent question is, and whether it may ring outside working hours."""
    said = deadlines(_, value)
    return _("{deadlines}, outside hours too", deadlines=said) if value.outside_hours else said


def hours(_: Words, value: Hours | OwnHours) -> str:
    """Days, periods, zone and holidays: as much as is said of them."""
    once = [f"{value.from_:%H:%M}–{value.to:%H:%M}"] if value.from_ and value.to else []
    periods = [f"{period.from_:%H:%M}–{period.to:%H:%M}" for period in value.periods]
    said = (" ".join(value.days), ", ".join(once or periods), value.zone, value.holidays)
    return escape(" ".join(filter(None, said)))


def away(_: Words, value: Away) -> str:
    """The first day away, and the first day back."""
    return _("away from {start}, back on {back}", start=value.from_, back=value.back)


def examples(_: Words, value: tuple[str, ...]) -> str:
    """How many."""
    return _.many("{n} example question", "{n} example questions", len(value))


def reactions(_: Words, value: Reactions) -> str:
    """Which emoji do something, and from which level on: as much as is said of them."""
    said = []
    for deed, gesture in value:
        emoji = " ".join(f":{name}:" for name in gesture.emoji)
        if gesture.model_fields_set:
            said.append(" ".join(filter(None, (deed, emoji, gesture.autonomy))))
    return escape(", ".join(said)) or _("as usual")


def upkeep(_: Words, value: Upkeep) -> str:
    """How often entries are looked at again, and what else keeps them true."""
    kinds = [f"{kind} {written(every)}" for kind, every in value.kinds.items()]
    told = _(
        "looked at again after {verify}, flags settled in {flags}, receipts kept for {recall}",
        verify=written(value.verify),
        flags=written(value.flags),
        recall=written(value.recall),
    )
    return " · ".join([told, *kinds])


def words(_: Words, value: Iterable[str]) -> str:
    """Some words, as they stand in the charter."""
    return ", ".join(map(escape, value))


def process(_: Words, value: Process) -> str:
    """Whom signals of this process go to."""
    return people(_, value.owners)
