"""Rules: which rows of which table are past their time, and needed by nothing any more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_
from sqlalchemy.orm import InstrumentedAttribute

from knowledge import flag, signal, tip
from knowledge.absence import Absence
from knowledge.audit import AuditLine
from knowledge.departure import Departure
from knowledge.entry import Entry
from knowledge.entry import Status as EntryStatus
from knowledge.escalation import LIVE, Escalation
from knowledge.flag import Flag
from knowledge.notification import TIMERS, Kind, Notification, State
from knowledge.question import Question
from knowledge.reactions import Reaction
from knowledge.recall import Recall
from knowledge.retention.periods import Kept
from knowledge.retraction import ERASED
from knowledge.signal import Signal
from knowledge.tip import Tip
from knowledge.waiter import Waiter
from knowledge.wording import Voice

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Rule:
    """What becomes of the rows of one table that are older than a moment.

    `made` is the column that says when a row was written, where there is one. `blank` is written
    over what it held; without it the row is deleted, with what belongs to it.
    """

    kept: Kept
    table: Any
    is_past: Callable[[datetime], Condition]
    made: InstrumentedAttribute[Any] | None = None
    blank: Mapping[str, Any] = field(default_factory=dict)

    def since(self, moment: datetime) -> Any:
        """The moment as the column `made` has it: Slack writes its own as text."""
        return f"{moment.timestamp():.6f}" if self.made is Reaction.event_ts else moment


def _passed_on() -> Condition:
    """A question that somebody else was asked, or waits for the answer to."""
    return or_(
        exists().where(Escalation.question_id == Question.id),
        exists().where(Waiter.question_id == Question.id),
    )


def _taught() -> Condition:
    """A question by which an entry was confirmed or refused: the wording learned stays."""
    return exists().where(Voice.question_id == Question.id)


def _nothing_due(table: Any, beginning: str) -> Condition:
    """No message or timer about it is still to come."""
    kinds = [kind for kind in Kind if kind.startswith(beginning)]
    return ~exists().where(
        Notification.about == table.id,
        Notification.kind.in_(kinds),
        Notification.state == State.READY,
    )


def _is_there_no_more() -> Condition:
    """What it is about is gone: until then, a message that was sent may have to be redrawn."""
    things: dict[str, Any] = {
        "entry.": Entry,
        "escalation.": Escalation,
        "flag.": Flag,
        "question.": Question,
        "recall.": Recall,
        "signal.": Signal,
        "tip.": Tip,
    }
    mere = (*TIMERS, Kind.REFRESH)
    stays = [
        and_(
            Notification.kind.in_([one for one in Kind if one.startswith(beginning)]),
            exists().where(thing.id == Notification.about),
        )
        for beginning, thing in things.items()
    ]
    return or_(Notification.kind.in_(mere), not_(or_(*stays)))


RULES = (
    Rule(
        Kept.ESCALATIONS,
        Escalation,
        lambda moment: and_(
            Escalation.status.not_in(LIVE),
            func.coalesce(Escalation.closed_at, Escalation.answered_at, Escalation.opened_at)
            < moment,
            _nothing_due(Escalation, "escalation."),
        ),
        made=Escalation.opened_at,
    ),
    Rule(
        Kept.QUESTIONS,
        Question,
        lambda moment: and_(Question.asked_at < moment, ~_passed_on(), ~_taught()),
        made=Question.asked_at,
    ),
    Rule(
        Kept.QUESTIONS,
        Question,
        lambda moment: and_(
            Question.asked_at < moment, Question.text != ERASED, ~_passed_on(), _taught()
        ),
        made=Question.asked_at,
        blank={"text": ERASED, "channel": None, "thread_ts": None},
    ),
    Rule(
        Kept.SIGNALS,
        Signal,
        lambda moment: and_(
            Signal.status.not_in(signal.LIVE),
            func.coalesce(Signal.answered_at, Signal.asked_at) < moment,
            _nothing_due(Signal, "signal."),
        ),
        made=Signal.passed_at,
    ),
    Rule(
        Kept.FLAGS,
        Flag,
        lambda moment: and_(
            Flag.status != flag.Status.OPEN,
            func.coalesce(Flag.settled_at, Flag.asked_at) < moment,
            _nothing_due(Flag, "flag."),
        ),
        made=Flag.raised_at,
    ),
    Rule(
        Kept.FLAGS,
        Recall,
        lambda moment: and_(Recall.at < moment, _nothing_due(Recall, "recall.")),
        made=Recall.at,
    ),
    Rule(
        Kept.GESTURES,
        Reaction,
        lambda moment: Reaction.event_ts < f"{moment.timestamp():.6f}",
        made=Reaction.event_ts,
    ),
    Rule(
        Kept.GESTURES,
        Tip,
        lambda moment: and_(
            Tip.status != tip.Status.OPEN,
            func.coalesce(Tip.decided_at, Tip.made_at) < moment,
            _nothing_due(Tip, "tip."),
        ),
        made=Tip.made_at,
    ),
    Rule(
        Kept.ABSENCES,
        Absence,
        lambda moment: and_(
            or_(Absence.ended_at < moment, Absence.until_at < moment),
            _nothing_due(Absence, "absence."),
        ),
    ),
    Rule(
        Kept.DEPARTURES,
        Departure,
        lambda moment: and_(
            func.coalesce(Departure.settled_at, Departure.cancelled_at) < moment,
            _nothing_due(Departure, "departure."),
        ),
        made=Departure.opened_at,
    ),
    Rule(
        Kept.OUTBOX,
        Notification,
        lambda moment: and_(
            Notification.state != State.READY,
            Notification.due_at < moment,
            _is_there_no_more(),
        ),
        made=Notification.created_at,
    ),
    Rule(
        Kept.ARCHIVED,
        Entry,
        lambda moment: and_(Entry.status == EntryStatus.ARCHIVED, Entry.archived_at < moment),
        made=Entry.created_at,
    ),
    Rule(Kept.AUDIT, AuditLine, lambda moment: AuditLine.at < moment, made=AuditLine.at),
)
"""In this order: what goes first sets free what it refers to."""
