"""Handovers: an escalation passing to another person, because the one before was late, away …"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import deadlines, news, situation, timeline, worktime
from knowledge.database import Base, word
from knowledge.decision import Nearest
from knowledge.errors import LastOfChain
from knowledge.escalation import Escalation
from knowledge.outbox import Kind
from knowledge.situation import Situation
from knowledge.timeline import CLOCK, Deed


class Cause(StrEnum):
    """Why an escalation passes on."""

    NOT_ACKNOWLEDGED = "not_acknowledged"  # nobody took it in time
    NOT_ANSWERED = "not_answered"  # taken or not, no answer came in time
    UNREACHABLE = "unreachable"  # the message cannot be delivered
    AWAY = "away"  # the assignee will not be there in time
    DECLINED = "declined"  # the assignee says it is not for them
    HANDED_OVER = "handed_over"  # the assignee, or a lead, chose somebody
    CLAIMED = "claimed"  # somebody made it theirs after the last step
    NEW_RULES = "new_rules"  # a new charter asks other people


LATE = {Cause.NOT_ACKNOWLEDGED, Cause.NOT_ANSWERED}
"""Its assignee was silent."""

DEEDS = {
    Cause.NOT_ACKNOWLEDGED: Deed.OVERDUE,
    Cause.NOT_ANSWERED: Deed.OVERDUE,
    Cause.UNREACHABLE: Deed.UNREACHABLE,
    Cause.AWAY: Deed.AWAY,
    Cause.DECLINED: Deed.DECLINED,
    Cause.HANDED_OVER: Deed.HANDED_OVER,
    Cause.CLAIMED: Deed.CLAIMED,
    Cause.NEW_RULES: Deed.RULES_CHANGED,
}
"""What the timeline says of each."""


class Handover(Base):
    """One passing on: from whom, to whom (None: nobody is left, the leads were told), and why."""

    __tablename__ = "handovers"
    __table_args__ = (UniqueConstraint("escalation_id", "round", "plan", "cause"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id", ondelete="CASCADE"))
    round: Mapped[int]
    plan: Mapped[int]
    at: Mapped[datetime]
    cause: Mapped[Cause] = mapped_column(word(Cause))
    former: Mapped[str] = mapped_column(String(32))
    assignee: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None]


async def pass_on(
    session: AsyncSession,
    escalation: Escalation,
    cause: Cause,
    *,
    now: datetime,
    by: str = CLOCK,
    reason: str | None = None,
) -> None:
    """Ask the next of the chain; tell the lead when an answer is late or nobody is left or there.

    With nobody left the question stays with the last assignee, for it is still owed, and the leads
    are told each working day until somebody makes it theirs.

    Raises:
        LastOfChain: it was declined, and nobody is left to ask.
    """
    scene = await situation.of(session, escalation, now=now)
    nearest = scene.next(escalation)
    if nearest is None and cause is Cause.DECLINED:
        raise LastOfChain
    former = escalation.assignee
    _write_down(session, escalation, cause, nearest, by=by, reason=reason, now=now)
    if nearest:
        await _move(session, escalation, scene, nearest, cause, now=now)
        await _warn_of_move(session, escalation, scene, nearest, cause, former=former, now=now)
        if by != former:
            await news.tell_former(session, escalation, former, now=now, reason=cause)
    else:
        await _exhaust(session, escalation, scene, cause, now=now)
    await news.show_everyone(session, escalation, now=now)
    late = "moved" if nearest else "lead"
    await news.tell_waiting(session, escalation, scene.waiting, now=now, late=late, cause=cause)


async def hand_to(
    session: AsyncSession,
    escalation: Escalation,
    scene: Situation,
    nearest: Nearest,
    cause: Cause,
    *,
    by: str,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Give it to a person whom somebody chose; everyone who waits sees who has it now."""
    former = escalation.assignee
    _write_down(session, escalation, cause, nearest, by=by, reason=reason, now=now)
    await _move(session, escalation, scene, nearest, cause, now=now)
    if former not in (by, nearest.person):
        await news.tell_former(session, escalation, former, now=now, reason=cause)
    await news.show_everyone(session, escalation, now=now)


async def lead_again(
    session: AsyncSession, escalation: Escalation, *, times: int, now: datetime
) -> None:
    """Nobody has made it theirs yet: the leads hear of it again, and once more tomorrow."""
    scene = await situation.of(session, escalation, now=now)
    await _tell_leads(session, escalation, scene, Cause.NOT_ANSWERED, times=times, now=now)


async def warn_leads(
    session: AsyncSession, escalation: Escalation, leads: Sequence[str], *, now: datetime
) -> None:
    """Everybody who could answer is away: the leads know before the deadline has passed."""
    former = escalation.assignee
    await news.tell_leads(session, escalation, leads, now=now, reason=Cause.AWAY, former=former)
    timeline.record(session, escalation, Deed.LEAD_TOLD, by=CLOCK, now=now, times=1)


async def lead_at_once(session: AsyncSession, escalation: Escalation, *, now: datetime) -> None:
    """Nobody has made it theirs, and it has become urgent: the leads do not hear of it tomorrow."""
    escalation.exhaust(now=now)
    await lead_again(session, escalation, times=0, now=now)


async def of_escalation(session: AsyncSession, escalation: Escalation) -> Sequence[Handover]:
    """How an escalation went from hand to hand."""
    query = select(Handover).where(Handover.escalation_id == escalation.id).order_by(Handover.id)
    return (await session.scalars(query)).all()


async def _move(
    session: AsyncSession,
    escalation: Escalation,
    scene: Situation,
    nearest: Nearest,
    cause: Cause,
    *,
    now: datetime,
) -> None:
    time = scene.time_of(nearest.person)
    escalation.pass_to(nearest, time=time, now=now)
    timeline.record_asked(session, escalation, cause=cause, now=now)
    if cause is not Cause.CLAIMED:
        await deadlines.ask_assignee(session, escalation, time=time, now=now)


async def _warn_of_move(
    session: AsyncSession,
    escalation: Escalation,
    scene: Situation,
    nearest: Nearest,
    cause: Cause,
    *,
    former: str,
    now: datetime,
) -> None:
    """The leads hear where everybody is away, and where an answer is late."""
    if nearest.is_away:
        await warn_leads(session, escalation, scene.leads(), now=now)
    if cause is Cause.NOT_ANSWERED:
        leads = scene.leads()[:1] if scene.charter.lead_channel else scene.leads()
        await news.tell_leads(session, escalation, leads, now=now, reason=cause, former=former)


async def _exhaust(
    session: AsyncSession, escalation: Escalation, scene: Situation, cause: Cause, *, now: datetime
) -> None:
    escalation.exhaust(now=now)
    timeline.record(session, escalation, Deed.EXHAUSTED, by=CLOCK, now=now)
    await _tell_leads(session, escalation, scene, cause, times=0, now=now)
    if cause in LATE and escalation.assignee not in scene.leads():
        await news.tell_assignee(session, escalation, Kind.REMINDER, "late", now=now, part=1.0)


async def _tell_leads(
    session: AsyncSession,
    escalation: Escalation,
    scene: Situation,
    cause: Cause,
    *,
    times: int,
    now: datetime,
) -> None:
    """By direct message and in the lead channel; whoever asked, where there is no lead at all."""
    leads = scene.leads() or (escalation.asker,)
    former = escalation.assignee
    await news.tell_leads(
        session, escalation, leads, now=now, reason=cause, former=former, times=times
    )
    timeline.record(session, escalation, Deed.LEAD_TOLD, by=CLOCK, now=now, times=times + 1)
    time = worktime.team(scene.charter)
    await deadlines.await_owner(session, escalation, time=time, times=times + 1, now=now)


def _write_down(
    session: AsyncSession,
    escalation: Escalation,
    cause: Cause,
    nearest: Nearest | None,
    *,
    by: str,
    reason: str | None,
    now: datetime,
) -> None:
    session.add(
        Handover(
            escalation_id=escalation.id,
            round=escalation.round,
            plan=escalation.plan,
            at=now,
            cause=cause,
            former=escalation.assignee,
            assignee=nearest.person if nearest else None,
            reason=reason,
        )
    )
    timeline.record(
        session,
        escalation,
        DEEDS[cause],
        by=by,
        now=now,
        person=escalation.assignee,
        text=reason,
        cause=cause,
        round=escalation.round,
    )
