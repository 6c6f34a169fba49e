"""Faults: what cannot be taken from a file, each with its place and its reason."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """Where something is written: the file as the person named it, and the line (from 1).

    `item` says it instead of the line in files that people don't read by lines; line 0 is all of a
    file.
    """

    file: str
    line: int
    item: str = ""

    def __str__(self) -> str:
        where = self.item or (f"line {self.line}" if self.line else "")
        return f"{self.file}, {where}" if where else self.file


@dataclass(frozen=True, order=True)
class Fault:
    """One reason why a row cannot be taken."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True)
class Skipped:
    """Something that is left where it is, and why; `key` is the entry that it would have been."""

    place: Place
    reason: str
    key: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class Unreadable(Exception):
    """A part of a file cannot be read; `line` counts from the first line of that part."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class BadRows(Exception):
    """Rows that cannot be taken, all of them; nothing was imported."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))
