"""Entries: adding, changing and finding them. Every change is a revision."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit
from knowledge.entry import Change, Entry, Revision, Status
from knowledge.errors import Changed, EmptyText, NotFound


async def add(session: AsyncSession, entry: Entry, *, by: str, now: datetime, deed: str) -> Entry:
    """Store a new entry with its first revision."""
    await add_all(session, [entry], by=by, now=now, deed=deed)
    return entry


async def add_all(
    session: AsyncSession, new: Sequence[Entry], *, by: str, now: datetime, deed: str
) -> None:
    """Store new entries, each with its first revision, in few statements."""
    session.add_all(new)
    await session.flush()
    for entry in new:
        _keep_revision(session, entry, by=by, now=now, reason=deed)
        audit.record(session, deed, entry, by=by, now=now, status=entry.status)


async def changed(
    session: AsyncSession, *touched: Entry, by: str, now: datetime, deed: str
) -> None:
    """Record that entries were changed: each a revision, a line in the feed and the audit log."""
    for entry in touched:
        entry.revision += 1
        entry.updated_at = now
        _keep_revision(session, entry, by=by, now=now, reason=deed)
        audit.record(session, deed, entry, by=by, now=now, revision=entry.revision)
    await session.flush()


async def edit(
    session: AsyncSession,
    entry: Entry,
    *,
    title: str,
    body: str,
    by: str,
    now: datetime,
    seen: int,
    wordings: Sequence[str] | None = None,
    **fields: Any,
) -> Entry:
    """Change what an entry says. `seen` is the revision the editor had before them.

    Raises:
        Changed: somebody else has changed it since; nothing is overwritten.
        EmptyText: the question or the answer is empty.
    """
    if seen != entry.revision:
        raise Changed
    if not title.strip() or not body.strip():
        raise EmptyText
    entry.title, entry.body = title.strip(), body.strip()
    if wordings is not None:
        entry.reword(wordings)
    for name, value in fields.items():
        setattr(entry, name, value)
    await changed(session, entry, by=by, now=now, deed="entry.edited")
    return entry


async def get(session: AsyncSession, workspace: str, number: int, *, lock: bool = False) -> Entry:
    """The entry of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    entry = await session.get(Entry, number, with_for_update=lock or None)
    if entry is None or entry.workspace != workspace:
        raise NotFound
    return entry


async def with_key(session: AsyncSession, workspace: str, key: str) -> Entry | None:
    """The entry that an import or a modal knows by this name."""
    query = select(Entry).where(Entry.workspace == workspace, Entry.key == key)
    return await session.scalar(query)


async def of_numbers(
    session: AsyncSession, workspace: str, numbers: Collection[int]
) -> dict[int, Entry]:
    """The published entries of those numbers."""
    query = select(Entry).where(
        Entry.workspace == workspace, Entry.id.in_(numbers), Entry.status == Status.PUBLISHED
    )
    return {entry.id: entry for entry in await session.scalars(query)}


async def audiences(session: AsyncSession, workspace: str) -> frozenset[str]:
    """The private channels that some published entry is kept for."""
    query = select(Entry.audience).where(
        Entry.workspace == workspace,
        Entry.status == Status.PUBLISHED,
        Entry.audience.is_not(None),
    )
    return frozenset(audience for audience in await session.scalars(query.distinct()) if audience)


async def drafts_for(session: AsyncSession, workspace: str, person: str) -> Sequence[Entry]:
    """The drafts this person is asked to review, oldest first."""
    query = (
        select(Entry)
        .where(
            Entry.workspace == workspace,
            Entry.status.in_([Status.DRAFT, Status.IN_REVIEW]),
            Entry.reviewer == person,
        )
        .order_by(Entry.id)
    )
    return (await session.scalars(query)).all()


async def written_by(session: AsyncSession, workspace: str, person: str) -> Sequence[Entry]:
    """What this person's answers have become, newest first; what was archived is left out."""
    query = (
        select(Entry)
        .where(
            Entry.workspace == workspace,
            Entry.author == person,
            Entry.status != Status.ARCHIVED,
        )
        .order_by(Entry.id.desc())
    )
    return (await session.scalars(query)).all()


def _keep_revision(
    session: AsyncSession, entry: Entry, *, by: str, now: datetime, reason: str
) -> None:
    facts = {
        "status": entry.status,
        "kind": entry.kind,
        "lang": entry.lang,
        "topic": entry.topic,
        "audience": entry.audience,
        "author": entry.author,
        "source_url": entry.source_url,
        "variants": list(entry.wordings),
        "tags": list(entry.tags),
        "extra": dict(entry.extra),
    }
    session.add(
        Revision(
            entry_id=entry.id,
            number=entry.revision,
            at=now,
            by=by,
            reason=reason,
            title=entry.title,
            body=entry.body,
            facts=facts,
        )
    )
    session.add(Change(workspace=entry.workspace, entry_id=entry.id))
