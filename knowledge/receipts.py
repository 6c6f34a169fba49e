"""Receipts: who was shown, sent or given which revision of an entry. Ids only, and not for ever."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import charters
from knowledge.database import Base, word
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.question import Question
from knowledge.question import Way as Asked
from knowledge.waiter import Waiter

ONCE = ("entry_id", "revision", "person", "channel", "thread_ts")
"""What was given to the same people in the same place is noted once."""


class Way(StrEnum):
    """How somebody got to see an entry."""

    REPLY = "reply"  # to a command or a shortcut, which nobody else sees
    DM = "dm"  # in a direct message
    WHISPER = "whisper"  # in a channel, where only they saw it
    THREAD = "thread"  # where everybody around reads it
    SHARE = "share"  # somebody showed it to a channel
    ANSWER = "answer"  # an expert's answer, which became the entry
    CARD = "card"  # they opened the entry themselves
    RECALL = "recall"  # they were told that an earlier one no longer holds


class Receipt(Base):
    """Somebody was given an entry as it was then.

    `person` is empty where a whole channel was shown it; `channel` and `thread_ts` are the place
    where it can be said that it no longer holds, empty for a person's DM; `by` is who gave it.
    """

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint(*ONCE),
        Index(None, "workspace", "at"),
        Index(None, "workspace", "person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    revision: Mapped[int]
    person: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    thread_ts: Mapped[str] = mapped_column(String(32))
    way: Mapped[Way] = mapped_column(word(Way))
    by: Mapped[str | None] = mapped_column(String(32))
    question_id: Mapped[int | None]
    at: Mapped[datetime]


@dataclass(frozen=True)
class Place:
    """Where it was given, to whom, and how; each as in Receipt."""

    way: Way
    person: str = ""
    channel: str = ""
    thread_ts: str = ""
    by: str | None = None
    question_id: int | None = None


async def record(
    session: AsyncSession, given: Iterable[Entry], *places: Place, now: datetime
) -> None:
    """Note that entries were given in these places, in one statement.

    The same again, in the same place, only moves the moment: it was given later, too.
    """
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in sorted(given, key=lambda entry: entry.id):  # in order: two who note wait in turn
        about = {"workspace": one.workspace, "entry_id": one.id, "revision": one.revision}
        for place in places:
            row = about | {"at": now} | asdict(place)
            rows[tuple(row[name] for name in ONCE)] = row
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Receipt).values([*rows.values()])
    newer = {name: statement.excluded[name] for name in ("at", "question_id", "way", "by")}
    await session.execute(statement.on_conflict_do_update(index_elements=ONCE, set_=newer))


async def shown(
    session: AsyncSession, question: Question, given: Sequence[Entry], *, now: datetime
) -> None:
    """Note what the asker of a question is shown, and everybody around if it is said aloud."""
    about: dict[str, Any] = {"person": question.asker, "question_id": question.id}
    match question.way:
        case Asked.MENTION if question.is_public:
            ts = question.thread_ts or ""
            place = Place(Way.THREAD, channel=question.channel or "", thread_ts=ts, **about)
        case Asked.MENTION:
            place = Place(Way.WHISPER, **about)
        case Asked.DM:
            place = Place(Way.DM, **about)
        case _command:
            place = Place(Way.REPLY, **about)
    await record(session, given, place, now=now)


async def shared(
    session: AsyncSession, question: Question, entry: Entry, *, by: str, now: datetime
) -> None:
    """Note that somebody shows an entry to those around: in a thread, if it was asked there."""
    in_thread = question.way is Asked.MENTION
    place = Place(
        Way.SHARE,
        channel=question.channel or "",
        thread_ts=(question.thread_ts or "") if in_thread else "",
        by=by,
        question_id=question.id,
    )
    await record(session, [entry], place, now=now)


async def answered(
    session: AsyncSession,
    escalation: Escalation,
    entry: Entry,
    waiters: Iterable[Waiter],
    *,
    now: datetime,
) -> None:
    """Note who gets an expert's answer, which is an entry now."""
    places = [
        Place(
            Way.ANSWER,
            waiter.person,
            waiter.channel or "",
            waiter.thread_ts or "",
            by=escalation.assignee,
            question_id=waiter.question_id,
        )
        for waiter in waiters
    ]
    await record(session, [entry], *places, now=now)


async def of_entry(session: AsyncSession, entry: Entry, *, since: datetime) -> Sequence[Receipt]:
    """Who was given the entry since then, whatever it said; the last time first."""
    query = select(Receipt).where(
        Receipt.workspace == entry.workspace, Receipt.entry_id == entry.id, Receipt.at >= since
    )
    return (await session.scalars(query.order_by(Receipt.at.desc(), Receipt.id.desc()))).all()


async def forget(session: AsyncSession, *, now: datetime) -> None:
    """Forget what is older than each workspace's charter lets it be known."""
    query = select(Receipt.workspace).distinct()
    for workspace in (await session.scalars(query)).all():
        charter = await charters.in_force(session, workspace)
        old = Receipt.at < now - charter.upkeep.recall
        await session.execute(delete(Receipt).where(Receipt.workspace == workspace, old))
