"""Everything: a row of a workspace in every table there is, whatever tables there will be."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Enum,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot import migrate
from bot.sandbox.cast import QUESTIONS, SOFIA
from knowledge.columns import Moment, Text
from knowledge.deletion import is_of
from knowledge.traces import TENANT

NOBODYS = {"slack_oauth_states"}
"""Tables whose rows belong to no workspace."""

TS = "1768200000.000100"

Rows = Mapping[str, list[dict[str, Any]]]


def secret(workspace: str) -> str:
    """The word that stands in every text of that workspace."""
    return f"SECRET{workspace}"


async def fill(
    session: AsyncSession,
    workspace: str,
    number: int,
    now: datetime,
    chosen: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> None:
    """A row in every table, each with that number, each about Sofia, her channel, one message.

    `chosen`: what some columns hold, by table.
    """
    for table in migrate.tables().sorted_tables:
        if table.name not in NOBODYS:
            made = {column.name: _value(column, workspace, number, now) for column in table.columns}
            await session.execute(insert(table).values(made | dict(chosen.get(table.name, {}))))


async def rows(session: AsyncSession, workspace: str) -> Rows:
    """Every row of the workspace."""
    found = {}
    for table in migrate.tables().sorted_tables:
        query = select(table).where(is_of(table, workspace)).order_by(*table.primary_key)
        found[table.name] = [dict(row) for row in (await session.execute(query)).mappings()]
    return found


def tables() -> list[Table]:
    """Those whose rows belong to a workspace."""
    return [table for table in migrate.tables().sorted_tables if table.name not in NOBODYS]


def _value(column: Column[Any], workspace: str, number: int, now: datetime) -> Any:
    if column.name in TENANT:
        return workspace
    if isinstance(column.type, Enum):
        return column.type.enums[0]
    if isinstance(column.type, String | Text):
        return _text(column, workspace)
    plain = {
        Boolean: False,
        Integer: number,
        Float: 0.5,
        Moment: now,
        DateTime: now.replace(tzinfo=None),
        LargeBinary: secret(workspace).encode(),
        JSON: {"told": secret(workspace)},
    }
    return next(value for kind, value in plain.items() if isinstance(column.type, kind))


def _text(column: Column[Any], workspace: str) -> str | None:
    """What is short names somebody or something in Slack, the same in every workspace."""
    length = getattr(column.type, "length", None)
    if column.name in ("audience", "widened_from"):
        return None
    if column.name in ("channel", "origin", "place"):
        return QUESTIONS
    if column.name in ("ts", "thread_ts"):
        return TS
    if length and length <= 32 and not column.primary_key:
        return SOFIA
    return f"{secret(workspace)} remboursement {column.table.name}"[: length or None]
