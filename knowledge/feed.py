"""The feed: replicas on one PostgreSQL tell each other what a commit has changed.

It only saves waiting. Whoever looks for what is due looks once a second anyway, and each question
reads what has changed before it is answered. So nothing is lost with a word that is lost, and words
are sent after the commit, a few at a time, from a connection of their own: within a transaction,
NOTIFY takes a lock that lets the whole database commit one at a time (PostgreSQL's source,
`PreCommit_Notify` in `commands/async.c`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from psycopg import AsyncConnection, Notify
from sqlalchemy import func, select

from knowledge.changed import on_change
from knowledge.database import CONNECT_WAIT, Database
from knowledge.entry import Change
from knowledge.library import Library

Warn = Callable[[Exception], None]

DUE, CHANGED = "relais_due", "relais_changed"
"""Channels: something is due; what search goes by has changed in the workspace that is named."""

PAUSE = 0.1
"""Seconds between two words that one process sends, or heeds: a busy one does not flood others."""

BEAT = 1.0
"""Seconds between two looks at what has changed, for words that got lost."""

SILENCE = 15.0
"""Seconds without a word after which we see whether the connection is still there."""

AT_ONCE = 4
"""Indexes that are brought up to date side by side."""


class Feed:
    """What this process tells the others, and hears from them.

    `wake` is called when something may be due. `warn` is told why, once, when the database is lost;
    it is looked for again every second.
    """

    def __init__(
        self, database: Database, library: Library, wake: Callable[[], None], warn: Warn
    ) -> None:
        self._database = database
        self._library = library
        self._wake = wake
        self._warn = warn
        self._untold: set[tuple[str, str]] = set()
        self._news = asyncio.Event()
        self._warming: dict[str, asyncio.Task[None]] = {}
        self._stale: set[str] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._last: int | None = None
        self._is_lost = False
        self._tasks: list[asyncio.Task[None]] = []
        database.on_commit(lambda: self._tell(DUE, ""))
        on_change(database, lambda workspace: self._tell(CHANGED, workspace))

    def start(self) -> None:
        """Begin to tell, to listen, and to look."""
        turns = (self._say, self._listen, self._look)
        self._tasks = [asyncio.create_task(self._go_on(turn)) for turn in turns]

    async def stop(self) -> None:
        """End, with the last word said."""
        with suppress(Exception):
            async with asyncio.timeout(BEAT):
                await self._say_all()
        tasks = [*self._tasks, *self._warming.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _go_on(self, turn: Callable[[], Awaitable[None]]) -> None:
        """For ever; the database may be gone for a while."""
        while True:
            try:
                await turn()
            except Exception as error:
                if not self._is_lost:
                    self._warn(error)
                self._is_lost = True
                await asyncio.sleep(BEAT)

    def _tell(self, channel: str, word: str) -> None:
        self._untold.add((channel, word))
        self._news.set()

    async def _say(self) -> None:
        await self._news.wait()
        self._news.clear()
        await self._say_all()
        await asyncio.sleep(PAUSE)

    async def _say_all(self) -> None:
        words, self._untold = [*self._untold], set()
        async with self._database.engine.begin() as connection:
            for channel, word in words:
                await connection.execute(select(func.pg_notify(channel, word)))

    async def _listen(self) -> None:
        """Hear the others until the connection breaks. What was said before, nobody has heard."""
        url = self._database.engine.url.set(drivername="postgresql")
        async with await AsyncConnection.connect(
            url.render_as_string(hide_password=False),
            autocommit=True,
            connect_timeout=CONNECT_WAIT,
        ) as connection:
            for channel in (DUE, CHANGED):
                await connection.execute(f"LISTEN {channel}")
            self._is_lost = False
            self._wake()
            self._freshen(self._library.shelves)
            while True:
                await self._hear(connection)

    async def _hear(self, connection: AsyncConnection[Any]) -> None:
        """What is said from one moment to the next; a connection that hangs raises an error."""
        heard = [word async for word in connection.notifies(timeout=SILENCE, stop_after=1)]
        heard += [word async for word in connection.notifies(timeout=0)]
        if heard:
            self._heed(heard)
            await asyncio.sleep(PAUSE)
        else:
            async with asyncio.timeout(SILENCE):
                await connection.execute("SELECT 1")

    def _heed(self, words: Iterable[Notify]) -> None:
        heard = {(word.channel, word.payload) for word in words}
        if (DUE, "") in heard:
            self._wake()
        self._freshen(workspace for channel, workspace in heard if channel == CHANGED)

    async def _look(self) -> None:
        """See by ourselves what has changed since the last look; before the first, anything may."""
        await asyncio.sleep(BEAT)
        newest = func.max(Change.id)
        async with self._database.engine.connect() as connection:
            if self._last is None:
                self._last = await connection.scalar(select(newest)) or 0
                self._freshen(self._library.shelves)
                return
            query = select(Change.workspace, newest).where(Change.id > self._last)
            found = (await connection.execute(query.group_by(Change.workspace))).all()
        self._last = max([self._last, *(number for _, number in found)])
        self._freshen(workspace for workspace, _ in found)

    def _freshen(self, workspaces: Iterable[str]) -> None:
        """Bring the indexes that are here up to date, in the background."""
        for workspace in workspaces:
            if workspace in self._library.shelves:
                self._stale.add(workspace)
                if workspace not in self._warming:
                    self._warming[workspace] = asyncio.create_task(self._warm(workspace))

    async def _warm(self, workspace: str) -> None:
        try:
            while workspace in self._stale:
                async with self._room, self._database.sessions.begin() as session:
                    self._stale.discard(workspace)
                    await self._library.freshen(session, workspace)
        except Exception as error:
            self._warn(error)
        finally:
            del self._warming[workspace]
