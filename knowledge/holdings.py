"""Holdings: what Relais holds of a person, row by row, for that person alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import correlation, traces
from knowledge.inbox import Event
from knowledge.traces import Trace

TEXTS = ("title", "text", "body", "name", "note", "deed", "reason", "kind", "source", "state")
"""What a row is known by, the most telling first."""
MOMENTS = ("at", "asked_at", "created_at", "opened_at", "passed_at", "applied_at", "seen_at")
OWN = ("author", "asker", "person", "by", "to", "id", "owner", "assignee", "reviewer", "capturer")
"""Columns that say what somebody has to do with a row."""
WRITTEN = {"author", "asker", "person", "to", "id"}
"""Those that say that its words are theirs, or were meant for them."""


@dataclass(frozen=True)
class Item:
    """One row: its key, what it is known by, since when, and as what the person stands in it."""

    key: str
    words: str
    at: datetime | None
    roles: tuple[str, ...]
    row: Mapping[str, Any]

    @property
    def is_readable(self) -> bool:
        """Whether the words may be shown to them: their own, or what is kept for no channel alone.

        Whoever has left a private channel reads there no more, whatever they once did in it.
        """
        if WRITTEN & {*self.roles}:
            return True
        facts = self.row.get("facts")
        beside = facts.get("audience") if isinstance(facts, dict) else None
        return bool(self.roles) and not (self.row.get("audience") or beside)


@dataclass(frozen=True)
class Holding:
    """All the rows of one table."""

    table: str
    items: tuple[Item, ...]


async def of(session: AsyncSession, workspace: str, person: str) -> Sequence[Holding]:
    """Everything in which this person is named, table by table, the oldest first.

    The request that asks for it is left out: it names them only until it is answered.
    """
    every = await traces.find(session, workspace, person)
    found = [trace for trace in every if not _is_asking(trace)]
    return [
        Holding(table, tuple(_item(trace, person) for trace in rows))
        for table, rows in groupby(found, key=lambda trace: trace.table)
    ]


def _is_asking(trace: Trace) -> bool:
    """Whether it is the request that is being worked on."""
    row = trace.row
    is_event = trace.table == Event.__tablename__
    return is_event and (row["correlation_id"] or row["id"]) == correlation.current()


def _item(trace: Trace, person: str) -> Item:
    roles = tuple(name for name in OWN if trace.row.get(name) == person)
    told = next((trace.row[name] for name in TEXTS if trace.row.get(name)), "")
    at = next((trace.row[name] for name in MOMENTS if trace.row.get(name)), None)
    return Item(trace.key, str(told), at, roles, trace.row)
