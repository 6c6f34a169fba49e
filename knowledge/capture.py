"""Capture: a good answer in a thread becomes a draft, credited to its author."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import entries, review
from knowledge.charter import Charter
from knowledge.database import Base, alone, insert_once
from knowledge.entry import PENDING, TITLE_LIMIT, Entry, Status
from knowledge.errors import EmptyText


@dataclass(frozen=True)
class Source:
    """A message worth keeping and the question it answers (Markdown); `audience` as in Entry.

    `readers` are the people of the audience, None for everyone.
    """

    channel: str
    ts: str
    thread_ts: str
    question: str
    answer: str
    author: str | None
    url: str | None
    audience: str | None = None
    readers: frozenset[str] | None = None
    lang: str | None = None


class CapturedMessage(Base):
    """A message that an entry was made from, so that it is taken once and can be taken back.

    `text` is what the entry has of it; `edited_text` what it says since its author changed it, if
    they have; `edited_ts` the moment of the last change we heard of.
    """

    __tablename__ = "captured_messages"
    __table_args__ = (
        UniqueConstraint("workspace", "channel", "ts"),
        Index(None, "workspace", "channel", "thread_ts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32))
    thread_ts: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(32))
    text: Mapped[str]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id", ondelete="SET NULL"))
    edited_text: Mapped[str | None]
    edited_ts: Mapped[str | None] = mapped_column(String(32))
    is_deleted: Mapped[bool] = mapped_column(default=False, server_default=false())


async def capture(
    session: AsyncSession,
    source: Source,
    *,
    workspace: str,
    topic: str | None,
    charter: Charter,
    by: str,
    now: datetime,
) -> Entry | None:
    """Draft an entry from a message; several messages of a thread join one draft, in order.

    The same message again changes nothing, and None is returned.

    Raises:
        EmptyText: the question or the answer holds nothing to read.
    """
    if not source.question.strip() or not source.answer.strip():
        raise EmptyText
    await alone(session, workspace, source.channel, source.thread_ts)
    message = await _keep(session, source, workspace=workspace, by=by)
    if message is None:
        return None
    entry = await _draft_of_thread(session, message)
    if entry:
        await _join(session, entry, message, by=by, now=now)
        return entry
    entry = _entry(source, workspace, topic, by, now)
    outsiders = charter.everyone() - source.readers if source.readers is not None else ()
    await review.draft(session, entry, charter=charter, by=by, now=now, outsiders=outsiders)
    message.entry_id = entry.id
    return entry


async def withdraw(
    session: AsyncSession, channel: str, ts: str, *, workspace: str, by: str, now: datetime
) -> Entry | None:
    """The person who kept a message takes that back; a draft without messages is put aside.

    What somebody has judged or edited since stays as they left it.
    """
    message = await message_at(session, workspace, channel, ts)
    if message is None or message.by != by:
        return None
    entry = await _locked(session, message.entry_id)
    if entry is None or not entry.is_pending:
        return None
    before = await messages_of(session, entry)
    rest = [other for other in before if other is not message]
    await session.delete(message)
    if not rest:
        entry.move_to(Status.ARCHIVED)
    elif is_untouched(entry, before):
        entry.body = together(rest)
    else:
        return entry
    await _changed(session, entry, by=by, now=now, deed="entry.withdrawn")
    return entry


async def captured(session: AsyncSession, workspace: str, channel: str, ts: str) -> bool:
    """Whether a message has been kept already."""
    return await message_at(session, workspace, channel, ts) is not None


def _entry(source: Source, workspace: str, topic: str | None, by: str, now: datetime) -> Entry:
    return Entry(
        workspace=workspace,
        title=source.question.strip()[:TITLE_LIMIT],
        body=source.answer.strip(),
        lang=source.lang,
        topic=topic,
        audience=source.audience,
        author=source.author,
        capturer=by,
        source_url=source.url,
        created_at=now,
        updated_at=now,
    )


async def _keep(
    session: AsyncSession, source: Source, *, workspace: str, by: str
) -> CapturedMessage | None:
    """Write the message down; None when it has been kept before."""
    is_new = await insert_once(
        session,
        CapturedMessage,
        workspace=workspace,
        channel=source.channel,
        ts=source.ts,
        thread_ts=source.thread_ts,
        by=by,
        text=source.answer.strip(),
    )
    return await message_at(session, workspace, source.channel, source.ts) if is_new else None


async def _join(
    session: AsyncSession, entry: Entry, message: CapturedMessage, *, by: str, now: datetime
) -> None:
    """Put a message into the draft of its thread, in the order they were written.

    Once somebody has edited the draft it comes last: nothing of theirs is lost.
    """
    before = await messages_of(session, entry)
    message.entry_id = entry.id
    if is_untouched(entry, before):
        entry.body = together([*before, message])
    else:
        entry.body = f"{entry.body}\n\n{message.text}"
    await _changed(session, entry, by=by, now=now, deed="entry.joined")


def is_untouched(entry: Entry, messages: Sequence[CapturedMessage]) -> bool:
    """Whether the answer is still what its messages make."""
    return entry.body == together(messages)


def together(messages: Sequence[CapturedMessage]) -> str:
    in_order = sorted(messages, key=lambda message: message.ts)
    return "\n\n".join(message.text for message in in_order)


async def _changed(
    session: AsyncSession, entry: Entry, *, by: str, now: datetime, deed: str
) -> None:
    await entries.changed(session, entry, by=by, now=now, deed=deed)
    await review.show_reviewer(session, entry, now=now)


async def message_at(
    session: AsyncSession, workspace: str, channel: str, ts: str
) -> CapturedMessage | None:
    query = select(CapturedMessage).where(
        CapturedMessage.workspace == workspace,
        CapturedMessage.channel == channel,
        CapturedMessage.ts == ts,
    )
    return await session.scalar(query)


async def messages_of(session: AsyncSession, entry: Entry) -> Sequence[CapturedMessage]:
    query = select(CapturedMessage).where(CapturedMessage.entry_id == entry.id)
    return (await session.scalars(query)).all()


async def _locked(session: AsyncSession, number: int | None) -> Entry | None:
    """The entry, ours alone until we commit."""
    return await session.get(Entry, number, with_for_update=True) if number else None


async def _draft_of_thread(session: AsyncSession, message: CapturedMessage) -> Entry | None:
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
