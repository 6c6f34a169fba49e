"""Captured: the messages that entries are made from, and who keeps each of them."""

from collections.abc import Collection, Sequence

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, false, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, insert_once, of_number
from knowledge.entry import PENDING, Entry


class CapturedMessage(Base):
    """A message that an entry was made from, so that it is taken once and can be taken back.

    Without an entry it waits: its thread begins with no question, and whoever keeps it is asked
    for one. `question` is what the thread begins with, `by` who kept it first, `author` wrote it
    (None: nobody of ours, or not written down), `text` is Markdown: what the entry has of it;
    `edited_text` is what it says since its author changed it, if they have; `edited_ts` the moment
    of the last change we heard of.
    """

    __tablename__ = "captured_messages"
    __table_args__ = (
        UniqueConstraint("workspace", "channel", "ts"),
        Index(None, "workspace", "channel", "thread_ts"),
        Index(None, "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32))
    thread_ts: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(32))
    question: Mapped[str | None]
    text: Mapped[str]
    author: Mapped[str | None] = mapped_column(String(32))
    url: Mapped[str | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id", ondelete="SET NULL"))
    edited_text: Mapped[str | None]
    edited_ts: Mapped[str | None] = mapped_column(String(32))
    is_deleted: Mapped[bool] = mapped_column(default=False, server_default=false())


class Keeper(Base):
    """Somebody who keeps a message: it stays as long as anybody does."""

    __tablename__ = "keepers"
    __table_args__ = (UniqueConstraint("message_id", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("captured_messages.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(32))


async def keep(session: AsyncSession, by: str, **facts: str | None) -> CapturedMessage:
    """The message of these facts, written down unless it is known; this person keeps it.

    `facts` are those of a CapturedMessage.
    """
    await insert_once(session, CapturedMessage, by=by, **facts)
    place = (str(facts[name]) for name in ("workspace", "channel", "ts"))
    message = await find(session, *place, lock=True)
    assert message is not None
    await insert_once(session, Keeper, message_id=message.id, person=by)
    return message


async def find(
    session: AsyncSession, workspace: str, channel: str, ts: str, *, lock: bool = False
) -> CapturedMessage | None:
    """The message, if it is kept."""
    query = select(CapturedMessage).where(
        CapturedMessage.workspace == workspace,
        CapturedMessage.channel == channel,
        CapturedMessage.ts == ts,
    )
    return await session.scalar(query.with_for_update() if lock else query)


async def get(session: AsyncSession, workspace: str, number: int) -> CapturedMessage:
    """The message of that number.

    Raises:
        NotFound: it is not kept any more.
    """
    return await of_number(session, CapturedMessage, workspace, number)


async def keepers(session: AsyncSession, message: CapturedMessage) -> Sequence[str]:
    """Who keeps it, the first one first."""
    query = select(Keeper.person).where(Keeper.message_id == message.id).order_by(Keeper.id)
    return (await session.scalars(query)).all()


async def let_go(session: AsyncSession, message: CapturedMessage, person: str) -> bool:
    """This person keeps it no more; whether they did."""
    mine = (Keeper.message_id == message.id, Keeper.person == person)
    gone = await session.execute(delete(Keeper).where(*mine).returning(Keeper.id))
    return gone.first() is not None


async def forget(session: AsyncSession, message: CapturedMessage) -> None:
    """Nobody keeps it any more."""
    await session.execute(delete(Keeper).where(Keeper.message_id == message.id))
    await session.delete(message)


async def of_entry(session: AsyncSession, entry: Entry) -> Sequence[CapturedMessage]:
    """The messages that an entry was made from, as they were written."""
    query = select(CapturedMessage).where(CapturedMessage.entry_id == entry.id)
    return sorted(await session.scalars(query), key=lambda message: message.ts)


def together(messages: Sequence[CapturedMessage]) -> str:
    """The answer that they make, in the order in which they were written."""
    in_order = sorted(messages, key=lambda message: message.ts)
    return "\n\n".join(message.text for message in in_order)


def is_untouched(entry: Entry, messages: Sequence[CapturedMessage]) -> bool:
    """Whether the answer is still what its messages make."""
    return entry.body == together(messages)


async def of_thread(
    session: AsyncSession, workspace: str, channel: str, stamps: Collection[str]
) -> Sequence[CapturedMessage]:
    """Those of these messages of a channel that are kept, ours alone until we commit."""
    query = select(CapturedMessage).where(
        CapturedMessage.workspace == workspace,
        CapturedMessage.channel == channel,
        CapturedMessage.ts.in_(stamps),
    )
    return (await session.scalars(query.order_by(CapturedMessage.ts).with_for_update())).all()


async def draft_of_thread(session: AsyncSession, message: CapturedMessage) -> Entry | None:
    """The draft that the messages of its thread join, ours alone until we commit."""
    query = (
        select(Entry)
        .join(CapturedMessage, CapturedMessage.entry_id == Entry.id)
        .where(
            CapturedMessage.workspace == message.workspace,
            CapturedMessage.channel == message.channel,
            CapturedMessage.thread_ts == message.thread_ts,
            Entry.status.in_(PENDING),
        )
        .limit(1)
        .with_for_update(of=Entry)
    )
    return await session.scalar(query)
