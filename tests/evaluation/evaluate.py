"""Search evaluation: how well public questions find their entry, clean and with typos.

    .venv/bin/python tests/evaluation/evaluate.py [--data FOLDER] [--most N]

FOLDER holds one folder per set, as `data/README.md` says. Title sets index one wording per entry
and the text of its answer; pool sets K example wordings.
"""

import argparse
from math import isnan
from pathlib import Path

from tests.evaluation.measures import Retrieval, indexed, retrieval, routing
from tests.evaluation.sets import ROUTED, QuestionSet, available, pools, thinned, titles

DATA = Path(__file__).parent / "data"
HEADINGS = (
    "                               Hits@1 / Hits@3 / MRR@10, in %      confident band, clean\n"
    "set                               clean                typos       reach  right  unanswerable"
)


def table(data: Path, most: int | None) -> None:
    print(HEADINGS)
    for questions in available(data):
        line(thinned(questions, most))


def line(questions: QuestionSet) -> None:
    index = indexed(questions.documents)
    clean, typos = (retrieval(index, asked) for asked in (questions.clean, questions.typos))
    print(
        f"{questions.name:30} {triple(clean):>20} {triple(typos):>20}"
        f" {clean.sure:>10.0f} {clean.right:>6.0f} {share(clean.wrongly):>9}",
        flush=True,
    )


def triple(found: Retrieval) -> str:
    return f"{found.first:.1f} / {found.three:.1f} / {found.reciprocal:.1f}"


def share(percent: float) -> str:
    return "–" if isnan(percent) else f"{percent:.0f}"


def topics(data: Path, most: int) -> None:
    print("\nTopic, first guess / one of three, in %")
    print("set                                entry known     entry left out")
    for name in ROUTED:
        if (data / name).is_dir():
            small = (data / name / "examples.jsonl").exists()
            questions = pools(data / name, 3) if small else titles(data / name)
            routed = [routing(thinned(questions, most), left_out) for left_out in (False, True)]
            cells = (f"{one.first:.1f} / {one.three:.1f}" for one in routed)
            print(f"{questions.name:30}", *(f"{cell:>17}" for cell in cells), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--most", type=int, help="ask at most so many questions of a set")
    chosen = parser.parse_args()
    table(chosen.data, chosen.most)
    topics(chosen.data, min(chosen.most or 300, 300))


if __name__ == "__main__":
    main()
