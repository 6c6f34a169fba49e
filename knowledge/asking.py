"""Asking: a question as it is asked, and what its asker is shown."""

from dataclasses import dataclass

from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.filters import NO_FILTERS, Filters
from knowledge.question import Question, Way
from knowledge.roster import EVERYBODY, Roster
from knowledge.routing import Decision, Verdict
from knowledge.sight import MEMBER, Reader


@dataclass(frozen=True)
class Asking:
    """A question as it is asked: by whom, where, how. `key` is the same when it is redelivered.

    `audience` is the private channel it is asked in front of, if any; `reader` who gets the reply,
    `around` who reads it too if it is said aloud; `discreet`: whatever is found, its asker alone is
    to be told; `wants_person`: whatever is found, somebody is asked.
    """

    text: str
    asker: str
    workspace: str
    way: Way
    key: str
    channel: str | None = None
    thread_ts: str | None = None
    audience: str | None = None
    reader: Reader = MEMBER
    around: Reader | None = None
    filters: Filters = NO_FILTERS
    discreet: bool = False
    wants_person: bool = False


@dataclass(frozen=True)
class Outcome:
    """What the asker is shown: the decision, its entries, and the escalation if there is one.

    `for_outsider`: they are no full member, and who is away or passed over is nothing for them.
    `doubted` are those of the entries that somebody says are wrong.
    """

    question: Question
    decision: Decision
    charter: Charter
    entries: tuple[Entry, ...] = ()
    escalation: Escalation | None = None
    roster: Roster = EVERYBODY
    for_outsider: bool = False
    doubted: frozenset[int] = frozenset()

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The entries that are read: in public, none beside who has been asked."""
        is_asked = self.decision.verdict is Verdict.ESCALATE
        return () if is_asked and self.question.is_public else self.entries
