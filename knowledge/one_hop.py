"""SQLite in one hop: a statement crosses to its connection's thread once, and brings its rows.

aiosqlite makes a cursor, runs, fetches and closes in four crossings, each a wait for the scheduler.
A question takes some sixty statements, and everybody who writes waits for its transaction: on a
busy machine the crossings were most of it. This rests on three attributes of aiosqlite that are not
public (`_conn`, `_cursor`, `_execute`); `constraints.txt` names the release it is tried with.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

import aiosqlite


class OneHopCursor(aiosqlite.Cursor):
    """Fetches as it runs. SQLAlchemy fetches all there is at once in any case."""

    _rows: Iterable[sqlite3.Row] = ()

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "OneHopCursor":
        """Run one statement."""
        work = self._execute(self._run, sql, parameters or ())  # type: ignore[no-untyped-call]
        self._rows = await work
        return self

    def _run(self, sql: str, parameters: Iterable[Any]) -> list[sqlite3.Row]:
        return self._cursor.execute(sql, parameters).fetchall()  # type: ignore[arg-type]

    async def fetchall(self) -> Iterable[sqlite3.Row]:
        """The rows of what was run."""
        return self._rows

    async def close(self) -> None:
        """Nothing is left to read: nobody need wait for the thread."""
        self._cursor.close()


class OneHopConnection(aiosqlite.Connection):
    """A connection whose cursors are of this kind."""

    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        """Made here, to be entered: no file is touched by it."""
        return OneHopCursor(self, self._conn.cursor())


def connect(path: str) -> OneHopConnection:
    """A connection, to be awaited; its thread ends with the process at the latest."""

    def open_file() -> sqlite3.Connection:
        return sqlite3.connect(path, check_same_thread=False)

    connection = OneHopConnection(open_file, iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
