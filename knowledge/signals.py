"""Signals: what those do with one who own its process; each use case plans who hears of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, owners, people, tidings, worktime
from knowledge.charter import Charter
from knowledge.database import of_number
from knowledge.errors import IllegalMove, NobodyToTell
from knowledge.signal import LIVE, Signal, Status, Supporter


async def receive(
    session: AsyncSession, signal: Signal, *, by: str, charter: Charter, now: datetime
) -> None:
    """Its owner has read it. Another owner, or a lead, who says so has it from then on.

    Raises:
        NotAllowed: it is for others to say so.
        IllegalMove: it is known already what became of it.
    """
    owners.check(charter, signal, by)
    if signal.status is Status.RECEIVED and by == signal.owner:
        return
    if not signal.is_live:
        raise IllegalMove
    if by != signal.owner:
        await give(session, signal, by, charter=charter, now=now)
    signal.receive(now=now)
    await _say(session, signal, by=by, now=now)


async def act_on(
    session: AsyncSession, signal: Signal, *, by: str, charter: Charter, now: datetime
) -> None:
    """Something was done about it. Saying so twice changes nothing.

    Raises:
        NotAllowed: it is for others to say so.
        IllegalMove: somebody else has said so, or it was taken back.
    """
    owners.check(charter, signal, by)
    if signal.status is Status.ACTED_ON and by == signal.owner:
        return
    signal.act_on(by=by, now=now)
    await _say(session, signal, by=by, now=now)


async def decline(
    session: AsyncSession, signal: Signal, reason: str, *, by: str, charter: Charter, now: datetime
) -> None:
    """Nothing is done about it now, because … Saying so twice changes nothing.

    Raises:
        NotAllowed: it is for others to say so.
        IllegalMove: it is known already what became of it.
        EmptyText: there is no reason.
    """
    owners.check(charter, signal, by)
    if signal.was_declined(reason, by=by):
        return
    signal.decline(reason, by=by, now=now)
    await _say(session, signal, by=by, now=now)


async def reassign(
    session: AsyncSession,
    signal: Signal,
    process: str | None,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    seen: int,
) -> None:
    """It belongs to another process, or to another owner of the same one.

    `seen` is the round in which it was decided: a repeated click passes it on once.

    Raises:
        NotAllowed: it is for others to decide.
        IllegalMove: it has moved on in the meantime, or it is known what became of it.
        NobodyToTell: nobody else is there to have it.
    """
    if (signal.round, signal.process) == (seen + 1, process):
        return
    owners.check(charter, signal, by)
    if signal.round != seen or not signal.is_live:
        raise IllegalMove
    signal.process = process
    owner = await choose_owner(session, signal, charter, besides={by, signal.owner})
    await give(session, signal, owner, charter=charter, now=now)
    facts = {"owner": owner, "process": process}
    audit.record(session, "signal.reassigned", signal, by=by, now=now, **facts)
    await tidings.show_everyone(session, signal, now=now)


async def give(
    session: AsyncSession, signal: Signal, owner: str, *, charter: Charter, now: datetime
) -> None:
    """Let this person have it from now on; they are told."""
    time = worktime.of(charter, owner)
    signal.pass_to(owner, owners.time_for(charter, signal.process), time=time, now=now)
    await tidings.tell_owner(session, signal, time=time, now=now)


async def choose_owner(
    session: AsyncSession, signal: Signal, charter: Charter, *, besides: Collection[str]
) -> str:
    """Who is to have it: an owner of its process or a lead, who is there and does not pass it on.

    Raises:
        NobodyToTell: there is nobody.
    """
    gone = await people.gone(session, signal.workspace)
    passing = {supporter.person for supporter in await supporters(session, signal)}
    others = {*besides, *gone, *passing}
    owner = owners.find_owner(charter, signal.process, besides=others)
    if owner is None:
        raise NobodyToTell
    return owner


async def get(session: AsyncSession, workspace: str, number: int, *, lock: bool = False) -> Signal:
    """The signal of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Signal, workspace, number, lock=lock)


async def of_key(
    session: AsyncSession, workspace: str, key: str, *, lock: bool = False
) -> Signal | None:
    """The signal that was made of this message or window, if any was."""
    query = select(Signal).where(Signal.workspace == workspace, Signal.key == key)
    return await session.scalar(query.with_for_update() if lock else query)


async def supporters(session: AsyncSession, signal: Signal) -> Sequence[Supporter]:
    """Who passes it on, the first one first."""
    query = select(Supporter).where(Supporter.signal_id == signal.id).order_by(Supporter.id)
    return (await session.scalars(query)).all()


async def owed_by(session: AsyncSession, workspace: str, person: str) -> Sequence[Signal]:
    """What this person has not said a last word about, the most urgent first."""
    query = select(Signal).where(
        Signal.workspace == workspace, Signal.owner == person, Signal.status.in_(LIVE)
    )
    return (await session.scalars(query.order_by(Signal.due_at, Signal.id))).all()


async def passed_on_by(
    session: AsyncSession, workspace: str, person: str, *, limit: int = 20
) -> Sequence[Signal]:
    """What this person passes on, newest first."""
    mine = select(Supporter.signal_id).where(Supporter.person == person)
    query = select(Signal).where(Signal.workspace == workspace, Signal.id.in_(mine))
    return (await session.scalars(query.order_by(Signal.id.desc()).limit(limit))).all()


async def _say(session: AsyncSession, signal: Signal, *, by: str, now: datetime) -> None:
    """Record what was said, and tell those who pass it on."""
    audit.record(session, f"signal.{signal.status}", signal, by=by, now=now)
    who = await supporters(session, signal)
    await tidings.tell_news(session, signal, who, now=now, news=signal.status)
    await tidings.show_everyone(session, signal, now=now)
