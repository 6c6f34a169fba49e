"""Tables of topics, and of what is learned from use."""

from collections.abc import Sequence

from tests.evaluation.plan import Results, Row
from tests.evaluation.tables import NOTHING, at, average, grouped, named, percent, slashed, table

HALVES = ("known", "left_out")


def topics(results: Results) -> str:
    rows = results.get("topics", [])
    lines = [
        (
            named(row),
            *(slashed((at(row, half, "first"), at(row, half, "three"))) for half in HALVES),
        )
        for row in rows
    ]
    mean = (
        "**mean**",
        *(slashed((average(rows, half, "first"), average(rows, half, "three"))) for half in HALVES),
    )
    return table(("set", "an entry answers", "that entry left out"), [mean, *lines]) if rows else ""


def learning(results: Results) -> str:
    rows = results.get("learning", [])
    if not rows:
        return ""
    columns = list(rows[0]["after"])
    lines = [
        (name, *(_after(several, column) for column in columns))
        for name, several in grouped(rows, lambda row: row["set"]).items()
    ]
    return table(("confirmed per entry", *columns), lines)


def _after(rows: Sequence[Row], column: str) -> str:
    first, three = (average(rows, "after", column, field) for field in ("first", "three"))
    return f"{percent(first)} ({percent(three)})"


def replay(results: Results) -> str:
    rows = results.get("replay", [])
    if not rows:
        return ""
    moments = sorted({one["asked"] for row in rows for one in row["after"]})
    lines = []
    for row in rows:
        looks = {one["asked"]: one for one in row["after"]}
        cells = (_look(looks[moment]) if moment in looks else NOTHING for moment in moments)
        lines.append((row["set"], *cells))
    return table(("questions asked", *map(str, moments)), lines)


def _look(look: Row) -> str:
    return f"{percent(look['first'])} · {percent(look['typos'])} ({look['confirmed']})"
