"""Databases with rows in every table, whatever its columns are; and what is in them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Table,
    insert,
)

from bot import migrate
from bot.moving import source
from bot.moving.checksum import Checksum
from knowledge.columns import Moment, Word
from knowledge.database import Base, Database, open_database

START = datetime(2026, 1, 12, 9, 0, 0, 123456, tzinfo=UTC)

ODD = {
    "é": ["", "\u2028", "🙂", "l'été", None, True],
    "numbers": [0, 1.0, -0.0, 0.1, 1e20, 2**53 + 1, 10**30, 1.5e300, -7],
    "deep": {"b": {"a": [[]]}, "a": {}},
}
"""JSON that the two databases write in ways of their own."""

LEFT_EMPTY = {"audit_doors"}
"""They never hold anything between transactions."""


def fill(connection: Connection, count: int = 3) -> None:
    """Write so many rows into every table; each refers to those of the same number."""
    for table in migrate.tables().sorted_tables:
        if table.name not in LEFT_EMPTY:
            rows = [_row(table, number) for number in range(1, count + 1)]
            connection.execute(insert(table), rows)


async def filled(url: str, count: int = 3) -> None:
    """Fill the database there, which has its tables already."""
    database = open_database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(fill, count)
    await database.close()


async def contents(url: str) -> Mapping[str, tuple[int, str]]:
    """How many rows each table holds, and their checksum."""
    database = open_database(url)
    async with database.engine.connect() as connection:
        found = await connection.run_sync(_contents)
    await database.close()
    return found


async def read(database: Database, table: type[Base]) -> list[Any]:
    """All rows of a table."""
    async with database.engine.connect() as connection:
        return [*await connection.execute(table.__table__.select())]


def _contents(connection: Connection) -> Mapping[str, tuple[int, str]]:
    found = {}
    for name, table in source.tables(connection).items():
        checksum = Checksum()
        for batch in source.rows(connection, table):
            checksum.add_all(batch)
        found[name] = (checksum.count, checksum.digest)
    return found


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(column, number) for column in table.columns}


def _value(column: Column[Any], number: int) -> Any:
    """Some value of its type; nothing in the second row where that may be."""
    if column.nullable and number == 2:
        return None
    if isinstance(column.type, Word):
        return next(iter(column.type.kind))
    for kind, value in _of_type(number).items():
        if isinstance(column.type, kind):
            return value
    return f"l'été {number}"[: getattr(column.type, "length", None)]


def _of_type(number: int) -> dict[Any, Any]:
    return {
        JSON: ODD | {"number": number},
        Moment: START + timedelta(days=number),
        DateTime: START + timedelta(days=number),
        LargeBinary: bytes([0, 255, number]),
        Boolean: number % 2 == 0,
        Float: number / 3,
        Integer: number,
    }
