"""Statements: whether what is asked of the database says of which workspace."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import migrate

SWEPT = {"inbox", "outbox"}
"""What the worker goes through for every workspace at once."""

OF_ONE_ROW = re.compile(r"\b(id|\w+_id) (= |IN \()")
"""By a number that was looked up in a workspace, or is compared with one: no more can be told from
the words of a statement, so that the numbers are what the intruder tries."""


@contextmanager
def unbound(engine: AsyncEngine) -> Iterator[set[str]]:
    """The statements about what belongs to workspaces that name none, and no row either."""
    found: set[str] = set()
    tables = [table for table in migrate.tables().sorted_tables if "workspace" in table.c]
    named = re.compile(rf"\b({'|'.join(t.name for t in tables if t.name not in SWEPT)})\b")

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        text = " ".join(statement.split())
        where = text.partition(" WHERE ")[2]
        reads = not text.startswith(("INSERT", "BEGIN", "PRAGMA")) and named.search(text)
        if reads and "workspace" not in where and not OF_ONE_ROW.search(where):
            found.add(text)

    event.listen(engine.sync_engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", look)
