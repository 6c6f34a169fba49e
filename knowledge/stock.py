"""The stock: all that search needs of a workspace's published entries, read as plain rows.

A hundred thousand entries as objects of the session would take five times as long and as much; and
all their answers at once would be half of the memory that a start takes.
"""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import wordings
from knowledge.entry import Entry, Status, Variant
from knowledge.search.documents import Document
from knowledge.wording import Lessons, lessons

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

AT_ONCE = 5_000
"""Entries read at a time."""


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


async def documents(session: AsyncSession, workspace: str) -> AsyncIterator[list[Document]]:
    """What is published, in the order of its numbers, some at a time."""
    published = (Entry.workspace == workspace, Entry.status == Status.PUBLISHED)
    variants = await _variants(session, *published)
    said = await wordings.said(session, workspace)
    query = select(*COLUMNS).where(*published).order_by(Entry.id).limit(AT_ONCE)
    listed = cache(json.loads)  # most entries have no tags, or those of others
    rows = await session.execute(query)
    while stocked := [
        Stocked._make((number, title, body, listed(tags), *others, variants.get(number, ())))
        for number, title, body, tags, *others in rows
    ]:
        yield [document(one, _lessons(one, said)) for one in stocked]
        rows = await session.execute(query.where(Entry.id > stocked[-1].id))


def _lessons(entry: Stocked, said: Mapping[int, wordings.Said]) -> Lessons:
    return lessons(entry, said[entry.id]) if entry.id in said else NO_LESSONS


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
