"""Entries: adding, changing and finding them. Every change is a revision."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, outbox
from knowledge.audit import AuditLine
from knowledge.database import of_number
from knowledge.entry import PENDING, Change, Entry, Revision, Status, tidy, trimmed
from knowledge.entry_errors import Changed
from knowledge.errors import EmptyText
from knowledge.outbox import Kind

IMPORTED = "entry.imported"
"""The deed of an import. It brings thousands: `relais doctor duplicates` compares those."""


async def add(session: AsyncSession, entry: Entry, *, by: str, now: datetime, deed: str) -> Entry:
    """Store a new entry with its first revision."""
    await add_all(session, [entry], by=by, now=now, deed=deed)
    return entry


async def add_all(
    session: AsyncSession, new: Sequence[Entry], *, by: str, now: datetime, deed: str
) -> None:
    """Store new entries, each with its first revision, in few statements."""
    for entry in new:
        entry.reword(entry.wordings)  # else variants nobody named would be looked up, out of turn
    session.add_all(new)
    await session.flush()
    lines = [audit.line(deed, entry, by=by, now=now, status=entry.status) for entry in new]
    await _keep_revisions(session, new, lines)
    await _compare(session, new, deed=deed, now=now)


async def changed(
    session: AsyncSession, *touched: Entry, by: str, now: datetime, deed: str, why: str = ""
) -> None:
    """Record that entries were changed: each a revision, a line in the feed and the audit log."""
    for entry in touched:
        entry.revision += 1
        entry.updated_at = now
    await session.flush()
    lines = [audit.line(deed, entry, by=by, now=now, revision=entry.revision) for entry in touched]
    await _keep_revisions(session, touched, lines, why.strip() or None)
    await _compare(session, touched, deed=deed, now=now)


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
    why: str = "",
    deed: str = "entry.edited",
    **fields: Any,
) -> Entry:
    """Change what an entry says. `seen` is the revision the editor had before them.

    Saying again what it says already changes nothing.

    Raises:
        Changed: somebody else has changed it since; nothing is overwritten.
        EmptyText: the question or the answer is empty.
    """
    title, body = trimmed(title), trimmed(body)
    if not title or not body:
        raise EmptyText
    fields |= {"title": title, "body": body}
    said = tidy(wordings) if wordings is not None else entry.wordings
    if said == entry.wordings and all(getattr(entry, name) == fields[name] for name in fields):
        return entry
    if seen != entry.revision:
        raise Changed
    entry.reword(said)
    for name, value in fields.items():
        setattr(entry, name, value)
    await changed(session, entry, by=by, now=now, deed=deed, why=why)
    return entry


async def get(session: AsyncSession, workspace: str, number: int, *, lock: bool = False) -> Entry:
    """The entry of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Entry, workspace, number, lock=lock)


async def with_key(session: AsyncSession, workspace: str, key: str) -> Entry | None:
    """The entry that an import or a modal knows by this name."""
    query = select(Entry).where(Entry.workspace == workspace, Entry.key == key)
    return await session.scalar(query)


async def of_numbers(
    session: AsyncSession, workspace: str, numbers: Collection[int], *, lock: bool = False
) -> dict[int, Entry]:
    """The published entries of those numbers; with `lock`, ours alone until we commit."""
    query = (
        select(Entry)
        .where(Entry.workspace == workspace, Entry.id.in_(numbers))
        .where(Entry.status == Status.PUBLISHED)
        .order_by(Entry.id)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return {entry.id: entry for entry in await session.scalars(query)}


async def known(session: AsyncSession, workspace: str, numbers: Collection[int]) -> Sequence[Entry]:
    """The entries of those numbers, published or not, in the order of the numbers given."""
    query = select(Entry).where(Entry.workspace == workspace, Entry.id.in_(numbers))
    found = {entry.id: entry for entry in await session.scalars(query)}
    return [found[number] for number in numbers if number in found]


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
            Entry.status.in_(PENDING),
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


async def _compare(
    session: AsyncSession, touched: Sequence[Entry], *, deed: str, now: datetime
) -> None:
    """Have it looked at once this is committed: does another entry say the same, or otherwise?"""
    for entry in touched if deed != IMPORTED else ():
        if entry.published_at is not None:
            await outbox.notify(
                session,
                Kind.COMPARE,
                key=f"entry:{entry.id}:{entry.revision}:compare",
                workspace=entry.workspace,
                to="timer",
                lane=f"entry:{entry.id}:compare",
                about=entry.id,
                now=now,
            )


async def _keep_revisions(
    session: AsyncSession,
    touched: Sequence[Entry],
    lines: Sequence[dict[str, Any]],
    why: str | None = None,
) -> None:
    """Three statements for however many entries: an import brings thousands."""
    if not touched:
        return
    deeds = [
        {"at": line["at"], "by": line["by"], "reason": line["deed"], "why": why} for line in lines
    ]
    as_they_are = [_as_it_is(entry) for entry in touched]
    revisions = [entry | deed for entry, deed in zip(as_they_are, deeds, strict=True)]
    feed = [{"workspace": entry.workspace, "entry_id": entry.id} for entry in touched]
    await session.execute(insert(Revision), revisions)
    await session.execute(insert(Change), feed)
    await session.execute(insert(AuditLine), lines)


def _as_it_is(entry: Entry) -> dict[str, Any]:
    facts = {
        "status": entry.status,
        "kind": entry.kind,
        "lang": entry.lang,
        "topic": entry.topic,
        "audience": entry.audience,
        "origin": entry.origin,
        "author": entry.author,
        "source_url": entry.source_url,
        "variants": list(entry.wordings),
        "tags": list(entry.tags),
        "extra": dict(entry.extra),
    }
    return {
        "entry_id": entry.id,
        "number": entry.revision,
        "title": entry.title,
        "body": entry.body,
        "facts": facts,
    }
