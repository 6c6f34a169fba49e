"""Loaded: what an import does with its rows, or would do."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.entry import Entry


@dataclass(frozen=True)
class Touched:
    """An entry here that an import meets, and the fields it is about."""

    number: int
    key: str
    title: str
    fields: tuple[str, ...] = ()


@dataclass
class Loaded:
    """How many rows were new, changed their entry, or changed nothing; and which entries.

    `conflicts` are fields that people have changed here and the source there: ours stand. `gone`
    are entries of the source that it has no more; `archived` says how many of these were put aside.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    archived: int = 0
    changes: list[Touched] = field(default_factory=list, compare=False)
    conflicts: list[Touched] = field(default_factory=list, compare=False)
    gone: list[Touched] = field(default_factory=list, compare=False)


def touched(entry: Entry, fields: Sequence[str] = ()) -> Touched:
    """What is told of an entry."""
    return Touched(entry.id, str(entry.key), entry.title, tuple(fields))
