"""Dump: every entry of a workspace as rows, oldest first, as the files of all formats hold them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.entry import Entry
from knowledge.exchange.names import keyless


async def dump(
    session: AsyncSession, workspace: str, *, private: bool = False
) -> list[dict[str, Any]]:
    """The rows: what is empty is left out, what an import brought beside comes last.

    What is kept for the members of a channel is left out too, unless it is asked for (`private`):
    a file is read by whoever gets hold of it.
    """
    names = {number: name for name, number in (await keyless(session, workspace)).items()}
    query = select(Entry).where(Entry.workspace == workspace).order_by(Entry.id)
    if not private:
        query = query.where(Entry.audience.is_(None))
    return [fields(entry, entry.key or names[entry.id]) for entry in await session.scalars(query)]


def fields(entry: Entry, key: str) -> dict[str, Any]:
    """One entry under its id. Importing the row gives the entry again.

    Without what is to be hidden in it, and without an author who wishes not to be named.
    """
    own = {
        "id": key,
        "title": entry.redacted(entry.title),
        "body": entry.redacted(entry.body),
        "kind": entry.kind.value,
        "lang": entry.lang,
        "topic": entry.topic,
        "variants": [*map(entry.redacted, entry.wordings)],
        "tags": entry.tags,
        "status": entry.status.value,
        "audience": entry.audience,
        "author": entry.named(entry.author),
        "owner": entry.owner,
        "source_url": entry.source_url if entry.is_credited else None,
    }
    told = {name: value for name, value in own.items() if value not in (None, "", [])}
    beside = {name: _ordered(entry.extra[name]) for name in sorted(entry.extra)}
    return told | {name: value for name, value in beside.items() if name not in told}


def _ordered(value: Any) -> Any:
    """The same value with its names in order: databases keep none."""
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list) else value
