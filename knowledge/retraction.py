"""Retraction: an author says no, and what was kept of them disappears.

What only they wrote goes with its revisions, its wordings and all that was learned of it. Where
others have written too, their words stay. The message is remembered by its place alone, so that
the same gesture does not keep it again.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, UniqueConstraint, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import audit, captured, consents, entries, outbox
from knowledge.captured import CapturedMessage, together
from knowledge.consent import AuthorConsent
from knowledge.database import Base, insert_once
from knowledge.entry import Change, Entry, Revision
from knowledge.errors import KnowledgeError
from knowledge.escalation import Escalation
from knowledge.notification import Notification
from knowledge.outbox import Kind
from knowledge.timeline import CLOCK, TimelineEvent

PERMALINK = re.compile(r"/archives/(?P<channel>\w+)/p(?P<seconds>\d+)(?P<part>\d{6})\b")
"""How Slack's links to messages end."""

ERASED = "…"
"""What stands where words were that somebody did not want kept."""

SHOWN = (Kind.REVIEW, Kind.CONSENT, Kind.PUBLISHED, Kind.CORRECTION, Kind.CONSENT_MISSING)
"""Messages that show an entry, and are redrawn when it is gone."""


class AuthorRefuses(KnowledgeError):
    """It was kept once, and its author said no."""

    sentence = "Whoever wrote this message doesn't want it kept in the knowledge base."


class RefusedMessage(Base):
    """A message whose author does not want it kept: where it stands, and nothing else of it."""

    __tablename__ = "refused_messages"
    __table_args__ = (UniqueConstraint("workspace", "channel", "ts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32))


async def check(session: AsyncSession, workspace: str, channel: str, ts: str) -> None:
    """Refuse to keep a message whose author has said no.

    Raises:
        AuthorRefuses: they have.
    """
    query = select(RefusedMessage.id).filter_by(workspace=workspace, channel=channel, ts=ts)
    if await session.scalar(query):
        raise AuthorRefuses


async def refuse(session: AsyncSession, entry: Entry, *, by: str, now: datetime) -> None:
    """The author does not want it kept: nothing of theirs is left.

    Raises:
        NotFound: nothing of theirs is kept here.
    """
    await consents.of(session, entry, by)
    audit.record(session, "entry.refused", entry, by=by, now=now)
    await retract(session, entry, by, now=now)


async def retract(session: AsyncSession, entry: Entry, author: str, *, now: datetime) -> None:
    """Take what this author wrote out of an entry; the whole entry, if nobody else wrote in it."""
    messages = await captured.of_entry(session, entry)
    rest = [message for message in messages if message.author != author]
    await _bar(session, entry, [message for message in messages if message.author == author])
    await redraw(session, entry, now=now)
    if rest:
        await _leave_to(session, entry, rest, author, now=now)
    else:
        await erase(session, entry)


async def erase(session: AsyncSession, entry: Entry) -> None:
    """Delete an entry with all that was made of it, and answers that repeat it word for word."""
    copied = Escalation.entry_id == entry.id
    said = select(Escalation.id).where(copied).scalar_subquery()
    await session.execute(
        update(TimelineEvent)
        .where(TimelineEvent.escalation_id.in_(said), TimelineEvent.text == entry.body)
        .values(text=ERASED)
    )
    await session.execute(
        update(Escalation).where(copied, Escalation.answer == entry.body).values(answer=ERASED)
    )
    await session.execute(update(Escalation).where(copied).values(entry_id=None))
    await session.execute(delete(CapturedMessage).where(CapturedMessage.entry_id == entry.id))
    session.add(Change(workspace=entry.workspace, entry_id=entry.id))
    await session.delete(entry)
    await session.flush()


async def redraw(session: AsyncSession, entry: Entry, *, now: datetime) -> None:
    """Every message that shows it says so, as soon as this transaction is over."""
    for kind in SHOWN:
        await outbox.refresh(session, kind, entry.id, workspace=entry.workspace, now=now)
    shared = select(Notification.about).where(
        Notification.workspace == entry.workspace,
        Notification.kind == Kind.SHARED,
        Notification.facts["entry"].as_integer() == entry.id,
    )
    for question in (await session.scalars(shared)).all():
        await outbox.refresh(session, Kind.SHARED, question, workspace=entry.workspace, now=now)


async def _bar(session: AsyncSession, entry: Entry, messages: Sequence[CapturedMessage]) -> None:
    """Remember where they stand, and forget what they say."""
    places = {(message.channel, message.ts) for message in messages}
    if not messages and (link := PERMALINK.search(entry.source_url or "")):
        places = {(link["channel"], f"{link['seconds']}.{link['part']}")}
    for channel, ts in sorted(places):
        await insert_once(
            session, RefusedMessage, workspace=entry.workspace, channel=channel, ts=ts
        )
    for message in messages:
        await session.delete(message)


async def _leave_to(
    session: AsyncSession,
    entry: Entry,
    rest: Sequence[CapturedMessage],
    author: str,
    *,
    now: datetime,
) -> None:
    """The entry says what the others wrote. Who edited it may have repeated the author's words:
    that goes too, and so do its revisions.
    """
    entry.body, entry.redactions = together(rest), []
    if entry.author == author:
        await _credit(session, entry, rest)
    gone = (AuthorConsent.entry_id == entry.id, AuthorConsent.person == author)
    await session.execute(delete(AuthorConsent).where(*gone))
    await session.execute(delete(Revision).where(Revision.entry_id == entry.id))
    await entries.changed(session, entry, by=CLOCK, now=now, deed="entry.shortened")


async def _credit(session: AsyncSession, entry: Entry, rest: Sequence[CapturedMessage]) -> None:
    """The next author is the one who is named, if they wish to be."""
    entry.author, entry.source_url = rest[0].author, rest[0].url
    consent = await consents.find(session, entry, rest[0].author or "")
    entry.is_credited = consent is None or consent.is_named
