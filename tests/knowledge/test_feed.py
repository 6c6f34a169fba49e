"""The feed: what one process commits, the others know in a moment, without being asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from time import monotonic

import pytest
from sqlalchemy import text

from knowledge import entries, feed, outbox, synonyms
from knowledge.database import Database, open_database
from knowledge.entry import Entry
from knowledge.feed import Feed
from knowledge.library import Library
from knowledge.outbox import Kind
from tests.factories import CHARTER, MARIA, NINA, NOW, WORKSPACE, an_entry
from tests.knowledge.team import REFUND, Team

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)

PATIENCE = 15.0


class Process:
    """One process: its own connections, its own memory, its own feed."""

    def __init__(self, url: str) -> None:
        self.database = open_database(url)
        self.library = Library()
        self.woken = asyncio.Event()
        self.warnings: list[Exception] = []
        self.feed = Feed(self.database, self.library, self.woken.set, self.warnings.append)

    async def start(self) -> None:
        """Begin, and read the workspace's index as the first question does."""
        self.feed.start()
        async with self.database.sessions.begin() as session:
            await self.library.index(session, WORKSPACE)
        await until(self.woken.is_set)  # it listens
        self.woken.clear()

    async def stop(self) -> None:
        await self.feed.stop()
        await self.database.close()

    def knows(self, entry: Entry) -> bool:
        """Whether it is in memory, whatever the database says."""
        shelf = self.library.shelves.get(WORKSPACE)
        return bool(shelf and shelf.index.revision(entry.id))


Pair = tuple[Process, Process]


async def until(truth: Callable[[], bool]) -> float:
    """Wait for something to become true; how many seconds that took."""
    began = monotonic()
    while not truth():
        assert monotonic() < began + PATIENCE, "waited in vain"
        await asyncio.sleep(0.005)
    return monotonic() - began


@pytest.fixture
async def processes(database: Database, database_url: str) -> AsyncIterator[Pair]:
    one, other = Process(database_url), Process(database_url)
    await asyncio.gather(one.start(), other.start())
    yield one, other
    await asyncio.gather(one.stop(), other.stop())


async def add(process: Process, *new: Entry) -> None:
    async with process.database.sessions.begin() as session:
        await entries.add_all(session, new, by=NINA, now=NOW, deed="entry.imported")


async def test_what_one_publishes_is_in_the_memory_of_the_other_before_anybody_asks(
    processes: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "BEAT", 1_000)
    one, other = processes
    entry = an_entry()

    await add(one, entry)

    print(f"published, known elsewhere after {await until(lambda: other.knows(entry)):.3f} s")


async def test_a_word_that_got_lost_costs_a_second(processes: Pair, database: Database) -> None:
    """As from a process that is killed right after its commit, or through a pooler."""
    entry = an_entry()
    async with database.sessions.begin() as session:  # it has no feed
        await entries.add(session, entry, by=NINA, now=NOW, deed="entry.imported")

    await until(lambda: all(process.knows(entry) for process in processes))


async def test_what_is_due_wakes_the_others(processes: Pair) -> None:
    one, other = processes

    async with one.database.sessions.begin() as session:
        await outbox.notify(
            session, Kind.OWNED, key="k", workspace=WORKSPACE, to=MARIA, about=1, now=NOW
        )

    await until(other.woken.is_set)


async def test_what_is_not_committed_is_not_told(processes: Pair) -> None:
    one, other = processes
    undone, entry = an_entry(), an_entry()
    async with one.database.sessions() as session:
        await entries.add(session, undone, by=NINA, now=NOW, deed="entry.imported")
        await session.rollback()

    await add(one, entry)
    await until(lambda: other.knows(entry))

    assert not other.knows(undone)


async def test_a_new_charter_and_new_jargon_are_told_too(
    processes: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = processes
    team = Team(one.database.sessions)

    def topics() -> list[str]:
        shelf = other.library.shelves.get(WORKSPACE)
        assert shelf
        return [guess.topic for guess in shelf.index.topics(REFUND)]

    await team.agrees(CHARTER)
    await until(lambda: topics()[:1] == ["refunds"])
    before = other.library.shelves.get(WORKSPACE)
    assert before
    index = before.index
    async with one.database.sessions.begin() as session:
        terms = ("RC", "rupture conventionnelle")
        await synonyms.add(session, terms, workspace=WORKSPACE, by=NINA, now=NOW)

    await until(lambda: before.index is not index)


async def test_nothing_is_read_for_a_workspace_that_nobody_here_asks_about(
    processes: Pair,
) -> None:
    one, other = processes
    entry = an_entry()

    await add(one, an_entry(workspace="T0ELSE"), entry)
    await until(lambda: other.knows(entry))

    assert [*other.library.shelves] == [WORKSPACE]


async def test_a_connection_that_is_lost_is_made_again(processes: Pair, database: Database) -> None:
    one, other = processes
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            )
        )
    await until(lambda: bool(one.warnings and other.warnings))
    await until(other.woken.is_set)  # whatever was said meanwhile, it looks for itself
    other.woken.clear()

    async with one.database.sessions.begin() as session:
        await outbox.notify(
            session, Kind.OWNED, key="k", workspace=WORKSPACE, to=MARIA, about=1, now=NOW
        )

    await until(other.woken.is_set)
