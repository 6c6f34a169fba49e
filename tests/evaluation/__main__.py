"""Search evaluation: how well public questions find their entry.

    .venv/bin/python -m tests.evaluation [--data FOLDER] [--quick] [--engines relais] [--json FILE]
                                          [--semantic minilm]

FOLDER holds one folder per set, as `data/README.md` says.
"""

import argparse
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from tests.evaluation import (
    calibration,
    capturing,
    duplicates,
    learning,
    near,
    replay,
    report,
    retrieval,
    sameness,
    topics,
    vectors,
    versions,
)
from tests.evaluation.engines import NAMES
from tests.evaluation.engines.postgresql import server
from tests.evaluation.plan import Plan, Results, Task, quick
from tests.evaluation.running import run, written
from tests.evaluation.sets import folders

DATA = Path(__file__).parent / "data"
DOCUMENT = Path(__file__).parents[2] / "docs" / "quality.md"
MEASURES = {
    "calibration": calibration.tasks,
    "replay": replay.tasks,
    "retrieval": retrieval.tasks,
    "near": near.tasks,
    "topics": topics.tasks,
    "learning": learning.tasks,
    "sameness": sameness.tasks,
    "capture": capturing.tasks,
    "duplicates": duplicates.tasks,
}


def tasks(plan: Plan, measures: list[str]) -> Iterator[Task]:
    for name in measures:
        yield from MEASURES[name](plan)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="other sets of the same form")
    parser.add_argument("--quick", action="store_true", help="few questions: about a minute")
    parser.add_argument("--engines", nargs="+", choices=NAMES, default=NAMES, metavar="ENGINE")
    parser.add_argument("--measures", nargs="+", choices=MEASURES, default=list(MEASURES))
    parser.add_argument("--processes", type=int, help="as many as there are cores by default")
    parser.add_argument("--json", type=Path, help="keep the figures in a file, to compare runs")
    parser.add_argument("--document", action="store_true", help="write docs/quality.md anew")
    parser.add_argument("--semantic", choices=["minilm"], help="with the extra of that name")
    chosen = parser.parse_args()
    if not chosen.data.is_dir() or not folders(chosen.data):
        parser.error(f"{chosen.data} holds no folder with entries.jsonl")
    if chosen.semantic:
        vectors.choose(chosen.semantic)
    plan = Plan(chosen.data, tuple(chosen.engines))
    plan = quick(plan) if chosen.quick else plan
    with server() if "postgresql" in plan.engines else nullcontext():
        measured = run(list(tasks(plan, chosen.measures)), chosen.processes)
    results = {"run": [versions.run(plan)], **measured}
    if chosen.json:
        chosen.json.write_text(written(results), encoding="utf-8")
    if chosen.document:
        publish(results)
    print(report.markdown(results))


def publish(results: Results) -> None:
    from tests.evaluation.plot import pictures  # of the extra `evaluate`

    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(report.filled(text, report.sections(results)), encoding="utf-8")
    pictures(results, DOCUMENT.parent / "pictures")


if __name__ == "__main__":
    main()
