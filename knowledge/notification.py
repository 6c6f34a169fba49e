"""A notification: one thing that is due to one conversation, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, word


class Kind(StrEnum):
    """What is due."""

    REQUEST = "escalation.request"  # an assignee is asked
    REMINDER = "escalation.reminder"  # … and reminded
    PASSED_ON = "escalation.passed_on"  # a former assignee learns that it has moved on
    DETAILS = "escalation.details"  # the assignee gets what the asker adds
    CANCELLED = "escalation.cancelled"  # the assignee is released
    URGENT = "escalation.urgent"  # the assignee hears that it is needed sooner, and why
    STOOD_IN = "escalation.stood_in"  # who is away learns that their substitute was asked
    DETAILS_WANTED = "escalation.details_wanted"  # the asker is asked for more, and again
    NO_DETAILS = "escalation.no_details"  # the assignee: none came, and the clock runs again
    SOLVED = "escalation.solved"  # the assignee is thanked
    NOT_SOLVED = "escalation.not_solved"  # the assignee owes it again
    STATUS = "escalation.status"  # who has it, by when: one message to each who waits
    PROPOSAL = "escalation.proposal"  # what the assignee wrote below a request, to be sent or not
    ANSWER = "escalation.answer"  # the answer, to each who waits
    OVERDUE = "escalation.overdue"  # the lead is told
    UNDELIVERED = "escalation.undelivered"  # the lead is told that a message reached nobody
    GESTURE = "gesture.do"  # errand: a message somebody reacted to is read, and it is done
    GESTURE_LATER = "gesture.later"  # who reacted hears that it takes a while
    REFUSED = "gesture.refused"  # … or why it cannot be done
    KEPT = "capture.kept"  # who keeps a message hears where it is, or is asked for the question
    MARK = "capture.mark"  # errand: our own reaction on a message that is kept, or no more
    TIP = "tip.owner"  # whose topic it is hears what somebody's reaction suggests
    TIP_STATE = "tip.state"  # … who suggests it, whom that went to
    TIP_NEWS = "tip.news"  # … and what became of it
    REVIEW = "entry.review"  # a reviewer gets a draft
    PUBLISHED = "entry.published"  # author and capturer are told
    WIDENED = "entry.widened"  # author and owner learn who finds it now
    CHANNEL_CHANGED = "entry.channel_changed"  # owners and leads: a channel has become private
    CONSENT = "entry.consent"  # an author learns what is kept of them, and has their say
    CONSENT_REMINDER = "entry.consent_reminder"  # … and is reminded that we wait for it
    CONSENT_MISSING = "entry.consent_missing"  # the reviewer hears that an author says nothing
    CORRECTION = "entry.correction"  # a reviewer gets what an author would rather have said
    OWNED = "entry.owned"  # somebody learns that it is theirs to keep true
    VERIFY = "upkeep.verify"  # an owner is asked what is still true, once a week
    REJECTED = "entry.rejected"  # … why it is not
    MERGED = "entry.merged"  # … which entry it has become a part of
    NOBODY_REVIEWS = "entry.nobody_reviews"  # a lead learns that nobody may publish a draft
    CONTRADICTION = "entry.contradiction"  # who settles it hears that two entries disagree
    REPLY = "question.reply"  # an answer where everybody around reads it, or in a DM
    HELP = "question.help"  # how to ask; or a word back to one of thanks
    BROWSED = "question.browsed"  # what lies where filters point
    SHARED = "question.shared"  # an answer that its asker shows to those around
    SIGNAL = "signal.owner"  # an owner gets a signal
    SIGNAL_REMINDER = "signal.reminder"  # … and is reminded
    SIGNAL_MOVED = "signal.moved"  # a former owner learns who has it now
    SIGNAL_STATE = "signal.state"  # who has it, what becomes of it: one message to who passes it on
    SIGNAL_NEWS = "signal.news"  # what its owner says, to each who passes it on
    SIGNAL_OVERDUE = "signal.overdue"  # the leads are told
    SIGNAL_CHOICE = "signal.choice"  # whom a message concerns, asked of who reacted to it
    CHARTER_NAMES_NOBODY = "charter.names_nobody"  # a lead: someone it names was forgotten
    FLAG = "flag.owner"  # who keeps an entry true hears that it is doubted
    FLAG_REMINDER = "flag.reminder"  # … and is reminded
    FLAG_MOVED = "flag.moved"  # who had it before learns who has it now
    FLAG_NEWS = "flag.news"  # what became of it, to each who flagged it
    FLAG_OVERDUE = "flag.overdue"  # the leads are told
    RECALLED = "recall.told"  # who was given an answer hears that it no longer holds
    RECALL_STATE = "recall.state"  # whom that has reached, to who recalls it
    CHARTER_CHANGED = "charter.changed"  # a lead hears what another lead has changed
    DEPARTURE = "departure.sheet"  # those in charge get what somebody who leaves did
    REFRESH = "message.refresh"  # a sent message shows what is true now
    ACKNOWLEDGE_BY = "escalation.acknowledge_by"  # timer: taken by now, or passed on
    ANSWER_BY = "escalation.answer_by"  # timer: answered by now, or passed on
    DETAILS_BY = "escalation.details_by"  # timer: details by now, or the clock runs again
    LEAD_AGAIN = "escalation.lead_again"  # timer: owned by now, or the leads are told again
    SUBSTITUTE = "absence.substitute"  # who stands in hears from when until when, and of its end
    UPKEEP = "upkeep.day"  # timer: a day begins, and perhaps a week
    ARCHIVE_BY = "upkeep.archive_by"  # timer: read or verified by now, or put aside
    COMPARE = "entry.compare"  # timer: is what was published said otherwise elsewhere?
    CONTRADICTION_AGAIN = "entry.contradiction_again"  # timer: settled by now, or told again
    SIGNAL_ANSWER_BY = "signal.answer_by"  # timer: its owner has said what becomes of it by now
    DEPARTURE_AGAIN = "departure.again"  # timer: handed over by now, or they see it again
    FLAG_SETTLE_BY = "flag.settle_by"  # timer: settled by now, or passed on
    RECALL_LOOK = "recall.look"  # timer: whom a recall has reached by now
    ABSENCE_BEGINS = "absence.begins"  # timer: what an absent person owes is looked after


TIMERS = (
    Kind.ACKNOWLEDGE_BY,
    Kind.ANSWER_BY,
    Kind.DETAILS_BY,
    Kind.LEAD_AGAIN,
    Kind.UPKEEP,
    Kind.ARCHIVE_BY,
    Kind.COMPARE,
    Kind.CONTRADICTION_AGAIN,
    Kind.ABSENCE_BEGINS,
    Kind.DEPARTURE_AGAIN,
    Kind.SIGNAL_ANSWER_BY,
    Kind.FLAG_SETTLE_BY,
    Kind.RECALL_LOOK,
)


ERRANDS = (Kind.GESTURE, Kind.MARK)
"""What is done in Slack without a message of ours."""


class State(StrEnum):
    """What became of a row."""

    READY = "ready"
    DONE = "done"  # sent, or decided
    DROPPED = "dropped"  # no longer needed when its time came
    FAILED = "failed"  # cannot be delivered, ever


class Notification(Base):
    """One thing that is due to one conversation (a person's DM or a channel)."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "lane", "state", "due_at"),
        Index(None, "about", "kind"),
        Index(None, "channel", "ts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(128), unique=True)
    workspace: Mapped[str] = mapped_column(String(32))
    kind: Mapped[Kind] = mapped_column(word(Kind))
    about: Mapped[int]
    to: Mapped[str] = mapped_column(String(32))
    thread_ts: Mapped[str | None] = mapped_column(String(32))
    lane: Mapped[str] = mapped_column(String(96))
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(word(State))
    lease_until: Mapped[datetime | None]
    owner: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int]
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    trouble: Mapped[str | None]
