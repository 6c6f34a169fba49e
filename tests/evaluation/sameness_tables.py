"""Tables of questions that are one, and of those that join an open one."""

from collections.abc import Iterator, Sequence

from knowledge.sameness import THRESHOLD
from tests.evaluation.plan import Results, Row
from tests.evaluation.sameness import DEV, TEST
from tests.evaluation.tables import NOTHING, at, by_set, percent, table

OURS = "asked-again"
LANGUAGES = {"fr": "French", "en": "English"}


def pairs(results: Results) -> str:
    """At the threshold that is shipped, on the part that no constant was chosen on."""
    lines = [
        (
            f"{row['set']}, {LANGUAGES[counted['lang']]}",
            f"{counted['pairs']} ({counted['same']})",
            str(found["joined"]),
            _precision(found),
            _recall(found, counted["same"]),
        )
        for row, counted, found in _found(results, TEST)
        if found["threshold"] == THRESHOLD
    ]
    headings = ("pairs", "of them one question", "joined", "precision", "recall")
    return table(headings, lines) if lines else ""


def thresholds(results: Results) -> str:
    """Precision / recall at each, on the part that the threshold was chosen on."""
    groups: dict[str, dict[float, list[tuple[Row, Row]]]] = {}
    for row, counted, found in _found(results, DEV):
        kind = "our pairs" if row["set"] == OURS else "public pairs"
        label = f"{kind}, {LANGUAGES[counted['lang']]}"
        groups.setdefault(label, {}).setdefault(found["threshold"], []).append((counted, found))
    lines = [
        (label, *(_both(several) for _, several in sorted(found.items())))
        for label, found in groups.items()
    ]
    columns = sorted({threshold for found in groups.values() for threshold in found})
    headings = ("from this likeness on", *(f"{threshold:.2f}" for threshold in columns))
    return table(headings, lines) if lines else ""


def _found(results: Results, part: str) -> Iterator[tuple[Row, Row, Row]]:
    for row in results.get("pairs", []):
        for counted in row["languages"]:
            if row["part"] == part:
                yield from ((row, counted, found) for found in counted["at"])


def _both(several: Sequence[tuple[Row, Row]]) -> str:
    total = {name: sum(found[name] for _, found in several) for name in ("joined", "right")}
    same = sum(counted["same"] for counted, _ in several)
    return f"{_precision(total)} / {_recall(total, same)} ({total['joined']})"


def _precision(found: Row) -> str:
    return percent(found["right"] / found["joined"]) if found["joined"] else NOTHING


def _recall(found: Row, same: int) -> str:
    return percent(found["right"] / same) if same else NOTHING


def joined(results: Results) -> str:
    rows = [row for row in results.get("joined", []) if row["asked"]]
    lines = [
        (
            row["set"],
            f"{row['asked']} among {row['open']}",
            *(percent(at(row, name)) for name in ("wrong", "found", "typos")),
        )
        for row in rows
    ]
    mean = ("**mean**", "", *(percent(by_set(rows, name)) for name in ("wrong", "found", "typos")))
    headings = ("set", "asked", "joins another", "joins one of its entry", "joins itself, mistyped")
    return table(headings, [mean, *lines]) if rows else ""
