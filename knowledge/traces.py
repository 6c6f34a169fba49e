"""Traces: where a person is named in the database, in whatever table and column."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Enum,
    FromClause,
    String,
    Table,
    cast,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.columns import Text
from knowledge.database import Base

TENANT = ("workspace", "team_id")
"""The column that says to which workspace a row belongs (in Slack's own tables the second); others
belong to what they refer to."""


@dataclass(frozen=True)
class Trace:
    """A row that names somebody: its table, its key, and all it holds by the name of the column."""

    table: str
    key: str
    row: Mapping[str, Any]


async def find(session: AsyncSession, workspace: str, word: str) -> Sequence[Trace]:
    """Every row of this workspace in which a word stands, the tables in a steady order.

    The word stands for itself only: `U0ANA` is not found in `U0ANABEL`.
    """
    form = _form([word])
    found: list[Trace] = []
    for table in Base.metadata.sorted_tables:
        for row in await _rows(session, table, workspace, [word]):
            if any(form.search(_written(value)) for value in row.values()):
                key = "/".join(str(row[column.name]) for column in table.primary_key)
                found.append(Trace(table.name, key, row))
    return found


async def replace(session: AsyncSession, workspace: str, others: Mapping[str, str]) -> None:
    """Write something else wherever one of these words stands in this workspace.

    Every table is read once: it may be long.
    """
    form = _form(others)
    for table in Base.metadata.sorted_tables:
        for row in await _rows(session, table, workspace, others):
            new = _changes(table, row, lambda text: form.sub(lambda word: others[word[0]], text))
            if new:
                await session.execute(table.update().where(*_this(table, row)).values(new))


async def _rows(
    session: AsyncSession, table: Table, workspace: str, words: Collection[str]
) -> Sequence[Mapping[str, Any]]:
    """The rows that may hold one of the words; as a part of a longer one, too."""
    source, mine = _belonging(table, workspace)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    place = func.instr if is_sqlite else func.strpos
    names = [
        place(cast(column, Text), written) > 0
        for column in table.columns
        if _holds_text(column)
        for word in words
        for written in _spellings(column, word)
    ]
    if not names:
        return ()
    query = select(table).select_from(source).where(mine, or_(*names))
    return [dict(row) for row in (await session.execute(query)).mappings()]


def _spellings(column: Column[Any], word: str) -> set[str]:
    """How a word is written there: in JSON, SQLite keeps letters with accents by their number."""
    return {word, json.dumps(word)[1:-1]} if isinstance(column.type, JSON) else {word}


def _belonging(table: Table, workspace: str) -> tuple[FromClause, ColumnElement[bool]]:
    """The table, joined with what says whose its rows are; of what is nobody's, no row."""
    for column in table.columns:
        if column.name in TENANT:
            return table, column == workspace
    for key in table.foreign_keys:
        parent = key.column.table
        source, mine = _belonging(parent, workspace)
        return table.join(source, key.parent == key.column), mine
    return table, false()


def _changes(table: Table, row: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """The values of a row that a change of its texts makes anew."""
    new: dict[str, Any] = {}
    for column in filter(_holds_text, table.columns):
        before = row[column.name]
        after = _changed(before, change)
        if after != before:
            new[column.name] = after
    return new


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case list():
            return [_changed(part, change) for part in value]
        case dict():
            return {change(name): _changed(part, change) for name, part in value.items()}
    return value


def _this(table: Table, row: Mapping[str, Any]) -> Iterator[ColumnElement[bool]]:
    return (column == row[column.name] for column in table.primary_key)


def _holds_text(column: Column[Any]) -> bool:
    """Not what is one of a few words of ours, nor the workspace."""
    is_ours = isinstance(column.type, Enum) or column.name in TENANT
    return isinstance(column.type, JSON | String | Text) and not is_ours


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _form(words: Collection[str]) -> re.Pattern[str]:
    """The words where they are no part of a longer one, the longest first."""
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
