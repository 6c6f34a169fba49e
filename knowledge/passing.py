"""Passing on: a signal goes to whom it concerns; others join it; it can be taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, signals, tidings
from knowledge.charter import Charter
from knowledge.database import insert_once
from knowledge.errors import AlreadyYours, IllegalMove
from knowledge.signal import Signal, Status, Supporter


@dataclass(frozen=True)
class Passing:
    """What is passed on: the words (Markdown), and where they stand. Each as in Signal."""

    workspace: str
    key: str
    text: str
    author: str | None = None
    channel: str | None = None
    url: str | None = None
    audience: str | None = None
    topic: str | None = None
    process: str | None = None


async def pass_on(
    session: AsyncSession,
    passing: Passing,
    *,
    charter: Charter,
    by: str,
    now: datetime,
    note: str = "",
) -> Signal:
    """Give it to the owner of its process. The same again is the same signal, joined.

    Raises:
        NobodyToTell: the charter names nobody else whom it could go to.
        AlreadyYours: it is with this person already.
    """
    signal = await _signal(session, passing, by=by, now=now)
    if signal.status is Status.WITHDRAWN:
        await _begin(session, signal, passing, charter=charter, by=by, now=now)
    await join(session, signal, by=by, now=now, note=note)
    return signal


async def join(
    session: AsyncSession, signal: Signal, *, by: str, now: datetime, note: str = ""
) -> None:
    """Pass on what is passed on already: this person hears what becomes of it, too.

    Doing so twice changes nothing but the note.

    Raises:
        AlreadyYours: it is with this person already.
    """
    if by == signal.owner:
        raise AlreadyYours
    is_new = await insert_once(session, Supporter, signal_id=signal.id, person=by, at=now)
    if note.strip():
        await _note(session, signal, by, note.strip())
    if is_new and by != signal.by:
        audit.record(session, "signal.joined", signal, by=by, now=now)
    await tidings.show_state(session, signal, by, now=now)
    await tidings.show_everyone(session, signal, now=now)


async def withdraw(session: AsyncSession, signal: Signal, *, by: str, now: datetime) -> None:
    """Take it back; it ends with the last person who does. Doing so twice changes nothing.

    Raises:
        IllegalMove: its owner has said something about it.
    """
    known = await signals.supporters(session, signal)
    mine = next((supporter for supporter in known if supporter.person == by), None)
    if mine is None:
        return
    if signal.status is not Status.PASSED_ON:
        raise IllegalMove
    others = [supporter.person for supporter in known if supporter is not mine]
    await session.delete(mine)
    if not others:
        signal.move_to(Status.WITHDRAWN)
    elif by == signal.by:
        signal.by = others[0]
    deed = "signal.left" if others else "signal.withdrawn"
    audit.record(session, deed, signal, by=by, now=now)
    await tidings.show_everyone(session, signal, now=now)


async def _signal(session: AsyncSession, passing: Passing, *, by: str, now: datetime) -> Signal:
    """The signal of this message, ours alone until we commit; a new one is not begun yet."""
    await insert_once(
        session,
        Signal,
        **vars(passing),
        by=by,
        status=Status.WITHDRAWN,
        owner="",
        asked=[],
        round=0,
        passed_at=now,
        asked_at=now,
        due_at=now,
    )
    signal = await signals.of_key(session, passing.workspace, passing.key, lock=True)
    assert signal is not None
    return signal


async def _begin(
    session: AsyncSession,
    signal: Signal,
    passing: Passing,
    *,
    charter: Charter,
    by: str,
    now: datetime,
) -> None:
    signal.text, signal.url = passing.text, passing.url
    signal.topic, signal.process = passing.topic, passing.process
    signal.by, signal.passed_at, signal.asked = by, now, []
    owner = await signals.choose_owner(session, signal, charter, besides={by})
    await signals.give(session, signal, owner, charter=charter, now=now)
    facts = {"owner": owner, "process": signal.process, "topic": signal.topic}
    audit.record(session, "signal.passed_on", signal, by=by, now=now, **facts)


async def _note(session: AsyncSession, signal: Signal, person: str, note: str) -> None:
    query = select(Supporter).filter_by(signal_id=signal.id, person=person)
    (await session.scalars(query)).one().note = note
