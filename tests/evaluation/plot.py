"""Plots: the figures of a run as pictures for `docs/quality.md`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

from tests.evaluation.plan import Results, Row
from tests.evaluation.published import PUBLISHED, curves
from tests.evaluation.retrieval_tables import engines, group
from tests.evaluation.tables import by_set, grouped

COLOURS = {
    "relais": "#d1495b",
    "tantivy": "#00798c",
    "bm25s": "#66a182",
    "sqlite": "#edae49",
    "postgresql": "#2e4057",
    "rapidfuzz": "#8d96a3",
}
SETS = ("#d1495b", "#00798c", "#edae49", "#2e4057")
DPI = 110


def pictures(results: Results, folder: Path) -> None:
    """`quality-engines.png`, `quality-scope.png`, `quality-replay.png`, where there are figures."""
    pyplot.rcParams.update({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
    for name, draw in (("engines", _engines), ("scope", _scope), ("replay", _replay)):
        if figure := draw(results):
            figure.savefig(folder / f"quality-{name}.png", dpi=DPI, metadata={"Software": None})
            pyplot.close(figure)


def _engines(results: Results) -> Any:
    """Hits@1 by engine: the dot as asked, the ring with typing errors."""
    rows = results.get("retrieval", [])
    if not rows:
        return None
    groups = grouped(rows, group)
    figure, axes = pyplot.subplots(figsize=(8, 4.2), layout="constrained")
    names = engines(rows)
    for place, engine in enumerate(names):
        for line, several in enumerate(groups.values()):
            _dumbbell(axes, line + 0.1 * (place - len(names) / 2), several, engine, line == 0)
    axes.set_yticks(range(len(groups)), [name.removeprefix("mean, ") for name in groups])
    axes.invert_yaxis()
    axes.set_xlabel("Hits@1 in %: dot as asked, ring with typing errors")
    axes.grid(axis="x", alpha=0.3)
    figure.legend(frameon=False, loc="outside upper center", ncols=len(names))
    return figure


def _dumbbell(axes: Any, height: float, rows: Sequence[Row], engine: str, named: bool) -> None:
    ours = [row for row in rows if row["engine"] == engine]
    clean, typos = (100 * by_set(ours, form, "first") for form in ("clean", "typos"))
    colour = COLOURS[engine]
    axes.plot([typos, clean], [height, height], color=colour, linewidth=1)
    axes.plot(clean, height, "o", color=colour, markersize=5, label=engine if named else None)
    axes.plot(typos, height, "o", color=colour, markersize=5, fillstyle="none")


def _scope(results: Results) -> Any:
    """In-scope accuracy against out-of-scope recall, beside the published systems."""
    ours = curves(results)
    if not ours:
        return None
    size = (2.6 * len(ours), 3)
    figure, grid = pyplot.subplots(1, len(ours), figsize=size, squeeze=False, layout="constrained")
    for axes, (name, curve) in zip(grid[0], ours.items(), strict=True):
        axes.plot([100 * x for _, x, _ in curve], [100 * y for _, _, y in curve], color=SETS[0])
        for other in PUBLISHED[name]:
            axes.plot(other.accuracy, other.recall, ".", color=SETS[3])
            axes.annotate(other.system, (other.accuracy, other.recall), fontsize=7)
        axes.set_title(name, fontsize=9)
        axes.set_xlabel("in-scope accuracy, %")
        axes.set_xlim(20, 100)
        axes.set_ylim(0, 102)
    grid[0][0].set_ylabel("out-of-scope recall, %")
    return figure


def _replay(results: Results) -> Any:
    """Hits@1 on held-out questions as the knowledge base is used."""
    rows = results.get("replay", [])
    if not rows:
        return None
    figure, axes = pyplot.subplots(figsize=(6, 3.4), layout="constrained")
    for colour, row in zip(SETS, rows, strict=False):
        asked = [one["asked"] for one in row["after"]]
        for field, style in (("first", "o-"), ("typos", "o:")):
            figures = [100 * one[field] for one in row["after"]]
            label = row["set"] if field == "first" else None
            axes.plot(asked, figures, style, color=colour, markersize=3, label=label)
    axes.set_xscale("symlog", linthresh=100)
    axes.set_xlabel("questions asked (dotted: held-out questions with typing errors)")
    axes.set_ylabel("Hits@1 in %")
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, loc="upper left")
    return figure
