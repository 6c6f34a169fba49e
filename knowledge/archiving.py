"""Archiving: an entry is put aside, kept and never found; and it is brought back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, weeks
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.errors import IllegalMove
from knowledge.review import has_mandate
from knowledge.verification import check_keeper

ARCHIVED = "entry.archived"
RESTORED = "entry.restored"
OUTLIVED = "entry.outlived"
"""What is done; the last is done by the clock, to what nobody has read or verified."""


async def archive(
    session: AsyncSession, entry: Entry, *, by: str, charter: Charter, now: datetime, why: str = ""
) -> None:
    """Put a published entry aside: kept, never found. Twice changes nothing.

    Raises:
        NoMandate: neither is it theirs, nor does the charter give them a say.
        IllegalMove: it is a draft, which is rejected instead.
    """
    check_keeper(charter, entry, by)
    if entry.status is Status.ARCHIVED:
        return
    if entry.status is not Status.PUBLISHED:
        raise IllegalMove
    await put_aside(session, entry, ARCHIVED, by=by, now=now, why=why)


async def put_aside(
    session: AsyncSession, entry: Entry, deed: str, *, by: str, now: datetime, why: str = ""
) -> None:
    """The same, whoever decides it: by hand, or because nobody has read it."""
    entry.move_to(Status.ARCHIVED)
    entry.archived_at = now
    await entries.changed(session, entry, by=by, now=now, deed=deed, why=why)
    await weeks.show(session, entry, now=now)


async def restore(
    session: AsyncSession, entry: Entry, *, by: str, charter: Charter, now: datetime, why: str = ""
) -> None:
    """Let an entry that was put aside be found again. Twice changes nothing.

    Raises:
        NoMandate: neither is it theirs, nor does the charter give them a say.
        IllegalMove: it was never published: its review is still to come, or has refused it.
    """
    check_keeper(charter, entry, by)
    if entry.status is Status.PUBLISHED:
        return
    await bring_back(session, entry, by=by, now=now, why=why)
    if has_mandate(charter, entry.topic, by):
        entry.verify(by=by, now=now)


async def bring_back(
    session: AsyncSession, entry: Entry, *, by: str, now: datetime, why: str = ""
) -> None:
    """The same, whoever decides it.

    Raises:
        IllegalMove: it was never published, or is published.
    """
    if entry.published_at is None or entry.status is not Status.ARCHIVED:
        raise IllegalMove
    entry.move_to(Status.PUBLISHED)
    entry.archived_at, entry.viewed_at = None, now
    await entries.changed(session, entry, by=by, now=now, deed=RESTORED, why=why)
    await weeks.show(session, entry, now=now)


async def archived(session: AsyncSession, workspace: str) -> Sequence[Entry]:
    """The entries that were found once and were put aside, the latest first."""
    query = (
        select(Entry)
        .where(
            Entry.workspace == workspace,
            Entry.status == Status.ARCHIVED,
            Entry.published_at.is_not(None),
        )
        .order_by(Entry.updated_at.desc(), Entry.id.desc())
    )
    return (await session.scalars(query)).all()
