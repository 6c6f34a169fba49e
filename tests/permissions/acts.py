"""Acts: the kinds of things that somebody can do in Slack."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.permissions.things import Things

Json = dict[str, Any]
Value = str | Callable[[Things], object]


@dataclass(frozen=True)
class Act:
    """Something one can do. `entry`: it names an entry, which must be theirs to see."""

    entry: bool = False


@dataclass(frozen=True)
class Type(Act):
    """`/kb` and this."""

    text: Value = ""


@dataclass(frozen=True)
class Press(Act):
    """A button of this name, or a menu, with this value.

    `within`: the act that opens the window it stands in, and who did it; else a message.
    """

    action: str = ""
    value: Value = ""
    within: str = ""
    by: str = ""
    kind: str = "button"


@dataclass(frozen=True)
class Send(Act):
    """A window: the act that opened it, for whom, and what was filled in."""

    opened: str = ""
    by: str = ""
    values: Callable[[Things], Mapping[str, object]] = lambda _things: {}
    title: str = ""


@dataclass(frozen=True)
class Choose(Act):
    """An entry of a message's menu."""

    shortcut: str = ""


@dataclass(frozen=True)
class Look(Act):
    """What is typed in a menu that we fill."""

    action: str = ""
    within: str = ""
    by: str = ""


@dataclass(frozen=True)
class Happens(Act):
    """An event."""

    event: Callable[[Things, str], Json] = lambda _things, _person: {}


def of(name: str) -> Callable[[Things], object]:
    """The number of that thing."""
    return lambda things: things[name]


def pair(one: str, other: str) -> Callable[[Things], object]:
    """Two numbers with a colon between them."""
    return lambda things: f"{things[one]}:{things[other]}"


def beside(name: str, more: str) -> Callable[[Things], object]:
    """A number and something else."""
    return lambda things: f"{things[name]}:{more}"
