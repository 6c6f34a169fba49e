"""Names: the id of an entry that no file has named: what an import would have called it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.entry import Entry
from knowledge.exchange.rows import derived_key, numbered


async def keyless(session: AsyncSession, workspace: str) -> dict[str, int]:
    """The entries without an id, under the one that an export gives them."""
    here = Entry.workspace == workspace
    taken = select(Entry.key).where(here, Entry.key.is_not(None))
    unnamed = select(Entry.id, Entry.lang, Entry.title).where(here, Entry.key.is_(None))
    found = (await session.execute(unnamed.order_by(Entry.id))).all()
    if not found:
        return {}
    names = [derived_key(lang, title) for _, lang, title in found]
    used = {str(key) for key in await session.scalars(taken)}
    return dict(zip(numbered(names, used), (number for number, _, _ in found), strict=True))
