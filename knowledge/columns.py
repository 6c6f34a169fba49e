"""Columns: how moments, words and what people write are kept, alike on every database."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, String
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """To UTC; a naive moment is our bug and is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive moment: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Back to aware UTC (SQLite forgets the zone)."""
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


class Text(TypeDecorator[str]):
    """What people write, without the characters that no database keeps."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> str | None:
        """Leave out what `storable` leaves out."""
        return value and storable(value)


def word(kind: type[StrEnum]) -> Enum:
    """A column that holds one of an enumeration's words, readable in the table."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda e: [m.value for m in e])


def storable(written: str) -> str:
    """A text without NUL characters and halves of characters: neither database keeps them."""
    return written.replace("\x00", "").encode(errors="ignore").decode()


def dumps(value: object) -> str:
    """JSON that both databases keep."""
    return json.dumps(_storable_parts(value))


def _storable_parts(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case dict():
            return {storable(str(key)): _storable_parts(part) for key, part in value.items()}
        case list() | tuple():
            return [_storable_parts(part) for part in value]
    return value
