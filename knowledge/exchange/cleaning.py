"""Cleaning: what a file holds, as text, numbers and lists that every database and format keeps."""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from knowledge.exchange.faults import Unreadable

NAME_LIMIT = 200
_HALF = re.compile("[\ud800-\udfff]")
EXACT = 1e16
"""From here on a float is a whole number, and only one of the databases would write it out."""


def clean(value: Any) -> Any:
    """Plain JSON of a value: no NUL, one kind of line end, dates as text.

    Raises:
        Unreadable: there is something that no text file or database keeps.
    """
    match value:
        case str():
            return text(value)
        case bool() | int() | None:
            return value
        case float():
            return number(value)
        case date() | datetime():
            return value.isoformat()
        case list() | tuple():
            return [clean(item) for item in value]
        case dict():
            return unique((named(name), clean(item)) for name, item in value.items())
    raise Unreadable(f"a value of an unknown kind ({type(value).__name__})")


def text(value: str) -> str:
    """Text without NUL, its lines ended by a line feed alone."""
    if _HALF.search(value):
        raise Unreadable("half a character (a lone surrogate), which no file can hold")
    return value.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def named(name: object) -> str:
    """The name of a field: text, and no essay."""
    if len(str(name)) > NAME_LIMIT:
        raise Unreadable(f"the name of a field has more than {NAME_LIMIT} characters")
    return text(str(name))


def number(value: float) -> float | int:
    """A number that comes back as it went; infinity and “not a number” do not."""
    if not math.isfinite(value):
        raise Unreadable(f"{value} is not a number")
    return int(Decimal(repr(value))) if abs(value) >= EXACT else value + 0.0  # not -0.0


def unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs as a dictionary; the second of two with one name would be lost."""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in fields:
            raise Unreadable(f'"{name}" is written twice')
        fields[name] = value
    return fields


def one_line(value: object) -> object:
    """A wording on one line, without blanks around it; what is no text is left to be refused."""
    return " ".join(value.splitlines()).strip() if isinstance(value, str) else value


def trimmed(value: object) -> object:
    """Text without blanks around it."""
    return value.strip() if isinstance(value, str) else value
