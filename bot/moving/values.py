"""Values: what a column holds, as JSON has it, and back."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, LargeBinary

from knowledge.columns import storable


def plain(value: Any) -> Any:
    """A value as JSON has it: moments in UTC, bytes as base64, text that every database keeps."""
    match value:
        case str():
            return storable(value)
        case datetime():
            aware = value if value.tzinfo else value.replace(tzinfo=UTC)  # SQLite forgets it
            return aware.astimezone(UTC).isoformat()
        case bytes() | memoryview():
            return b64encode(value).decode()
    return value


def stored(column: Column[Any], value: Any) -> Any:
    """The value for this column."""
    match column.type:
        case DateTime() if value is not None:
            return datetime.fromisoformat(value)
        case LargeBinary() if value is not None:
            return b64decode(value)
    return value
