"""Asking: a question as it is asked, and what its asker is shown."""

from collections.abc import Collection
from dataclasses import dataclass

from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.filters import NO_FILTERS, Filters
from knowledge.question import Question, Way
from knowledge.roster import EVERYBODY, Roster
from knowledge.routing import Decision, Verdict


@dataclass(frozen=True)
class Asking:
    """A question as it is asked: by whom, where, how. `key` is the same when it is redelivered.

    `audience` is the private channel it is asked in front of, if any;
    `audiences` are the private channels whose entries the reader (or every reader) may see;
    `discreet`: whatever is found, its asker alone is to be told.
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


@dataclass(frozen=True)
class Outcome:
    """What the asker is shown: the decision, its entries, and the escalation if there is one.

    `doubted` are those of the entries that somebody says are wrong.
    """

    question: Question
    decision: Decision
    charter: Charter
    entries: tuple[Entry, ...] = ()
    escalation: Escalation | None = None
    roster: Roster = EVERYBODY
    doubted: frozenset[int] = frozenset()

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The entries that are read: in public, none beside who has been asked."""
        is_asked = self.decision.verdict is Verdict.ESCALATE
        return () if is_asked and self.question.is_public else self.entries
