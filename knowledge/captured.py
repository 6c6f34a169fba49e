"""Captured: the messages that entries are made from."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base
from knowledge.entry import Entry


class CapturedMessage(Base):
    """A message that an entry was made from, so that it is taken once and can be taken back.

    `by` kept it, `author` wrote it (None: nobody of ours, or not written down), `text` is Markdown.
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
    author: Mapped[str | None] = mapped_column(String(32))
    url: Mapped[str | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id", ondelete="SET NULL"))


async def of_entry(session: AsyncSession, entry: Entry) -> Sequence[CapturedMessage]:
    """The messages that an entry was made from, as they were written."""
    query = select(CapturedMessage).where(CapturedMessage.entry_id == entry.id)
    return sorted(await session.scalars(query), key=lambda message: message.ts)


def together(messages: Sequence[CapturedMessage]) -> str:
    """The answer that they make, in the order in which they were written."""
    in_order = sorted(messages, key=lambda message: message.ts)
    return "\n\n".join(message.text for message in in_order)
