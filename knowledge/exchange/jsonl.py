"""JSONL: one entry a line, each a JSON object, UTF-8."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.exchange.cleaning import unique
from knowledge.exchange.faults import Fault, Place, Unreadable
from knowledge.exchange.rows import Raw


def read(data: bytes, file: str) -> Iterator[Raw | Fault]:
    """Give each line's fields, or why it cannot be read; blank lines are passed over."""
    for number, line in lines(data):
        try:
            yield Raw(Place(file, number), one(line, number))
        except Unreadable as unreadable:
            yield Fault(Place(file, number), unreadable.reason)


def lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each line that holds something, and its number."""
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, line


def write(rows: Iterable[dict[str, Any]]) -> str:
    """One line per row, as people read it."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def one(line: bytes, number: int = 1) -> dict[str, Any]:
    """The object of a line.

    Raises:
        Unreadable: it is none; with that number.
    """
    try:
        return _object(line)
    except Unreadable as unreadable:
        raise Unreadable(unreadable.reason, number) from None


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode(), object_pairs_hook=unique)
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 text (byte {error.start + 1} of the line)") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"broken JSON: {error.msg} (character {error.colno})") from error
    except RecursionError as error:
        raise Unreadable("broken JSON: lists within lists without end") from error
    except ValueError as error:
        raise Unreadable("broken JSON: a number of too many digits") from error
    if not isinstance(value, dict):
        raise Unreadable("each line must be one JSON object: {…}")
    return value
