"""SQLite in one hop: a statement crosses to its connection's thread once, and brings its rows.

aiosqlite makes a cursor, runs, fetches and closes in four crossings, each a wait for the scheduler;
SQLAlchemy adds one to begin, and one to roll back what is over. A question takes some sixty
statements, and everybody who writes waits for its transaction: on a busy machine the crossings were
most of it. This rests on three attributes of aiosqlite that are not public (`_conn`, `_cursor`,
`_execute`); `constraints.txt` names the release it is tried with.
"""

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import aiosqlite

FIRST = 1_000
"""Rows that come along with the statement; a table that is read as a stream has more."""

Rows = list[sqlite3.Row]


class OneHopCursor(aiosqlite.Cursor):
    """Fetches as it runs, all there is of most; what is left is fetched when it is asked for."""

    def __init__(self, connection: aiosqlite.Connection, cursor: sqlite3.Cursor) -> None:
        super().__init__(connection, cursor)
        self._rows: Rows = []
        self._is_whole = True

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "OneHopCursor":
        """Run one statement."""
        work = self._execute(self._run, sql, parameters or ())  # type: ignore[no-untyped-call]
        self._rows = await work
        self._is_whole = len(self._rows) < FIRST
        return self

    def _run(self, sql: str, parameters: Iterable[Any]) -> Rows:
        return self._cursor.execute(sql, parameters).fetchmany(FIRST)  # type: ignore[arg-type]

    async def fetchall(self) -> Rows:
        """All rows that were not fetched yet."""
        rest = [] if self._is_whole else await self._more(self._cursor.fetchall)
        return [*self._taken(len(self._rows)), *rest]

    async def fetchmany(self, size: int | None = None) -> Rows:
        """The next rows, `size` of them while there are so many."""
        if self._rows or self._is_whole:
            return self._taken(size or self.arraysize)
        return await self._more(self._cursor.fetchmany, size or self.arraysize)

    async def fetchone(self) -> sqlite3.Row | None:
        """The next row."""
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        """Nobody need wait for the thread: no statement of ours is running."""
        self._cursor.close()

    def _taken(self, size: int) -> Rows:
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    async def _more(self, fetch: Callable[..., Rows], *size: int) -> Rows:
        more: Rows = await self._execute(fetch, *size)  # type: ignore[no-untyped-call]
        return more


class OneHopConnection(aiosqlite.Connection):
    """A connection whose cursors are of this kind, and which crosses only to do something."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._opening: str | None = None
        self._asked = self._done = 0

    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        """Made here, to be entered: no file is touched by it."""
        return OneHopCursor(self, self._conn.cursor())

    def begin(self, statement: str) -> None:
        """Begin a transaction with that statement, as soon as there is something to do in it."""
        self._opening = statement

    async def commit(self) -> None:
        """Commit the transaction, if it has begun."""
        self._opening = None
        if self._has_begun:
            await super().commit()

    async def rollback(self) -> None:
        """Roll back the transaction, if it has begun."""
        self._opening = None
        if self._has_begun:
            await super().rollback()

    @property
    def _has_begun(self) -> bool:
        """Whether a transaction has begun, or may yet: who was cancelled may have left work."""
        return self._asked > self._done or self._conn.in_transaction

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        opening, self._opening = self._opening, None
        self._asked += 1
        work = partial(self._run, opening, partial(fn, *args, **kwargs))
        return await super()._execute(work)  # type: ignore[no-untyped-call]

    def _run(self, opening: str | None, work: Callable[[], Any]) -> Any:
        """In the thread."""
        try:
            if opening:
                self._conn.execute(opening)
            return work()
        finally:
            self._done += 1


def connect(path: str) -> OneHopConnection:
    """A connection, to be awaited; its thread ends with the process at the latest."""

    def open_file() -> sqlite3.Connection:
        return sqlite3.connect(path, check_same_thread=False)

    connection = OneHopConnection(open_file, iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
