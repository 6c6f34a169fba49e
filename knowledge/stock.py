"""The stock: all that search needs of a workspace's published entries, read as plain rows.

A hundred thousand entries as objects of the session would take five times as long and as much.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import wordings
from knowledge.entry import Entry, Status, Variant
from knowledge.search.documents import Document
from knowledge.wording import Lessons

COLUMNS = (
    Entry.id,
    Entry.title,
    Entry.body,
    cast(Entry.tags, Text),
    Entry.topic,
    Entry.kind,
    Entry.lang,
    Entry.audience,
    Entry.revision,
    Entry.is_lapsed,
)


NO_LESSONS = Lessons()


class Stocked(NamedTuple):
    """A published entry, as far as search cares; see `Entry` for what each means."""

    id: int
    title: str
    body: str
    tags: list[str]
    topic: str | None
    kind: str
    lang: str | None
    audience: str | None
    revision: int
    is_lapsed: bool
    wordings: tuple[str, ...] = ()


async def documents(session: AsyncSession, workspace: str) -> Iterator[Document]:
    """What is published, to be read once: it is let go of as it is read."""
    published = (Entry.workspace == workspace, Entry.status == Status.PUBLISHED)
    variants = await _variants(session, *published)
    rows = await session.execute(select(*COLUMNS).where(*published).order_by(Entry.id))
    listed = cache(json.loads)  # most entries have no tags, or those of others
    known = {
        number: Stocked._make(
            (number, title, body, listed(tags), *others, variants.get(number, ()))
        )
        for number, title, body, tags, *others in rows
    }
    taught = await wordings.taught(session, workspace, known)
    return (document(one, taught.get(number, NO_LESSONS)) for number, one in _emptied(known))


def _emptied(known: dict[int, Stocked]) -> Iterator[tuple[int, Stocked]]:
    """Each in its order, let go of once it is given away."""
    for number in [*known]:
        yield number, known.pop(number)


async def _variants(session: AsyncSession, *published: Any) -> dict[int, tuple[str, ...]]:
    query = (
        select(Variant.entry_id, Variant.text)
        .join(Entry, Entry.id == Variant.entry_id)
        .where(*published)
        .order_by(Variant.entry_id, Variant.position)
    )
    found = defaultdict[int, list[str]](list)
    for entry, text in await session.execute(query):
        found[entry].append(text)
    return {entry: tuple(texts) for entry, texts in found.items()}


def document(entry: Entry | Stocked, lessons: Lessons) -> Document:
    """An entry as search sees it."""
    return Document(
        key=entry.id,
        title=entry.title,
        body=entry.body,
        wordings=entry.wordings,
        tags=tuple(entry.tags),
        learned=lessons.learned,
        refused=lessons.refused,
        topic=entry.topic,
        kind=entry.kind,
        lang=entry.lang,
        audience=entry.audience,
        revision=entry.revision,
        lapsed=entry.is_lapsed,
    )
