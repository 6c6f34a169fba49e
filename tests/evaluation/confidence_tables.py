"""Tables of how far a confidence can be believed."""

from collections.abc import Sequence

from tests.evaluation.plan import Results, Row
from tests.evaluation.retrieval_tables import LANGUAGES
from tests.evaluation.tables import average, by_set, decimal, grouped, named, percent, table

HALVES = ("whole", "fold_out")


def near(results: Results) -> str:
    rows = results.get("near", [])
    lines = [(named(row), decimal(row["auroc"]), decimal(row["score"])) for row in rows]
    mean = ("**mean**", decimal(average(rows, "auroc")), decimal(average(rows, "score")))
    return table(("set", "by confidence", "by score"), [mean, *lines]) if rows else ""


def calibration(results: Results) -> str:
    rows = results.get("calibration", [])
    if not rows:
        return ""
    lines = [("**mean**", *_errors(rows))]
    sizes = grouped(sorted(rows, key=lambda row: row["others"]), lambda row: row["others"])
    lines += [(f"mean, {_among(size)}", *_errors(several)) for size, several in sizes.items()]
    alone = [row for row in rows if row["others"] == 0]
    lines += [(name, *_errors(several)) for name, several in grouped(alone, named).items()]
    labelled = "after 100 labels"
    return table(("", "as shipped", labelled, "fold out", f"fold out, {labelled}"), lines)


def _errors(rows: Sequence[Row]) -> list[str]:
    fields = ("ece", "ece_labelled")
    return [decimal(average(rows, half, field)) for half in HALVES for field in fields]


def _among(size: int) -> str:
    return f"among {size:,} others".replace(",", " ") if size else "alone"


def confident(results: Results) -> str:
    rows = results.get("calibration", [])
    if not rows:
        return ""
    rows = sorted(rows, key=lambda row: (row["lang"], row["others"]))
    groups = grouped(rows, lambda row: (LANGUAGES.get(row["lang"], row["lang"]), row["others"]))
    lines = [
        (f"**{language}, {_among(size)}**", *_band(several))
        for (language, size), several in groups.items()
    ]
    alone = [row for row in rows if row["others"] == 0]
    lines += [(name, *_band(several)) for name, several in grouped(alone, named).items()]
    headings = ("reach it", "of these right", "unanswerable: reach it", "strangers: reach it")
    return table(("", *headings, "entry taken out: reach it"), lines)


def _band(rows: Sequence[Row]) -> list[str]:
    fields = ("reach", "right", "others", "far")
    cells = [percent(by_set(rows, "whole", field)) for field in fields]
    return [*cells, percent(by_set(rows, "fold_out", "others"))]
