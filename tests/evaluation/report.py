"""Report: the figures of a run as Markdown."""

from collections.abc import Sequence

from tests.evaluation.aims import aimed
from tests.evaluation.engines import NAMES
from tests.evaluation.plan import Results, Row
from tests.evaluation.tables import (
    NOTHING,
    at,
    average,
    decimal,
    grouped,
    named,
    percent,
    slashed,
    table,
)


def markdown(results: Results) -> str:
    return "\n\n".join(f"### {title}\n\n{text}" for title, text in sections(results).items())


def sections(results: Results) -> dict[str, str]:
    found = {
        "Aims": aimed(results),
        "Hits@1 / Hits@3 / MRR@10 · Hits@1 with typos, in %": retrieval(results),
        "Answerable or not, AUROC": separation(results),
        "In-scope accuracy / out-of-scope recall, in %": thresholds(results),
        "Near domain, AUROC": near(results),
        "Calibration": calibration(results),
        "Topics, first guess / one of three, in %": topics(results),
        "Confirmed questions per entry, Hits@1 (Hits@3), in %": learning(results),
    }
    return {title: text for title, text in found.items() if text}


def engines(rows: Sequence[Row]) -> list[str]:
    return [name for name in NAMES if any(row["engine"] == name for row in rows)]


def retrieval(results: Results) -> str:
    rows = results.get("retrieval", [])
    columns = engines(rows)
    lines = []
    for name, several in grouped(rows, named).items():
        by_engine = grouped(several, lambda row: row["engine"])
        lines.append((name, *(_hits(by_engine.get(column, [])) for column in columns)))
    return table(("set", *columns), lines) if rows else ""


def _hits(rows: Sequence[Row]) -> str:
    if not rows:
        return NOTHING
    clean = slashed(average(rows, "clean", field) for field in ("first", "three", "reciprocal"))
    return f"{clean} · {percent(average(rows, 'typos', 'first'))}"


def separation(results: Results) -> str:
    rows = results.get("retrieval", [])
    columns = engines(rows)
    lines = []
    for which, label in (("own", "its own"), ("far", "strangers")):
        for name, several in grouped((row for row in rows if row[which]), named).items():
            by_engine = grouped(several, lambda row: row["engine"])
            cells = (decimal(average(by_engine.get(column, []), which)) for column in columns)
            lines.append((name, label, *cells))
    return table(("set", "against", *columns), lines) if lines else ""


def thresholds(results: Results) -> str:
    rows = [row for row in results.get("retrieval", []) if row.get("near")]
    lines = [
        (name, *(_pair(several, field) for field in ("near", "confident")))
        for name, several in grouped(rows, named).items()
    ]
    return table(("set", "near or better", "confident"), lines) if rows else ""


def _pair(rows: Sequence[Row], field: str) -> str:
    return slashed(sum(row[field][place] for row in rows) / len(rows) for place in (0, 1))


def near(results: Results) -> str:
    rows = results.get("near", [])
    lines = [(named(row), decimal(row["auroc"]), decimal(row["score"])) for row in rows]
    mean = ("mean", decimal(average(rows, "auroc")), decimal(average(rows, "score")))
    return table(("set", "by confidence", "by score"), [*lines, mean]) if rows else ""


def calibration(results: Results) -> str:
    rows = results.get("calibration", [])
    if not rows:
        return ""
    whole = ("ece", "ece_labelled")
    lines = []
    for (name, others), several in grouped(rows, lambda row: (named(row), row["others"])).items():
        cells = (
            decimal(average(several, half, field))
            for half in ("whole", "fold_out")
            for field in whole
        )
        band = (
            percent(average(several, "whole", field))
            for field in ("reach", "right", "others", "far")
        )
        lines.append((name, str(others), *cells, *band))
    headings = (
        "ECE",
        "100 labels",
        "ECE, fold out",
        "100 labels",
        "reach",
        "right",
        "others",
        "far",
    )
    return table(("set", "others", *headings), lines)


def topics(results: Results) -> str:
    rows = results.get("topics", [])
    lines = [
        (
            named(row),
            *(slashed((at(row, half, "first"), at(row, half, "three"))) for half in HALVES),
        )
        for row in rows
    ]
    return table(("set", "entry known", "entry left out"), lines) if rows else ""


HALVES = ("known", "left_out")


def learning(results: Results) -> str:
    rows = results.get("learning", [])
    if not rows:
        return ""
    columns = list(rows[0]["after"])
    lines = [
        (name, *(_after(several, column) for column in columns))
        for name, several in grouped(rows, lambda row: row["set"]).items()
    ]
    return table(("confirmed", *columns), lines)


def _after(rows: Sequence[Row], column: str) -> str:
    first, three = (average(rows, "after", column, field) for field in ("first", "three"))
    return f"{percent(first)} ({percent(three)})"
