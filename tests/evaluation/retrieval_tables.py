"""Tables of what is found, and of what is told from questions without an answer."""

from collections.abc import Callable, Sequence

from tests.evaluation.engines import NAMES
from tests.evaluation.plan import Results, Row
from tests.evaluation.published import PUBLISHED, curves, recall_at
from tests.evaluation.tables import (
    NOTHING,
    average,
    by_set,
    decimal,
    grouped,
    named,
    percent,
    slashed,
    table,
)

LANGUAGES = {"fr": "French", "en": "English"}


def engines(rows: Sequence[Row]) -> list[str]:
    return [name for name in NAMES if any(row["engine"] == name for row in rows)]


def retrieval(results: Results) -> str:
    rows = results.get("retrieval", [])
    if not rows:
        return ""
    columns = engines(rows)
    means = [
        (f"**{label}**", *(_hits(_of(several, column), by_set) for column in columns))
        for label, several in grouped(rows, group).items()
    ]
    sets = [
        (name, *(_hits(_of(several, column), average) for column in columns))
        for name, several in grouped(rows, named).items()
    ]
    return table(("set", *columns), means + sets)


def group(row: Row) -> str:
    if row["wordings"]:
        return f"mean, intents of {row['wordings']} wordings"
    return f"mean, {LANGUAGES.get(row['lang'], row['lang'])}, one wording an entry"


def _of(rows: Sequence[Row], engine: str) -> list[Row]:
    return [row for row in rows if row["engine"] == engine]


def _hits(rows: Sequence[Row], mean: Callable[..., float]) -> str:
    if not rows:
        return NOTHING
    clean = slashed(mean(rows, "clean", field) for field in ("first", "three", "reciprocal"))
    return f"{clean} · {percent(mean(rows, 'typos', 'first'))}"


def separation(results: Results) -> str:
    rows = results.get("retrieval", [])
    columns = engines(rows)
    lines = []
    for which, label in (("own", "its own"), ("far", "strangers")):
        measured = [row for row in rows if row[which] is not None]
        for name, several in grouped(measured, named).items():
            cells = (decimal(average(_of(several, column), which)) for column in columns)
            ours = decimal(average(_of(several, "relais"), f"score_{which}"))
            lines.append((name, label, ours, *cells))
    return table(("set", "against", "relais, by score", *columns), lines) if lines else ""


def thresholds(results: Results) -> str:
    rows = [row for row in results.get("retrieval", []) if row.get("near")]
    lines = [
        (name, *(_pair(several, field) for field in ("near", "confident")))
        for name, several in grouped(rows, named).items()
    ]
    headings = ("set", "shown at all: near or better", "shown as the answer: confident")
    return table(headings, lines) if rows else ""


def _pair(rows: Sequence[Row], field: str) -> str:
    return slashed(sum(row[field][place] for row in rows) / len(rows) for place in (0, 1))


def published(results: Results) -> str:
    lines = []
    for name, curve in curves(results).items():
        for other in PUBLISHED[name]:
            recall = recall_at(curve, other.accuracy)
            better = "yes" if recall > other.recall else "no"
            theirs = f"{other.accuracy} / {other.recall}"
            lines.append(
                (name, other.system, theirs, f"{recall:.1f}" if recall else NOTHING, better)
            )
    headings = ("set", "system", "published", "Relais: recall at that accuracy", "better")
    return table(headings, lines) if lines else ""
