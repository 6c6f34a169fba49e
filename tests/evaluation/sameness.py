"""Sameness: how often the same question in other words joins the open one, and another does not.

Pairs of questions, each labelled as one question or two; and public questions put to some that are
open. The constants were chosen on one part of them, the other part measures.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from knowledge import sameness
from knowledge.sameness import THRESHOLD, likeness
from tests.evaluation.measures import mean
from tests.evaluation.plan import Plan, Row, Task, task
from tests.evaluation.sets import Asked, folders, load, rows

DEV, TEST = "dev", "test"
THRESHOLDS = (0.6, 0.65, 0.7, THRESHOLD, 0.8, 0.85)
OPEN = 200  # questions that are open


@dataclass(frozen=True)
class Pair:
    """Two questions, and whether they are one."""

    one: str
    other: str
    same: bool
    lang: str


def tasks(plan: Plan) -> Iterator[Task]:
    for folder in paired(plan.data):
        for part in (DEV, TEST):
            yield task("pairs", f"{folder.name} {part}", judged, folder, part)
    for folder in folders(plan.data):
        yield task("joined", folder.name, joined, plan, folder)


def paired(data: Path) -> list[Path]:
    """Folders of pairs."""
    return [folder for folder in sorted(data.iterdir()) if (folder / "pairs.jsonl").exists()]


def pairs(folder: Path, part: str) -> list[Pair]:
    return [
        Pair(row["text_a"], row["text_b"], row["label"] == 1, row["lang"])
        for row in rows(folder / "pairs.jsonl")
        if row.get("part", half(row["text_a"])) == part
    ]


def half(text: str) -> str:
    """The part that a question is in, where its set does not say."""
    return TEST if sha256(text.encode()).digest()[0] % 2 else DEV


def judged(folder: Path, part: str) -> Row:
    several = pairs(folder, part)
    languages = sorted({pair.lang for pair in several})
    return {
        "set": folder.name,
        "part": part,
        "languages": [_counted(several, language) for language in languages],
    }


def _counted(several: Sequence[Pair], lang: str) -> Row:
    own = [pair for pair in several if pair.lang == lang]
    return {
        "lang": lang,
        "pairs": len(own),
        "same": sum(pair.same for pair in own),
        "at": [_joins(own, threshold) for threshold in THRESHOLDS],
    }


def _joins(several: Sequence[Pair], threshold: float) -> Row:
    found = [
        pair.same for pair in several if likeness(pair.one, pair.other, threshold=threshold).same
    ]
    return {"threshold": threshold, "joined": len(found), "right": sum(found)}


def joined(plan: Plan, folder: Path) -> Row:
    """Questions asked anew and asked again, among others that are open.

    Two questions of one entry are taken for one. Many are not: what is joined is to be compared
    from one set of constants to another, not with a hundred percent.
    """
    asked = [each for each in load(folder).answerable if half(each.clean.text) == TEST]
    random.Random(OPEN).shuffle(asked)
    open_, others = asked[: min(OPEN, len(asked) // 2)], asked[-plan.sample :]
    outcomes = [_outcome(each, open_, asked) for each in others if each not in open_]
    return {
        "set": folder.name,
        "lang": load(folder).lang,
        "asked": len(outcomes),
        "open": len(open_),
        **{name: mean(one[name] for one in outcomes if name in one) for name in MEASURED},
    }


MEASURED = ("wrong", "found", "typos")


def _outcome(each: Asked, open_: Sequence[Asked], asked: Sequence[Asked]) -> Mapping[str, bool]:
    question, wanted = each.clean, {*each.clean.relevant}
    texts = {
        place: other.clean.text
        for place, other in enumerate(open_)
        if wanted.isdisjoint(other.clean.relevant)
    }
    again = [
        other.clean.text
        for other in asked
        if other.clean.text != question.text and wanted & {*other.clean.relevant}
    ]
    outcome = {
        "wrong": sameness.same(question.text, texts) is not None,
        "typos": likeness(each.typos.text, question.text).same,
    }
    if again:
        found = sameness.same(question.text, {**texts, len(open_): again[0]})
        outcome["found"] = found is not None and found.key == len(open_)
    return outcome
