"""Tables: figures as Markdown, in percent."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.evaluation.measures import mean
from tests.evaluation.plan import Row

NOTHING = "–"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    aligned = ["---", *("---:" for _ in headings[1:])]
    lines = [headings, aligned, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def percent(value: float | None) -> str:
    return NOTHING if value is None or value != value else f"{100 * value:.1f}"


def decimal(value: float | None, digits: int = 3) -> str:
    return NOTHING if value is None or value != value else f"{value:.{digits}f}"


def slashed(values: Iterable[float | None]) -> str:
    return " / ".join(percent(value) for value in values)


def at(row: Row, *path: str) -> Any:
    """A figure in a row, or None."""
    found: Any = row
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found


def average(rows: Iterable[Row], *path: str) -> float:
    """The mean of a figure over the rows that have it."""
    figures = [at(row, *path) for row in rows]
    return mean(figure for figure in figures if figure is not None)


def by_set(rows: Iterable[Row], *path: str) -> float:
    """The mean over sets of the means over each one's rows: no set counts more than another."""
    groups = grouped(rows, lambda row: row["set"])
    figures = [average(several, *path) for several in groups.values()]
    return mean(figure for figure in figures if figure == figure)


def grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


def named(row: Row) -> str:
    """The set, and how many wordings its intents have."""
    return f"{row['set']}, {row['wordings']}" if row["wordings"] else str(row["set"])
