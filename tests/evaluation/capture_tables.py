"""Tables of what is taken from real threads."""

from tests.evaluation.plan import Results, Row
from tests.evaluation.tables import percent, table

SHARES = ("drafted", "question", "answers", "whole")
COUNTS = ("crashed", "twice")


def capture(results: Results) -> str:
    """Shares of threads, and how often what must not happen did."""
    rows = results.get("capture", [])
    lines = [_line(name, rows) for name in sorted({row["set"] for row in rows})]
    headings = (
        *("set", "threads", "messages", "of them answers", "made a draft", "question whole"),
        *("answers whole, in order", "**both**", "crashed", "kept twice"),
    )
    return table(headings, lines) if rows else ""


def _line(name: str, rows: list[Row]) -> tuple[str, ...]:
    own = [row for row in rows if row["set"] == name]
    total = {key: sum(row[key] for row in own) for key in own[0] if key != "set"}
    sizes = [str(total[key]) for key in ("threads", "messages", "answering")]
    shares = [percent(total[key] / total["threads"]) for key in SHARES]
    return name, *sizes, *shares, *(str(total[key]) for key in COUNTS)
