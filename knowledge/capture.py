"""Capture: a good answer in a thread becomes a draft, credited to its author."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import entries, outbox, review
from knowledge.charter import Charter
from knowledge.database import Base, insert_once
from knowledge.entry import TITLE_LIMIT, Entry, Status
from knowledge.errors import EmptyText
from knowledge.outbox import Kind

PENDING = (Status.DRAFT, Status.IN_REVIEW)


@dataclass(frozen=True)
class Source:
    """A message worth keeping and the question it answers (Markdown); `audience` as in Entry."""

    channel: str
    ts: str
    thread_ts: str
    question: str
    answer: str
    author: str | None
    url: str | None
    audience: str | None = None
    lang: str | None = None


class CapturedMessage(Base):
    """A message that an entry was made from, so that it is taken once and can be taken back."""

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
    is_new = await insert_once(
        session,
        CapturedMessage,
        workspace=workspace,
        channel=source.channel,
        ts=source.ts,
        thread_ts=source.thread_ts,
        by=by,
        text=source.answer,
    )
    if not is_new:
        return None
    message = await _message(session, workspace, source.channel, source.ts)
    assert message is not None
    entry = await _draft_of_thread(session, message)
    if entry is None:
        entry = await review.draft(
            session, _entry(source, workspace, topic, by, now), charter=charter, by=by, now=now
        )
        message.entry_id = entry.id
        return entry
    message.entry_id = entry.id
    await _join(session, entry, by=by, now=now)
    return entry


async def withdraw(
    session: AsyncSession, channel: str, ts: str, *, workspace: str, by: str, now: datetime
) -> Entry | None:
    """The person who kept a message takes that back; a draft without messages is put aside.

    What is published stays: its reviewer has judged it since.
    """
    message = await _message(session, workspace, channel, ts)
    if message is None or message.by != by:
        return None
    entry = await session.get(Entry, message.entry_id) if message.entry_id else None
    if entry is None or entry.status not in PENDING:
        return None
    await session.delete(message)
    await session.flush()
    if await _messages(session, entry):
        await _join(session, entry, by=by, now=now)
        return entry
    entry.move_to(Status.ARCHIVED)
    await entries.changed(session, entry, by=by, now=now, deed="entry.withdrawn")
    await review.show_reviewer(session, entry, now=now)
    return entry


async def captured(session: AsyncSession, workspace: str, channel: str, ts: str) -> bool:
    """Whether a message has been kept already."""
    return await _message(session, workspace, channel, ts) is not None


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


async def _join(session: AsyncSession, entry: Entry, *, by: str, now: datetime) -> None:
    """Put the kept messages of the thread together, in the order they were written."""
    messages = await _messages(session, entry)
    entry.body = "\n\n".join(message.text for message in messages)
    await entries.changed(session, entry, by=by, now=now, deed="entry.joined")
    await outbox.refresh(session, Kind.REVIEW, entry.id, workspace=entry.workspace, now=now)


async def _message(
    session: AsyncSession, workspace: str, channel: str, ts: str
) -> CapturedMessage | None:
    query = select(CapturedMessage).where(
        CapturedMessage.workspace == workspace,
        CapturedMessage.channel == channel,
        CapturedMessage.ts == ts,
    )
    return await session.scalar(query)


async def _messages(session: AsyncSession, entry: Entry) -> Sequence[CapturedMessage]:
    query = (
        select(CapturedMessage)
        .where(CapturedMessage.entry_id == entry.id)
        .order_by(CapturedMessage.ts)
    )
    return (await session.scalars(query)).all()


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
    )
    return await session.scalar(query)
