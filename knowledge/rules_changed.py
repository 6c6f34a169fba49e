"""Rules changed: a new charter is in force, and the questions that are owed an answer follow it."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import absent, deadlines, news, situation, timeline, touched
from knowledge.charter import Charter
from knowledge.escalation import Escalation, Status
from knowledge.handovers import Cause, pass_on
from knowledge.situation import Situation
from knowledge.timeline import Deed
from knowledge.touched import Effect

MOVED = {Effect.ASSIGNEE, Effect.TOPIC, Effect.ORPHANED}
"""What may mean that somebody else is to be asked."""


async def follow(
    session: AsyncSession,
    before: Charter,
    after: Charter,
    *,
    workspace: str,
    by: str,
    now: datetime,
) -> None:
    """Let every open escalation that the change touches follow it, in the same transaction.

    It passes on where its assignee has no say in it any more; who has taken it keeps it, as long as
    they may answer. Else its deadlines are set anew: the time already used counts, and nobody is
    late because a rule has changed, for there is at least the new time to take it from now on. What
    nobody owned may find an owner. Its history says so, and so does what everybody sees.
    """
    for touch in await touched.find(session, workspace, before, after, now=now):
        escalation, effects = touch.escalation, set(touch.effects)
        await session.refresh(escalation, with_for_update=True)
        scene = await situation.under(session, escalation, after, now=now)
        if _is_to_move(escalation, scene, effects):
            await pass_on(session, escalation, Cause.NEW_RULES, by=by, now=now)
            continue
        told = [str(effect) for effect in touch.effects]
        timeline.record(session, escalation, Deed.RULES_CHANGED, by=by, now=now, effects=told)
        if escalation.is_exhausted or await absent.pass_on_if_away(
            session, escalation, scene, now=now
        ):
            continue
        was = situation.Situation(before, scene.roster, scene.waiting)
        await _retime(session, escalation, was, scene, now=now)
        await news.show_everyone(session, escalation, now=now)


def _is_to_move(escalation: Escalation, scene: Situation, effects: set[Effect]) -> bool:
    if escalation.is_exhausted:
        return scene.next(escalation) is not None
    is_taken = escalation.status is not Status.OPEN
    if is_taken and scene.may_answer(escalation, escalation.assignee):
        return False
    return bool(effects & MOVED)


async def _retime(
    session: AsyncSession,
    escalation: Escalation,
    was: Situation,
    scene: Situation,
    *,
    now: datetime,
) -> None:
    """Set its deadlines by the new rules, from the moment it was asked."""
    time, allowed = scene.time_of(escalation.assignee), scene.allowed(escalation)
    least = time.between(now, time.add(now, allowed.acknowledge))
    total = _worked(escalation, scene)
    used = max(_worked(escalation, was) - _left(escalation, was, now), timedelta())
    left = max(total - used, least)
    if escalation.status is Status.PAUSED:
        escalation.left = round(left.total_seconds())
        return
    due = time.add_worked(now, left)
    take = time.add(escalation.asked_at, allowed.acknowledge)
    take = take if take > now else time.add(now, allowed.acknowledge)
    escalation.retime(min(take, due), due)
    await deadlines.keep_time(session, escalation, time=time, now=now)


def _worked(escalation: Escalation, scene: Situation) -> timedelta:
    """The whole time to answer, in worked time, counted from when it was asked."""
    time, start = scene.time_of(escalation.assignee), escalation.asked_at
    return time.between(start, time.add(start, scene.allowed(escalation).answer))


def _left(escalation: Escalation, scene: Situation, now: datetime) -> timedelta:
    """What is left of it, in worked time."""
    if escalation.left is not None:
        return timedelta(seconds=escalation.left)
    time = scene.time_of(escalation.assignee)
    return time.between(now, max(now, escalation.due_at))
