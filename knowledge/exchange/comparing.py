"""Comparing: what a row changes in the entry that it is of, and where people have changed it too.

Three states are compared, field by field: what the file says, what it said at its last import,
and what the entry says today. A field is taken where the file alone has changed it. Where people
have changed it as well, theirs stands and the conflict is told, at each import until it is settled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.entry import Entry
from knowledge.exchange.imported import BESIDE, digest
from knowledge.exchange.rows import Row

Digests = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """What is taken from a row, by field; the fields that people have changed too; what is kept of
    the row for the next comparison."""

    taken: dict[str, Any] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    digests: dict[str, str] = field(default_factory=dict)


def compare(row: Row, entry: Entry, last: Digests | None, *, overwrite: bool = False) -> Difference:
    """How a row differs from its entry. With `overwrite`, the file wins where both have changed."""
    base = last or {}
    taken: dict[str, Any] = {}
    conflicts: list[str] = []
    digests: dict[str, str] = {}
    for name, value in _said(row).items():
        digests[name] = digest(value)
        here = _here(entry, name)
        if digests[name] == base.get(name) or here == value:
            continue
        if name in base and digest(here) != base[name] and not overwrite:
            conflicts.append(name)
            digests[name] = base[name]
        else:
            taken[name] = value
    return Difference(taken, tuple(conflicts), digests)


def apply(entry: Entry, taken: Mapping[str, Any]) -> None:
    """Change the entry."""
    beside = {
        name.removeprefix(BESIDE): value for name, value in taken.items() if name.startswith(BESIDE)
    }
    for name, value in taken.items():
        if name == "variants":
            entry.reword(value)
        elif not name.startswith(BESIDE):
            setattr(entry, name, value)
    if beside:
        entry.extra = {**entry.extra, **beside}


def _said(row: Row) -> dict[str, Any]:
    return row.said | {f"{BESIDE}{name}": value for name, value in row.extra.items()}


def _here(entry: Entry, name: str) -> Any:
    if name.startswith(BESIDE):
        return entry.extra.get(name.removeprefix(BESIDE), _ABSENT)
    return list(entry.wordings) if name == "variants" else getattr(entry, name)


_ABSENT = "\0absent"
"""No text of a file is this one."""
