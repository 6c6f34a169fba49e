"""Values: what a column holds, as JSON, and back; what does not fit it is refused."""

from datetime import datetime
from enum import Enum as Enumeration
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, String
from sqlalchemy.dialects.postgresql import JSONB

from knowledge.columns import Moment, Word, storable
from knowledge.exchange.faults import Unreadable
from knowledge.exchange.whole.tables import Kept, Row


def as_json(value: Any) -> Any:
    """A value of a column."""
    match value:
        case datetime():
            return value.isoformat()
        case Enumeration():
            return value.value
    return value


def of_json(kept: Kept, row: Row) -> Row:
    """The values of a row; a column that it does not name has its default.

    Raises:
        Unreadable: a value does not fit its column, one is missing, or there is no such column.
    """
    columns = {one.name: one for one in kept.table.columns if one.name != "workspace"}
    if unknown := [name for name in row if name not in columns]:
        raise Unreadable(f'there is no "{unknown[0]}" here: it is of a newer Relais')
    given = {name: _value(columns[name], value) for name, value in row.items()}
    for name, column in columns.items():
        if name not in given and not _fills_itself(column):
            raise Unreadable(f'"{name}" is missing')
    return given


def _fills_itself(column: Column[Any]) -> bool:
    return column.nullable or column.default is not None or column.server_default is not None


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        if not column.nullable:
            raise Unreadable(f'"{column.name}" is empty')
        return None
    kind = column.type
    try:
        if isinstance(kind, Moment):
            return _moment(value)
        if isinstance(kind, Word):
            return kind.kind(value)
    except (ValueError, TypeError) as error:
        raise Unreadable(f'"{column.name}" cannot be {str(value)[:40]!r}') from error
    return _plain(column, value)


def _plain(column: Column[Any], value: Any) -> Any:
    kind = column.type
    fits = {Boolean: bool, Integer: int, JSON: (dict, list), JSONB: (dict, list)}
    wanted: Any = next((one for base, one in fits.items() if isinstance(kind, base)), str)
    is_odd = isinstance(value, bool) and wanted is int
    if not isinstance(value, wanted) or is_odd:
        raise Unreadable(f'"{column.name}" cannot be {str(value)[:40]!r}')
    if isinstance(value, int) and abs(value) >= 2**31:
        raise Unreadable(f'"{column.name}" is too large a number')
    limit = getattr(kind, "length", None)
    if isinstance(kind, String) and limit and len(str(value)) > limit:
        raise Unreadable(f'"{column.name}" is longer than {limit} characters')
    return storable(value) if isinstance(value, str) else value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment
