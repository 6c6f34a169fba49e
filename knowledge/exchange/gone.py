"""Gone: entries of a source that has them no more."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, review_news
from knowledge.entry import Entry, Status
from knowledge.exchange.imported import DEED, digest, last_rows
from knowledge.exchange.rows import Row


async def find(
    session: AsyncSession,
    workspace: str,
    sources: Collection[str],
    rows: Sequence[Row],
    left_out: Collection[str],
) -> list[Entry]:
    """The entries of these sources that an import has not met, but for those put aside before.

    Only of categories and languages that it has met: a team exports one space, one collection, one
    language after the other.
    """
    kept = {*left_out, *(row.id for row in rows)}
    met = {(row.extra.get("category"), row.lang) for row in rows}
    gone: list[Entry] = []
    for source in sorted(sources):
        query = select(Entry).where(
            Entry.workspace == workspace,
            Entry.key.startswith(f"{source}:", autoescape=True),
            Entry.status != Status.ARCHIVED,
        )
        for entry in await session.scalars(query.order_by(Entry.id)):
            if entry.key not in kept and (entry.extra.get("category"), entry.lang) in met:
                gone.append(entry)
    return gone


async def archive(session: AsyncSession, gone: Sequence[Entry], *, by: str, now: datetime) -> None:
    """Put them aside, as their source's last word: it brings them back when it has them again."""
    last = await last_rows(session, [entry.id for entry in gone])
    for entry in gone:
        entry.move_to(Status.ARCHIVED)
        entry.archived_at = now
        if row := last.get(entry.id):
            row.digests = row.digests | {"status": digest(Status.ARCHIVED)}
    await entries.changed(session, *gone, by=by, now=now, deed=DEED)
    for entry in gone:
        await review_news.show_reviewer(session, entry, now=now)
