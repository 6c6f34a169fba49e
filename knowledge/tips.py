"""Tips: what a reaction suggests is put to whose topic it is; who suggests it hears the outcome."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, charters, gestures, outbox, people
from knowledge.charter import Charter, Topic
from knowledge.database import insert_once, of_number
from knowledge.errors import NobodyToTell, NotAllowed
from knowledge.gestures import Gesture
from knowledge.notification import Notification
from knowledge.outbox import Kind
from knowledge.reactions import Deed
from knowledge.tip import Status, Tip


@dataclass(frozen=True)
class Suggested:
    """A message and what somebody suggests to do with it. Each as in Tip.

    `readers` are the people of the audience, None for everyone.
    """

    workspace: str
    channel: str
    ts: str
    thread_ts: str | None
    person: str
    deed: Deed
    text: str
    url: str | None = None
    audience: str | None = None
    topic: str | None = None
    readers: frozenset[str] | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """What the tip keeps of it."""
        return {name: fact for name, fact in vars(self).items() if name != "readers"}


async def suggest(
    session: AsyncSession, suggested: Suggested, *, charter: Charter, now: datetime
) -> Tip:
    """Put it to the topic's reviewer, else to a lead. The same again is the same tip.

    Raises:
        NobodyToTell: there is nobody else who could decide and may see it.
    """
    tip = await _tip(session, suggested, now)
    if tip.status is Status.WITHDRAWN:
        tip.move_to(Status.OPEN)
        tip.asked = []
        readers = suggested.readers
        outsiders = charter.everyone() - readers if readers is not None else frozenset()
        await _put(session, tip, charter, besides=outsiders, now=now)
        audit.record(session, "tip.made", tip, by=tip.person, now=now, owner=tip.owner)
    await _tell(session, Kind.TIP_STATE, tip, tip.person, now=now, about=f"state:{tip.round}")
    return tip


async def take(
    session: AsyncSession, tip: Tip, *, by: str, charter: Charter, now: datetime
) -> bool:
    """Somebody whose say it is lets it be done; whether it was open. Twice changes nothing.

    All who suggest the same for this message are taken at their word.

    Raises:
        NotAllowed: it is for others to say so.
        IllegalMove: it was declined or withdrawn in the meantime.
    """
    check(charter, tip, by)
    if tip.status is Status.TAKEN:
        return False
    for one in await _alike(session, tip):
        await _decide(session, one, Status.TAKEN, by=by, now=now)
        await gestures.plan(session, _gesture(one), now=now)
    return True


async def decline(
    session: AsyncSession, tip: Tip, *, by: str, charter: Charter, now: datetime
) -> None:
    """Somebody whose say it is would rather not. Twice changes nothing.

    Raises:
        NotAllowed: it is for others to say so.
        IllegalMove: it was done or withdrawn in the meantime.
    """
    check(charter, tip, by)
    if tip.status is not Status.DECLINED:
        await _decide(session, tip, Status.DECLINED, by=by, now=now)


async def withdraw(
    session: AsyncSession,
    workspace: str,
    channel: str,
    ts: str,
    *,
    person: str,
    deed: Deed,
    now: datetime,
) -> None:
    """Who suggests it has taken the reaction back, before anybody decided."""
    tip = await find(session, workspace, channel, ts, person=person, deed=deed)
    if tip and tip.is_open:
        tip.move_to(Status.WITHDRAWN)
        audit.record(session, "tip.withdrawn", tip, by=person, now=now)
        await _show_owner(session, tip, now=now)


async def unreachable(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """Who was to decide cannot be reached: the next does; else who suggests it hears so."""
    tip = await get(session, row.workspace, row.about, lock=True)
    if not tip.is_open or tip.owner != row.to:
        return
    charter = await charters.in_force(session, row.workspace)
    try:
        await _put(session, tip, charter, besides=frozenset(row.facts["besides"]), now=now)
    except NobodyToTell:
        await _decide(session, tip, Status.DECLINED, by=None, now=now)


def may_decide(charter: Charter, tip: Tip, person: str) -> bool:
    """Whose say it is: who has it, the topic's reviewers, and the leads; never who suggests it."""
    topic = charter.topic(tip.topic)
    reviewers = topic.reviewers if topic else ()
    return person != tip.person and person in {tip.owner, *reviewers, *charter.leads()}


def check(charter: Charter, tip: Tip, person: str) -> None:
    """
    Raises:
        NotAllowed: it is for somebody else to decide.
    """
    if not may_decide(charter, tip, person):
        raise NotAllowed(owner=tip.owner)


async def is_taken(
    session: AsyncSession, workspace: str, channel: str, ts: str, *, person: str, deed: Deed
) -> bool:
    """Whether somebody whose say it is lets this person's reaction count."""
    tip = await find(session, workspace, channel, ts, person=person, deed=deed)
    return tip is not None and tip.status is Status.TAKEN


async def get(session: AsyncSession, workspace: str, number: int, *, lock: bool = False) -> Tip:
    """The tip of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Tip, workspace, number, lock=lock)


async def find(
    session: AsyncSession, workspace: str, channel: str, ts: str, *, person: str, deed: Deed
) -> Tip | None:
    """What this person suggests for a message, if they do; ours alone until we commit."""
    query = select(Tip).filter_by(
        workspace=workspace, channel=channel, ts=ts, person=person, deed=deed
    )
    return await session.scalar(query.with_for_update())


async def _tip(session: AsyncSession, suggested: Suggested, now: datetime) -> Tip:
    """The tip, ours alone until we commit; a new one has not been put to anybody yet."""
    start = {"status": Status.WITHDRAWN, "owner": "", "asked": [], "round": 0, "made_at": now}
    await insert_once(session, Tip, **suggested.facts, **start)
    place = (suggested.workspace, suggested.channel, suggested.ts)
    tip = await find(session, *place, person=suggested.person, deed=suggested.deed)
    assert tip is not None
    return tip


async def _put(
    session: AsyncSession, tip: Tip, charter: Charter, *, besides: Collection[str], now: datetime
) -> None:
    """Let the first decide who is there, may see it and has not been asked."""
    gone = await people.gone(session, tip.workspace)
    others = {tip.person, *tip.asked, *besides, *gone}
    candidates = _deciders(charter, charter.topic(tip.topic))
    owner = next((person for person in candidates if person not in others), None)
    if owner is None:
        raise NobodyToTell
    tip.put_to(owner)
    about = f"owner:{tip.round}"
    await _tell(session, Kind.TIP, tip, owner, now=now, about=about, besides=sorted(besides))


def _deciders(charter: Charter, topic: Topic | None) -> Iterator[str]:
    """The topic's reviewers, those of its chain from the last step on, and the leads."""
    passed_over: list[str] = []
    while (person := charter.reviewer_for(topic, besides=passed_over)) not in (None, *passed_over):
        assert person is not None
        passed_over.append(person)
        yield person
    yield from charter.leads()


def _gesture(tip: Tip) -> Gesture:
    """What its reaction asks for, now that it counts."""
    place = (tip.workspace, tip.channel, tip.ts)
    return Gesture(*place, person=tip.person, deed=tip.deed, stamp=f"tip:{tip.round}")


async def _alike(session: AsyncSession, tip: Tip) -> list[Tip]:
    """What is open for the same message and deed, this tip first."""
    query = select(Tip).filter_by(
        workspace=tip.workspace, channel=tip.channel, ts=tip.ts, deed=tip.deed, status=Status.OPEN
    )
    others = await session.scalars(query.order_by(Tip.id).with_for_update())
    return [tip, *(one for one in others if one is not tip)]


async def _decide(
    session: AsyncSession, tip: Tip, status: Status, *, by: str | None, now: datetime
) -> None:
    tip.decide(status, by=by, now=now)
    audit.record(session, f"tip.{status}", tip, by=by or tip.owner, now=now)
    await _show_owner(session, tip, now=now)
    await _tell(session, Kind.TIP_NEWS, tip, tip.person, now=now, about=f"news:{tip.round}")


async def _show_owner(session: AsyncSession, tip: Tip, *, now: datetime) -> None:
    await outbox.refresh(session, Kind.TIP, tip.id, workspace=tip.workspace, now=now)


async def _tell(
    session: AsyncSession, kind: Kind, tip: Tip, to: str, *, now: datetime, about: str, **facts: Any
) -> None:
    await outbox.notify(
        session,
        kind,
        key=f"tip:{tip.id}:{about}:{to}",
        workspace=tip.workspace,
        to=to,
        about=tip.id,
        now=now,
        **facts,
    )
