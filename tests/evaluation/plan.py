"""Plan: what one run measures, as rows of plain values that are made one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Results = Mapping[str, list[Row]]  # the name of the measure → its rows


@dataclass(frozen=True)
class Plan:
    """How thorough a run is. Every figure of `docs/quality.md` comes from the defaults."""

    data: Path
    engines: tuple[str, ...]
    most: int = 1200  # questions asked of a set, to rank
    sample: int = 300  # questions asked of a set, for what asks them many times over
    draws: int = 3
    sizes: tuple[int, ...] = (0, 1_000, 10_000, 100_000)
    wordings: tuple[int | None, ...] = (1, 3, 10, None)
    replayed: int = 20_000  # training sentences asked, at most
    threads: int = 500  # conversations captured from, at most


def quick(plan: Plan) -> Plan:
    """A look in about a minute."""
    return Plan(plan.data, plan.engines, 100, 100, 1, (0, 1_000), (3, None), 1_000, 25)


@dataclass(frozen=True)
class Task:
    """One row to make, by any process."""

    measure: str
    label: str
    make: Callable[[], Row]


def task(measure: str, label: str, make: Callable[..., Row], *arguments: Any) -> Task:
    return Task(measure, label, partial(make, *arguments))
