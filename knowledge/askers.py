"""Askers: what the person who asked may do while they wait, and after the answer."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import absent, deadlines, handovers, news, outbox, situation, timeline
from knowledge.charter.rules import Urgent
from knowledge.errors import IllegalMove
from knowledge.escalation import Escalation, Status, readable
from knowledge.escalations import waiters
from knowledge.outbox import Kind
from knowledge.situation import Situation
from knowledge.timeline import Deed
from knowledge.waiter import Waiter


async def cancel(session: AsyncSession, escalation: Escalation, *, by: str, now: datetime) -> None:
    """The asker no longer needs it; the assignee is released. Doing so twice changes nothing.

    Where others wait too, the asker leaves and the first of them is the asker from then on.

    Raises:
        NotAllowed: somebody else asked.
        IllegalMove: it is answered already.
    """
    if escalation.status is Status.CLOSED and by == escalation.asker:
        return
    if escalation.status is Status.ANSWERED:
        raise IllegalMove
    others = [one for one in await waiters(session, escalation) if one.person != by]
    if others:
        await _leave_to(session, escalation, others[0].person, by=by, now=now)
    else:
        escalation.close(by=by, now=now)
        timeline.record(session, escalation, Deed.CANCELLED, by=by, now=now)
        await news.tell_assignee(session, escalation, Kind.CANCELLED, "cancelled", now=now)
    await news.show_everyone(session, escalation, now=now)


async def leave(
    session: AsyncSession, escalation: Escalation, question: int, *, by: str, now: datetime
) -> None:
    """Somebody who joined with this question waits no longer. Doing so twice changes nothing."""
    mine = (Waiter.escalation_id == escalation.id, Waiter.question_id == question)
    gone = await session.execute(
        delete(Waiter).where(*mine, Waiter.person == by).returning(Waiter.id)
    )
    if gone.first():
        timeline.record(session, escalation, Deed.LEFT, by=by, now=now, person=by)
        await news.show_everyone(session, escalation, now=now)


async def add_details(
    session: AsyncSession, escalation: Escalation, text: str, *, by: str, now: datetime
) -> None:
    """The asker says more; the assignee hears it. Where they were waited for, the clock runs again.

    Who has said just that before has pressed twice.

    Raises:
        NotAllowed: somebody else asked.
        IllegalMove: it is answered or closed.
        EmptyText: nothing was written.
    """
    escalation.only_asker(by)
    escalation.only_live()
    said = readable(text)
    if escalation.details and escalation.details[-1] == said:
        return
    escalation.details = [*escalation.details, said]
    timeline.record(session, escalation, Deed.DETAILED, by=by, now=now, text=said)
    scene = await situation.of(session, escalation, now=now)
    waited = escalation.status is Status.PAUSED
    if waited:
        await absent.resume(session, escalation, scene, now=now)
    await news.tell_details(session, escalation, now=now)
    await news.show_everyone(session, escalation, now=now)
    if waited:
        await absent.pass_on_if_away(session, escalation, scene, now=now)


async def hurry(
    session: AsyncSession, escalation: Escalation, why: str, *, by: str, now: datetime
) -> None:
    """The asker needs it sooner, and says why: the topic's urgent deadlines count from now on.

    They never make a deadline later. Where the topic allows it, the assignee is asked outside
    working hours too. Where it has no such deadlines, the assignee hears that it is urgent. After
    the last step the leads hear of it at once. Saying the same twice changes nothing.

    Raises:
        NotAllowed: somebody else asked.
        IllegalMove: it is urgent already, or no answer is owed.
        EmptyText: no reason is given.
    """
    if escalation.is_live and by == escalation.asker and escalation.urgency == why.strip():
        return
    escalation.hurry(why, by=by, now=now)
    timeline.record(session, escalation, Deed.URGENT, by=by, now=now, text=escalation.urgency)
    scene = await situation.of(session, escalation, now=now)
    topic = scene.topic(escalation)
    if escalation.is_exhausted:
        await handovers.lead_at_once(session, escalation, now=now)
    elif topic and topic.urgent:
        await _shorten(session, escalation, scene, topic.urgent, now=now)
    await news.tell_assignee(session, escalation, Kind.URGENT, "urgent", now=now)
    await news.show_everyone(session, escalation, now=now)


async def solved(session: AsyncSession, escalation: Escalation, *, by: str, now: datetime) -> None:
    """The answer helped; who gave it hears so. Saying so twice changes nothing.

    Raises:
        NotAllowed: somebody else asked.
        IllegalMove: there is no answer.
    """
    if escalation.status is Status.CLOSED and by == escalation.asker and escalation.answer:
        return
    escalation.only_asker(by)
    if escalation.status is not Status.ANSWERED:
        raise IllegalMove
    escalation.close(by=by, now=now)
    timeline.record(session, escalation, Deed.SOLVED, by=by, now=now)
    await news.tell_assignee(session, escalation, Kind.SOLVED, "solved", now=now)
    await news.show_everyone(session, escalation, now=now)


async def not_solved(
    session: AsyncSession, escalation: Escalation, missing: str, *, by: str, now: datetime
) -> None:
    """The answer did not settle it: it is owed again, in the time that was left.

    The same person is asked, or the next, if they are away by now. Saying the same twice changes
    nothing.

    Raises:
        NotAllowed: somebody else asked.
        IllegalMove: it is not answered, or was closed.
        EmptyText: nothing is said of what is missing.
    """
    if (
        escalation.is_live
        and by == escalation.asker
        and escalation.details[-1:] == [missing.strip()]
    ):
        return
    scene = await situation.of(session, escalation, now=now)
    time, allowed = scene.usual_time_of(escalation), scene.allowed(escalation)
    escalation.reopen(missing, by=by, time=time, least=allowed.acknowledge, now=now)
    said = escalation.details[-1]
    timeline.record(session, escalation, Deed.NOT_SOLVED, by=by, now=now, text=said)
    await deadlines.keep_time(session, escalation, time=time, now=now)
    await news.tell_assignee(session, escalation, Kind.NOT_SOLVED, "not_solved", now=now)
    await news.show_everyone(session, escalation, now=now)
    await absent.pass_on_if_away(session, escalation, scene, now=now)


async def _shorten(
    session: AsyncSession,
    escalation: Escalation,
    scene: Situation,
    urgent: Urgent,
    *,
    now: datetime,
) -> None:
    """Count the urgent deadlines from now; while the clock stands still, of what will be left."""
    time = scene.time_of(escalation.assignee)
    due_at = time.add(now, urgent.answer)
    if escalation.status is Status.PAUSED:
        worked = round(time.between(now, due_at).total_seconds())
        escalation.left = min(escalation.left or 0, worked)
        return
    escalation.retime(
        min(escalation.acknowledge_due_at, time.add(now, urgent.acknowledge)),
        min(escalation.due_at, due_at),
    )
    await deadlines.keep_time(session, escalation, time=time, now=now)
    if urgent.outside_hours:
        await outbox.bring_forward(
            session, Kind.REQUEST, escalation.id, workspace=escalation.workspace, now=now
        )


async def _leave_to(
    session: AsyncSession, escalation: Escalation, other: str, *, by: str, now: datetime
) -> None:
    """The asker leaves it to another who waits; who is asked for details is that person then."""
    escalation.leave_to(other, by=by)
    await forget_waiter(session, escalation, by)
    timeline.record(session, escalation, Deed.LEFT, by=by, now=now, person=by)
    if escalation.status is Status.PAUSED:
        scene = await situation.of(session, escalation, now=now)
        time = scene.time_of(escalation.asker)
        await deadlines.await_details(session, escalation, time=time, now=now)


async def forget_waiter(session: AsyncSession, escalation: Escalation, person: str) -> None:
    """This person waits no longer."""
    mine = (Waiter.escalation_id == escalation.id, Waiter.person == person)
    await session.execute(delete(Waiter).where(*mine))
