"""The library: each workspace's search index, in this process, kept in step with the database."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, examples, synonyms, wordings
from knowledge.entry import Change, Entry, Status
from knowledge.learning import JUDGED
from knowledge.search.documents import Document, Key
from knowledge.search.index import Index
from knowledge.search.semantic import Meanings, Vector
from knowledge.understanding import Understanding
from knowledge.wording import Lessons

WINDOW = 5_000
"""How far back in the feed a new line may still appear: PostgreSQL's numbers are not in commit
order, so that a large import can overtake a small change that began before it."""


@dataclass
class Shelf:
    """One workspace's index and how far it has read."""

    index: Index
    last: int | None = None
    seen: set[int] = field(default_factory=set)
    charter: int = 0
    examples: dict[Key, Document] = field(default_factory=dict)
    synonyms: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Library:
    """Every workspace's shelf, filled from the database when first asked for.

    With an understanding, entries are found by meaning too, as soon as their wordings were read.
    """

    def __init__(self, understanding: Understanding | None = None) -> None:
        self.understanding = understanding
        self._shelves: dict[str, Shelf] = defaultdict(self._shelf)

    def _shelf(self) -> Shelf:
        return Shelf(Index(meanings=Meanings() if self.understanding else None))

    async def index(self, session: AsyncSession, workspace: str) -> Index:
        """The workspace's index, with every change committed before this moment in it."""
        shelf = self._shelves[workspace]
        # SQLite's lock comes before ours for everybody: else two who take them the other way
        # around wait for each other.
        await session.connection()
        async with shelf.turn:
            await _speak(session, workspace, shelf)
            if shelf.last is None:
                await _fill(session, workspace, shelf)
                has_news = True
            else:
                has_news = await _catch_up(session, workspace, shelf)
            await _learn_topics(session, workspace, shelf, has_news=has_news)
        if self.understanding:
            self.understanding.follow(workspace, shelf.index)
        return shelf.index

    def forget(self, workspace: str) -> None:
        """Drop the workspace's index: read it anew when it is asked for next."""
        self._shelves.pop(workspace, None)

    async def ponder(self, workspace: str, question: str) -> None:
        """Look for the question's meaning, for a moment: before a transaction, not inside."""
        if self.understanding:
            spelt = self._shelves[workspace].index.spelt(question)
            await self.understanding.ponder(spelt)

    def meaning(self, workspace: str, question: str) -> Vector | None:
        """What was found of it."""
        if not self.understanding:
            return None
        return self.understanding.meaning(self._shelves[workspace].index.spelt(question))


async def _fill(session: AsyncSession, workspace: str, shelf: Shelf) -> None:
    newest = select(func.max(Change.id)).where(Change.workspace == workspace)
    last = await session.scalar(newest) or 0
    recent = select(Change.id).where(Change.workspace == workspace, Change.id > last - WINDOW)
    seen = {*(await session.scalars(recent))}
    # Only now: an entry that changes after its line was read must not be taken for known.
    published = select(Entry).where(Entry.workspace == workspace, Entry.status == Status.PUBLISHED)
    entries = (await session.scalars(published)).all()
    taught = await wordings.taught(session, workspace, {entry.id: entry for entry in entries})
    documents = [document(entry, taught.get(entry.id, Lessons())) for entry in entries]
    await asyncio.to_thread(shelf.index.put, documents)
    shelf.index.calibrate(await wordings.labels(session, workspace))
    shelf.last, shelf.seen = last, seen


async def _catch_up(session: AsyncSession, workspace: str, shelf: Shelf) -> bool:
    """Read what has changed. Say whether an entry has."""
    assert shelf.last is not None
    recent = (Change.workspace == workspace, Change.id > shelf.last - WINDOW)
    if await session.scalar(select(func.count()).where(*recent)) == len(shelf.seen):
        return False
    lines = (await session.execute(select(Change.id, Change.entry_id).where(*recent))).all()
    news = {number: entry for number, entry in lines if number not in shelf.seen}
    changed = {*news.values()} - {JUDGED}
    await _renew(session, workspace, shelf.index, changed)
    if JUDGED in news.values():
        shelf.index.calibrate(await wordings.labels(session, workspace))
    shelf.last = max([shelf.last, *news])
    shelf.seen = {number for number, _ in lines if number > shelf.last - WINDOW}
    return bool(changed)


async def _renew(session: AsyncSession, workspace: str, index: Index, numbers: set[int]) -> None:
    if not numbers:
        return
    query = select(Entry).where(Entry.id.in_(numbers)).execution_options(populate_existing=True)
    found = {entry.id: entry for entry in await session.scalars(query)}
    published = [entry for entry in found.values() if entry.status is Status.PUBLISHED]
    index.remove(numbers - {entry.id for entry in published})
    taught = await wordings.taught(session, workspace, found)
    documents = [document(entry, taught.get(entry.id, Lessons())) for entry in published]
    await asyncio.to_thread(index.put, documents)


async def _learn_topics(
    session: AsyncSession, workspace: str, shelf: Shelf, *, has_news: bool
) -> None:
    """An expert's answer becomes a draft entry: without news of entries there is none of these."""
    number, charter = await charters.current(session, workspace)
    if number == shelf.charter and not has_news:
        return
    known, found = shelf.examples, await examples.of(session, workspace, charter)
    shelf.index.remove(known.keys() - found.keys())
    new = [document for key, document in found.items() if known.get(key) != document]
    await asyncio.to_thread(shelf.index.put, new)
    shelf.charter, shelf.examples = number, found


async def _speak(session: AsyncSession, workspace: str, shelf: Shelf) -> None:
    """New jargon: every text means something else now, and is read again."""
    number = await synonyms.newest(session, workspace)
    if number == shelf.synonyms:
        return
    groups = await synonyms.listed(session, workspace)
    shelf.index = shelf.index.emptied([group.terms for group in groups])
    shelf.last, shelf.examples, shelf.synonyms = None, {}, number


def document(entry: Entry, lessons: Lessons) -> Document:
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
