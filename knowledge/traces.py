"""Traces: where a person is named in the database, in whatever table and column."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, FromClause, String, Table, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.columns import Text
from knowledge.database import Base

TENANT = "workspace"
"""The column that says to which workspace a row belongs; others belong to what they refer to."""


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
    form = _form(word)
    found: list[Trace] = []
    for table in Base.metadata.sorted_tables:
        for row in await _rows(session, table, workspace, word):
            if any(form.search(_written(value)) for value in row.values()):
                key = "/".join(str(row[column.name]) for column in table.primary_key)
                found.append(Trace(table.name, key, row))
    return found


async def replace(session: AsyncSession, workspace: str, word: str, other: str) -> int:
    """Write something else wherever a word stands in this workspace; in how many rows it did."""
    form = _form(word)
    changed = 0
    for table in Base.metadata.sorted_tables:
        for row in await _rows(session, table, workspace, word):
            new = _changes(table, row, lambda text: form.sub(lambda _found: other, text))
            if new:
                await session.execute(table.update().where(*_this(table, row)).values(new))
                changed += 1
    return changed


async def _rows(
    session: AsyncSession, table: Table, workspace: str, word: str
) -> Sequence[Mapping[str, Any]]:
    source, mine = _belonging(table, workspace)
    columns = [column for column in table.columns if _holds_text(column)]
    if not columns:
        return ()
    names = [
        cast(column, Text).contains(written, autoescape=True)
        for column in columns
        for written in {word, json.dumps(word)[1:-1]}  # as it stands in JSON on SQLite
    ]
    query = select(table).select_from(source).where(mine, or_(*names))
    return [dict(row) for row in (await session.execute(query)).mappings()]


def _belonging(table: Table, workspace: str) -> tuple[FromClause, ColumnElement[bool]]:
    """The table, joined with what says whose its rows are.

    Events of Slack's say so in their body.
    """
    if TENANT in table.columns:
        return table, table.columns[TENANT] == workspace
    for key in table.foreign_keys:
        parent = key.column.table
        source, mine = _belonging(parent, workspace)
        return table.join(source, key.parent == key.column), mine
    texts = [cast(column, Text) for column in table.columns if isinstance(column.type, JSON)]
    return table, or_(*(text.contains(f'"{workspace}"', autoescape=True) for text in texts))


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
    return isinstance(column.type, JSON | String | Text)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _form(word: str) -> re.Pattern[str]:
    """The word where it is no part of a longer one."""
    before = r"(?<!\w)" if word[:1].isalnum() else ""
    return re.compile(rf"{before}{re.escape(word)}(?!\w)")
