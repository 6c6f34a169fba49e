"""Assignees: what the person who is asked may do beside answering."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import deadlines, news, people, situation, timeline
from knowledge.decision import Nearest
from knowledge.errors import (
    AsksThemself,
    HadItBefore,
    LacksMandate,
    NoMandate,
    NotAllowed,
    NotThere,
)
from knowledge.escalation import Escalation, Status, readable
from knowledge.handovers import Cause, hand_to, pass_on
from knowledge.situation import Situation
from knowledge.timeline import Deed


async def acknowledge(
    session: AsyncSession, escalation: Escalation, *, by: str, now: datetime
) -> None:
    """The assignee takes it on; doing so twice, or while details are awaited, changes nothing.

    Raises:
        NotAllowed: somebody else is asked.
        IllegalMove: it is answered or closed.
    """
    if escalation.status in (Status.ACKNOWLEDGED, Status.PAUSED) and by == escalation.assignee:
        return
    if escalation.is_exhausted:
        await claim(session, escalation, by=by, now=now)
        return
    escalation.acknowledge(by=by, now=now)
    timeline.record(session, escalation, Deed.ACKNOWLEDGED, by=by, now=now, person=by)
    await news.show_everyone(session, escalation, now=now)


async def claim(session: AsyncSession, escalation: Escalation, *, by: str, now: datetime) -> None:
    """After the last step: whoever may answer, or leads, makes it theirs, with new deadlines.

    Raises:
        NotAllowed: somebody is asked already.
        NoMandate: the charter gives this person no say.
        IllegalMove: no answer is owed any more.
    """
    if escalation.is_live and not escalation.is_exhausted:
        raise NotAllowed(owner=escalation.assignee)
    escalation.only_live()
    scene = await situation.of(session, escalation, now=now)
    if not _may_own(scene, escalation, by):
        raise NoMandate
    nearest = scene.anybody(escalation, by)
    await hand_to(session, escalation, scene, nearest, Cause.CLAIMED, by=by, now=now)
    escalation.acknowledge(by=by, now=now)
    time = scene.time_of(by)
    await deadlines.keep_time(session, escalation, time=time, now=now)
    await news.show_everyone(session, escalation, now=now)


async def hand_over(
    session: AsyncSession, escalation: Escalation, to: str, why: str, *, by: str, now: datetime
) -> None:
    """Give it to somebody else who may answer, and say why. A lead may give away any question.

    Raises:
        NotAllowed: somebody else is asked, and this is no lead.
        IllegalMove: no answer is owed any more.
        EmptyText: no reason is given.
        LacksMandate, AsksThemself, HadItBefore, NotThere: why this person can't have it.
    """
    scene = await situation.of(session, escalation, now=now)
    leads = by in scene.charter.leads()
    if not leads:
        escalation.only_assignee(by)
    escalation.only_live()
    reason, nearest = readable(why), scene.anybody(escalation, to)
    if to == escalation.assignee and not escalation.is_exhausted:
        return
    await _check(session, escalation, scene, nearest, anew=leads)
    await hand_to(
        session, escalation, scene, nearest, Cause.HANDED_OVER, by=by, now=now, reason=reason
    )


async def decline(
    session: AsyncSession, escalation: Escalation, why: str, *, by: str, now: datetime
) -> None:
    """It is not for them, and they say why: the next of the chain is asked.

    Raises:
        NotAllowed: somebody else is asked.
        EmptyText: no reason is given.
        LastOfChain: nobody is left to ask.
    """
    escalation.only_assignee(by)
    escalation.only_live()
    await pass_on(session, escalation, Cause.DECLINED, by=by, reason=readable(why), now=now)


async def ask_details(
    session: AsyncSession, escalation: Escalation, wanted: str, *, by: str, now: datetime
) -> None:
    """Ask its asker for more; the clock stands still until they say it.

    They are asked again on two working days; then the clock runs again. After the last step, who
    asks for details makes it theirs.

    Raises:
        NotAllowed: somebody else is asked.
        IllegalMove: no answer is owed, or details are awaited already.
        EmptyText: nothing is asked.
    """
    escalation.only_assignee(by)
    if escalation.status is Status.PAUSED and escalation.wanted == wanted.strip():
        return
    readable(wanted)
    if escalation.is_exhausted:
        await claim(session, escalation, by=by, now=now)
    scene = await situation.of(session, escalation, now=now)
    escalation.pause(wanted, by=by, time=scene.time_of(by), now=now)
    asker = scene.time_of(escalation.asker)
    told = {"person": escalation.asker, "text": escalation.wanted}
    timeline.record(session, escalation, Deed.DETAILS_WANTED, by=by, now=now, **told)
    await deadlines.await_details(session, escalation, time=asker, now=now)
    await news.show_everyone(session, escalation, now=now)


def _may_own(scene: Situation, escalation: Escalation, person: str) -> bool:
    """Leads always may; others where the charter gives them a say. Nobody answers themselves."""
    if person in {escalation.asker, *scene.waiting}:
        return False
    chain = {member for step in scene.chain(escalation) for member in step.who}
    known = person in chain or person == escalation.assignee
    return person in scene.charter.leads() or (known and scene.may_answer(escalation, person))


async def _check(
    session: AsyncSession,
    escalation: Escalation,
    scene: Situation,
    nearest: Nearest,
    *,
    anew: bool,
) -> None:
    """Refuse who cannot be given it; `anew`: not because they had it before."""
    to = nearest.person
    if to in {escalation.asker, *scene.waiting}:
        raise AsksThemself(person=to)
    member = await people.find(session, escalation.workspace, to)
    if not scene.may_answer(escalation, to) or (member and not member.is_colleague):
        raise LacksMandate(person=to)
    if to in escalation.asked and not anew:
        raise HadItBefore(person=to)
    if not scene.roster.is_there(to, scene.charter, nearest.acknowledge):
        raise NotThere(person=to)
