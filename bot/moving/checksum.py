"""Checksum: whether two tables hold the same rows, whatever database they are in.

It is computed over values, not over bytes: databases write numbers and the order of keys in JSON
in ways of their own. It is a sum over all rows, so that their order makes no difference either.
"""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from knowledge.columns import storable

EXACT = 2**53
"""Up to here a floating point number holds every whole number."""

WIDTH = 16
"""Bytes of a row's digest that are summed up."""


class Checksum:
    """The checksum of the rows so far."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    @property
    def digest(self) -> str:
        """It, in hexadecimal."""
        return f"{self._sum:0{2 * WIDTH}x}"

    def add_all(self, rows: Iterable[Sequence[Any]]) -> None:
        """Count these rows in; each is made of what JSON can hold."""
        for row in rows:
            written = json.dumps([_canonical(value) for value in row], sort_keys=True)
            number = int.from_bytes(sha256(written.encode()).digest()[:WIDTH])
            self._sum = (self._sum + number) % (1 << 8 * WIDTH)
            self.count += 1


def _canonical(value: Any) -> Any:
    """The value as every database has it: 1.0 is 1, and 10²⁰ is a whole number on one alone."""
    match value:
        case str():
            return storable(value)
        case float() if value.is_integer() and abs(value) <= EXACT:
            return int(value)
        case int() if abs(value) > EXACT:
            return float(value)
        case list() | tuple():
            return [_canonical(part) for part in value]
        case dict():
            return {storable(key): _canonical(part) for key, part in value.items()}
    return value
