"""Parts: what a stream of all that a database holds is made of, in their order.

A Head; for each table a Begun, its Rows in some batches, and a Seal.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.moving.checksum import Checksum
from bot.moving.errors import MovingError

Row = Sequence[Any]
"""The values of a row as JSON has them, in the order of the table's columns."""


@dataclass(frozen=True)
class Head:
    """Where it comes from: the shape of its tables (a revision of the migrations), and when."""

    revision: str
    made_at: str


@dataclass(frozen=True)
class Begun:
    """A table begins."""

    table: str
    columns: Sequence[str]


@dataclass(frozen=True)
class Rows:
    """Some of its rows."""

    rows: Sequence[Row]


@dataclass(frozen=True)
class Seal:
    """It ends: how many rows there were, their checksum, and the number the next one would get."""

    count: int
    checksum: str
    following: int | None = None


Part = Head | Begun | Rows | Seal


def checked(parts: Iterable[Part]) -> Iterator[Part]:
    """The same parts, as long as each table has its seal and holds what that says.

    Raises:
        MovingError: one does not.
    """
    name, held = None, Checksum()
    for part in parts:
        match part:
            case Begun(table) if name is None:
                name, held = table, Checksum()
            case Rows(rows) if name is not None:
                held.add_all(rows)
            case Seal(count, checksum) if (held.count, held.digest) == (count, checksum):
                name = None
            case Head():
                pass
            case _:
                raise MovingError(f"The backup is damaged: rows of {name} are not all there.")
        yield part
    if name is not None:
        raise MovingError(f"The backup is damaged: {name} is not all there.")
