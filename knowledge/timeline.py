"""The timeline of an escalation: everything that happened to it, when, by whom, and why."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import audit
from knowledge.database import Base, word
from knowledge.escalation import Escalation

CLOCK = "relais"
"""Who does what nobody does: the passing of time, in the timeline and the audit log."""


class Deed(StrEnum):
    """What happened. `person` is whom it happened to, `text` the words that were said."""

    OPENED = "opened"  # by its asker
    JOINED = "joined"  # person asks the same and waits too
    LEFT = "left"  # person waits no longer
    ASKED = "asked"  # person is the assignee from now on; facts: step, cause, instead_of
    ACKNOWLEDGED = "acknowledged"  # the assignee takes it on
    DETAILS_WANTED = "details_wanted"  # the assignee asks back; the clock stands still
    DETAILED = "detailed"  # the asker says more
    RESUMED = "resumed"  # the asker did not say more; the clock runs again
    URGENT = "urgent"  # the asker needs it sooner; text: why
    HANDED_OVER = "handed_over"  # by the assignee, person, or by a lead; text: why
    DECLINED = "declined"  # by the assignee; text: why
    OVERDUE = "overdue"  # person was late; facts: cause
    UNREACHABLE = "unreachable"  # person cannot be reached; facts: trouble
    AWAY = "away"  # person is not there in time
    EXHAUSTED = "exhausted"  # nobody of the chain is left
    LEAD_TOLD = "lead_told"  # facts: how often by now
    CLAIMED = "claimed"  # made theirs by somebody, after person
    ANSWERED = "answered"  # text: the answer; facts: entry, how, plan
    REFUSED = "refused"  # the entry to be confirmed is not the answer; facts: entry
    SOLVED = "solved"  # says its asker
    NOT_SOLVED = "not_solved"  # says its asker; text: what is missing
    CANCELLED = "cancelled"  # its asker needs it no longer
    RULES_CHANGED = "rules_changed"  # a charter gave it other deadlines; facts: charter
    UNDELIVERED = "undelivered"  # a message did not reach person; facts: kind, trouble


class TimelineEvent(Base):
    """One thing that happened to an escalation. Lines are added, never changed."""

    __tablename__ = "timeline"
    __table_args__ = (
        Index(None, "escalation_id", "id"),
        Index(None, "workspace", "deed", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    deed: Mapped[Deed] = mapped_column(word(Deed))
    person: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str | None]
    facts: Mapped[dict[str, Any]]


def record(
    session: AsyncSession,
    escalation: Escalation,
    deed: Deed,
    *,
    by: str,
    now: datetime,
    person: str | None = None,
    text: str | None = None,
    **facts: Any,
) -> None:
    """Write one line, and one in the audit log, which never holds what people wrote."""
    session.add(
        TimelineEvent(
            workspace=escalation.workspace,
            escalation_id=escalation.id,
            at=now,
            by=by,
            deed=deed,
            person=person,
            text=text,
            facts=facts,
        )
    )
    about = facts | ({"person": person} if person else {})
    audit.record(session, f"escalation.{deed}", escalation, by=by, now=now, **about)


def record_asked(
    session: AsyncSession, escalation: Escalation, *, now: datetime, cause: str = "nearest"
) -> None:
    """Say who is asked from now on, why they, and by when they owe an answer."""
    record(
        session,
        escalation,
        Deed.ASKED,
        by=CLOCK,
        now=now,
        person=escalation.assignee,
        cause=cause,
        step=escalation.step + 1,
        due_at=escalation.due_at.isoformat(),
        **({"instead_of": escalation.instead_of} if escalation.instead_of else {}),
    )


async def of(session: AsyncSession, escalation: Escalation) -> Sequence[TimelineEvent]:
    """Everything that happened to it, oldest first."""
    query = select(TimelineEvent).where(TimelineEvent.escalation_id == escalation.id)
    return (await session.scalars(query.order_by(TimelineEvent.id))).all()
