"""Owners: which process of the team something belongs to, and whose that is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from knowledge.charter import Charter
from knowledge.errors import NotAllowed
from knowledge.routing import Guess, topic_of
from knowledge.search.topics import SURE_OF_TOPIC
from knowledge.signal import Signal

PATIENCE = timedelta(days=3)
"""The time to say what becomes of a signal that belongs to no process of the charter."""


@dataclass(frozen=True)
class Belonging:
    """What words are about: the topic, if that is sure, and the likeliest process, if any is.

    `is_sure`: it can be passed on without asking whom it concerns.
    """

    topic: str | None
    process: str | None
    is_sure: bool


def belonging(guesses: Sequence[Guess], charter: Charter) -> Belonging:
    """Where words belong, by what they are likely to be about.

    Without processes in the charter there is nothing to choose: all of it goes to the leads.
    """
    sure = topic_of(guesses, charter, least=SURE_OF_TOPIC)
    topic = sure.id if sure else None
    if not charter.processes:
        return Belonging(topic, sure.process if sure else None, is_sure=True)
    likely = sure or topic_of(guesses, charter)
    known = charter.process(likely.process) if likely else None
    return Belonging(topic, known.id if known else None, is_sure=bool(sure and known))


def owners_of(charter: Charter, process: str | None) -> tuple[str, ...]:
    """The people it belongs to, preferred first: the leads where the charter names nobody."""
    known = charter.process(process)
    return known.owners if known else charter.leads()


def time_for(charter: Charter, process: str | None) -> timedelta:
    """How long the owner has to say what becomes of a signal."""
    known = charter.process(process)
    return known.answer if known else PATIENCE


def find_owner(charter: Charter, process: str | None, *, besides: Collection[str]) -> str | None:
    """The first owner who is none of the people `besides`, else the first such lead."""
    known = (*owners_of(charter, process), *charter.leads())
    return next((person for person in known if person not in besides), None)


def next_owner(charter: Charter, process: str | None, *, besides: Collection[str]) -> str | None:
    """The first owner of the process alone who is none of the people `besides`."""
    known = owners_of(charter, process)
    return next((person for person in known if person not in besides), None)


def may_answer(charter: Charter, signal: Signal, person: str) -> bool:
    """Whether this person may say what becomes of it: who has it, who shares it, who leads."""
    entitled = {signal.owner, *owners_of(charter, signal.process), *charter.leads()}
    return person in entitled


def check(charter: Charter, signal: Signal, person: str) -> None:
    """
    Raises:
        NotAllowed: it is for somebody else to say what becomes of it.
    """
    if not may_answer(charter, signal, person):
        raise NotAllowed(owner=signal.owner)


def everybody(charter: Charter) -> frozenset[str]:
    """Everyone who owns a process, and the leads."""
    owners = (owner for process in charter.processes for owner in process.owners)
    return frozenset((*owners, *charter.leads()))
