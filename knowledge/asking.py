"""Asking: a question as it is asked, and what its asker is shown."""

from collections.abc import Collection
from dataclasses import dataclass

from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.filters import NO_FILTERS, Filters
from knowledge.question import Question, Way
from knowledge.roster import EVERYBODY, Roster
from knowledge.routing import Decision


@dataclass(frozen=True)
class Asking:
    """A question as it is asked: by whom, where, how. `key` is the same when it is redelivered.

    `audience` is the private channel it is asked in front of, if any;
    `audiences` are the private channels whose entries the reader (or every reader) may see;
    `discreet`: whatever is found, its asker alone is to be told; `wants_person`: whatever is
    found, somebody is asked.
    """

    text: str
    asker: str
    workspace: str
    way: Way
    key: str
    channel: str | None = None
    thread_ts: str | None = None
    audience: str | None = None
    audiences: Collection[str] = ()
    filters: Filters = NO_FILTERS
    discreet: bool = False
    wants_person: bool = False


@dataclass(frozen=True)
class Outcome:
    """What the asker is shown: the decision, its entries, and the escalation if there is one."""

    question: Question
    decision: Decision
    charter: Charter
    entries: tuple[Entry, ...] = ()
    escalation: Escalation | None = None
    roster: Roster = EVERYBODY
