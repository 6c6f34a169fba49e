"""Columns: how moments, words and what people write are kept, alike on every database."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, String
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


class Word(TypeDecorator[StrEnum]):
    """One of an enumeration's words, readable in the table."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, _: Dialect) -> str | None:
        """The word itself; one that means nothing is our bug and is refused."""
        if value is None:
            return None
        return value.value if isinstance(value, self.kind) else self.kind(value).value

    def process_result_value(self, value: str | None, _: Dialect) -> StrEnum | None:
        """The member; while releases run side by side, the newer one may write words of its own."""
        if value is None:
            return None
        known = self.kind._value2member_map_.get(value)
        return known if isinstance(known, self.kind) else stranger(self.kind, value)


def word(kind: type[StrEnum]) -> Word:
    """A column that holds one of an enumeration's words."""
    return Word(kind)


def stranger(kind: type[StrEnum], value: str) -> StrEnum:
    """A word of a newer release: of that kind, and none of its members.

    Whoever looks for a member does not find it, and it is written back as it was read.
    """
    word = str.__new__(kind, value)
    word._name_ = word._value_ = value
    return word


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
