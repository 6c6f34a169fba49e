"""A full disk: people hear that nothing was kept, events come again, and work goes on with room."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from bot.sandbox.cast import MARC, QUESTIONS, THEO
from handlers.locale import words
from handlers.ui.errors import unreachable
from knowledge.database import Database
from tests.conftest import PostgreSQL
from tests.stage import Stage, labels, until

DATA = "what personal data do you keep about me"
SORRY = unreachable(words("en"))
PADDING = "so be it, " * 130

NO_ROOM = """
CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END
$$"""
"""What PostgreSQL answers when its disk is full, error class 53."""

TABLES = ("inbox", "outbox", "questions", "audit_log", "escalations")


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """With the patience that Slack has: here much is refused, and some must be in time."""
    stage.slack.delivery.ack_seconds = 3
    return stage


@pytest.fixture
def disk(stage: Stage, backend: str, request: pytest.FixtureRequest, database_url: str) -> "Disk":
    """The disk beneath the bot's database."""
    if backend == "sqlite":
        return SmallFile(stage.bot.database, database_url)
    return Refusing(request.getfixturevalue("postgresql"), database_url)


class Disk:
    """A disk that can be filled up."""

    @asynccontextmanager
    async def full(self) -> AsyncIterator[None]:
        """No room for anything.

        Changed in a thread: a trigger waits for the transactions that the bot has under way in
        this very loop.
        """
        await asyncio.to_thread(self.fill)
        try:
            yield
        finally:
            await asyncio.to_thread(self.free)

    def fill(self) -> None:
        """Leave no room."""
        raise NotImplementedError

    def free(self) -> None:
        """Make room."""
        raise NotImplementedError


class SmallFile(Disk):
    """SQLite's file may not grow: it says SQLITE_FULL, as it does when the disk is full."""

    def __init__(self, database: Database, url: str) -> None:
        self.is_full = False
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.execute("VACUUM")
        event.listen(database.engine.sync_engine, "checkout", self._limit)

    def fill(self) -> None:
        self.is_full = True

    def free(self) -> None:
        self.is_full = False

    def _limit(self, connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages if self.is_full else 2**30}")
        cursor.close()


class Refusing(Disk):
    """PostgreSQL refuses every new row."""

    def __init__(self, server: PostgreSQL, url: str) -> None:
        self.server, self.url = server, url

    def fill(self) -> None:
        self._run(NO_ROOM)
        for table in TABLES:
            self._run(
                f"CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION no_room()"
            )

    def free(self) -> None:
        for table in TABLES:
            self._run(f"DROP TRIGGER no_room ON {table}")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


async def test_who_asks_hears_that_nothing_was_kept(stage: Stage, disk: Disk) -> None:
    await stage.kb("how do i get my money back", by=THEO)

    async with disk.full():
        for number in range(12):  # until the last page is full
            seen = len(stage.seen(THEO))
            await stage.slack.command(THEO, QUESTIONS, "/kb", f"{number} {DATA} {PADDING}")
            await until(lambda seen=seen: len(stage.seen(THEO)) > seen)  # type: ignore[misc]
            if stage.seen(THEO)[-1].text == SORRY:
                break
        assert stage.seen(THEO)[-1].text == SORRY

    assert "Cancel" in labels(await stage.kb(DATA, by=THEO))


async def test_what_a_window_sends_stays_on_the_screen(stage: Stage, disk: Disk) -> None:
    await stage.kb(DATA, by=THEO)
    await stage.press("Answer", by=MARC)
    modal = stage.modal(MARC)
    field = next(block["block_id"] for block in modal.blocks if block["type"] == "input")
    written = {field: f"Only what the order needs. {PADDING}"}

    async with disk.full():
        faults = await stage.slack.submit(MARC, modal.id, written)

    assert faults == {field: SORRY}
    assert await stage.submit(by=MARC) is None
    assert "Only what the order needs." in stage.dms(THEO)[-1].text


@pytest.mark.parametrize("combination", [("postgresql", "http")], indirect=True, ids="-".join)
async def test_an_event_comes_again_and_the_worker_goes_on(stage: Stage, disk: Disk) -> None:
    stage.slack.faults.next("chat.postMessage", status=429, retry_after=30)
    await stage.kb(DATA, by=THEO)

    async with disk.full():
        await stage.slack.say(THEO, QUESTIONS, f"<@{stage.me}> {DATA} {PADDING}")
        await stage.slack.settle(timeout=15, quiet=0.5)
        assert stage.bot.worker.is_alive

    await stage.move(minutes=2)
    await stage.move(minutes=6)
    await until(lambda: len(stage.dms(MARC)) == 2)
    await stage.quiet()
    assert len(stage.seen(THEO, QUESTIONS)) == 2
