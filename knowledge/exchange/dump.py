"""Dump: every entry of a workspace as rows, oldest first, as the files of all formats hold them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.entry import Entry
from knowledge.exchange.names import keyless


async def dump(session: AsyncSession, workspace: str) -> list[dict[str, Any]]:
    """The rows: what is empty is left out, what an import brought beside comes last."""
    names = {number: name for name, number in (await keyless(session, workspace)).items()}
    query = select(Entry).where(Entry.workspace == workspace).order_by(Entry.id)
    return [fields(entry, entry.key or names[entry.id]) for entry in await session.scalars(query)]


def fields(entry: Entry, key: str) -> dict[str, Any]:
    """One entry under its id. Importing the row gives the entry again."""
    own = {
        "id": key,
        "title": entry.title,
        "body": entry.body,
        "kind": entry.kind.value,
        "lang": entry.lang,
        "topic": entry.topic,
        "variants": [*entry.wordings],
        "tags": entry.tags,
        "status": entry.status.value,
        "audience": entry.audience,
        "author": entry.author,
        "owner": entry.owner,
        "source_url": entry.source_url,
    }
    told = {name: value for name, value in own.items() if value not in (None, "", [])}
    beside = {name: _ordered(entry.extra[name]) for name in sorted(entry.extra)}
    return told | {name: value for name, value in beside.items() if name not in told}


def _ordered(value: Any) -> Any:
    """The same value with its names in order: databases keep none."""
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list) else value
