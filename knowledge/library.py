"""The library: each workspace's search index, in this process, kept in step with the database."""

import asyncio
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, examples, stock, synonyms, wordings
from knowledge.database import Sessions
from knowledge.entry import Change, Entry, Status
from knowledge.learning import JUDGED
from knowledge.search.index import Index
from knowledge.search.semantic import Meanings, Vector
from knowledge.search.uncollected import uncollected
from knowledge.shelves import Shelf, Shelves
from knowledge.stopwatch import Lap, Stopwatch, unwatched
from knowledge.understanding import Understanding
from knowledge.wording import Lessons

WINDOW = 5_000
"""How far back in the feed a new line may still appear: PostgreSQL's numbers are not in commit
order, so that a large import can overtake a small change that began before it."""


class Library:
    """Every workspace's shelf, filled from the database when first asked for.

    With an understanding, entries are found by meaning too, as soon as their wordings were read.
    `room`: how many bytes the indexes may take together; those that were not used for longest go.
    """

    def __init__(
        self,
        understanding: Understanding | None = None,
        stopwatch: Stopwatch = unwatched,
        room: int | None = None,
    ) -> None:
        self.understanding = understanding
        self.stopwatch = stopwatch
        self.shelves = Shelves(self._shelf, room)

    def _shelf(self) -> Shelf:
        return Shelf(Index(meanings=Meanings() if self.understanding else None))

    async def index(self, session: AsyncSession, workspace: str) -> Index:
        """The workspace's index, with every change committed before this moment in it."""
        with self.shelves.using(workspace) as shelf:
            # SQLite's lock comes before ours for everybody: else two who take them the other way
            # around wait for each other.
            await session.connection()
            async with shelf.turn:
                with self.stopwatch(Lap.CATCH_UP):
                    await _follow(session, workspace, shelf)
        if self.understanding:
            self.understanding.follow(workspace, shelf.index)
        return shelf.index

    def forget(self, workspace: str) -> None:
        """Drop the workspace's index: read it anew when it is asked for next."""
        self.shelves.forget(workspace)

    async def freshen(self, session: AsyncSession, workspace: str) -> None:
        """Read what has changed, if the workspace's index is here at all."""
        if workspace in self.shelves:
            await self.index(session, workspace)

    async def warm(self, sessions: Sessions, workspace: str) -> None:
        """Fill the workspace's shelf before anybody asks."""
        async with sessions.begin() as session:
            await self.index(session, workspace)

    def sizes(self) -> list[int]:
        """How many documents each index in memory holds."""
        return self.shelves.counts

    async def ponder(self, workspace: str, question: str, audiences: Collection[str] = ()) -> None:
        """Look for the question's meaning, for a moment, and for what it may find, in a thread:
        before a transaction, not inside, where everybody who writes would wait for it.
        """
        if self.understanding:
            await self.understanding.ponder(self._spelt(workspace, question))
        shelf, meaning = self.shelves.get(workspace), self.meaning(workspace, question)
        if shelf and len(shelf.index):  # else it is yet to be filled
            foresee = shelf.index.foresee
            await asyncio.to_thread(foresee, question, meaning=meaning, audiences=audiences)

    def meaning(self, workspace: str, question: str) -> Vector | None:
        """What was found of it."""
        if not self.understanding:
            return None
        return self.understanding.meaning(self._spelt(workspace, question))

    def _spelt(self, workspace: str, question: str) -> str:
        shelf = self.shelves.get(workspace)
        return shelf.index.spelt(question) if shelf else question


async def _follow(session: AsyncSession, workspace: str, shelf: Shelf) -> None:
    await _speak(session, workspace, shelf)
    if shelf.last is None:
        with uncollected():
            await _fill(session, workspace, shelf)
        has_news = True
    else:
        has_news = await _catch_up(session, workspace, shelf)
    await _learn_topics(session, workspace, shelf, has_news=has_news)


async def _fill(session: AsyncSession, workspace: str, shelf: Shelf) -> None:
    newest = select(func.max(Change.id)).where(Change.workspace == workspace)
    last = await session.scalar(newest) or 0
    recent = select(Change.id).where(Change.workspace == workspace, Change.id > last - WINDOW)
    seen = {*(await session.scalars(recent))}
    # Only now: an entry that changes after its line was read must not be taken for known.
    filling = shelf.index.filling()
    async for documents in stock.documents(session, workspace):
        await asyncio.to_thread(filling.read, documents)
    await asyncio.to_thread(filling.finish)
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
    documents = [stock.document(entry, taught.get(entry.id, Lessons())) for entry in published]
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
