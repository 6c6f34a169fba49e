"""Calibration: whether a confidence of 0.7 is right seven times in ten, at any size.

A set's entries alone and among up to a hundred thousand others, whole and with one fold of its
entries taken out; as shipped, and when a hundred first answers were said to be right or wrong.
"""

import random
from collections.abc import Iterator, Sequence

from knowledge.search.confidence import CONFIDENT
from knowledge.search.index import Index, Label
from tests.evaluation import vectors
from tests.evaluation.asking import Outcome, ask
from tests.evaluation.engines.relais import indexed, ranking
from tests.evaluation.measures import calibration_error, mean
from tests.evaluation.near import without
from tests.evaluation.plan import Plan, Row, Task, task
from tests.evaluation.sets import Case, Question, alien, cases, documents, load
from tests.evaluation.splicing import spliced

LABELS = 100
LARGE = 100_000  # from here on, intents of three wordings only: filling the index takes long
FOLD = 0  # the one that is taken out


def tasks(plan: Plan) -> Iterator[Task]:
    for size in sorted(plan.sizes, reverse=True):
        chosen = (3,) if size >= LARGE else tuple({*plan.wordings} & {3, 10})
        for case in cases(plan.data, chosen, 1):
            label = f"{case.name} {case.label} + {size}"
            yield task("calibration", label, measured, plan, case, size)


def measured(plan: Plan, case: Case, size: int) -> Row:
    index = indexed([*documents(case), *spliced(plan.data, case.folder, size)])
    whole = _half(plan, index, case, None)
    folds = load(case.folder).folds
    index.remove([key for key, fold in folds.items() if fold == FOLD])
    return {
        "set": case.name,
        "lang": load(case.folder).lang,
        "wordings": case.label,
        "others": size,
        "whole": whole,
        "fold_out": _half(plan, index, case, FOLD),
    }


def _half(plan: Plan, index: Index, case: Case, fold: int | None) -> Row:
    asked = [without(each.clean, fold, case) for each in load(case.folder).asked]
    questions = random.Random(1).sample(asked, min(plan.sample, len(asked)))
    far = alien(case.folder, plan.data)[: plan.sample]
    index.calibrate([])
    outcomes = ask(ranking(index), questions)
    row = {"ece": _error(outcomes), **_confident(outcomes, ask(ranking(index), far))}
    return row | {"ece_labelled": _labelled(index, questions)}


def _confident(outcomes: Sequence[Outcome], far: Sequence[Outcome]) -> Row:
    """The confident band: who reaches it, and who is right there."""
    answerable = [each for each in outcomes if each.answerable]
    others = [each for each in outcomes if not each.answerable]
    sure = [each for each in answerable if _sure(each)]
    return {
        "reach": mean(map(_sure, answerable)),
        "right": mean(each.right for each in sure),
        "others": mean(map(_sure, others)),
        "far": mean(map(_sure, far)),
        "sure": len(sure),
    }


def _sure(outcome: Outcome) -> bool:
    return outcome.confidence >= CONFIDENT


def _labelled(index: Index, questions: Sequence[Question]) -> float:
    """The error on the other questions when the first hundred were judged by people."""
    judged, rest = questions[:LABELS], questions[LABELS:]
    index.calibrate(label for question in judged for label in _judged(index, question))
    outcomes = ask(ranking(index), rest)
    index.calibrate([])
    return _error(outcomes)


def _judged(index: Index, question: Question) -> Iterator[Label]:
    for hit in index.search(question.text, meaning=vectors.meaning(index, question.text), limit=1):
        yield Label(hit.evidence, str(hit.key) in question.relevant)


def _error(outcomes: Sequence[Outcome]) -> float:
    return calibration_error(
        [each.confidence for each in outcomes], [each.right for each in outcomes]
    )
