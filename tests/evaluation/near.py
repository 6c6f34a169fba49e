"""Near domain: questions about the same subject whose entry is not there.

The entries of one fold are taken out, each fold in turn; the questions that lose all their
entries should score below the others.
"""

from collections.abc import Iterator

from tests.evaluation.asking import ask, separation
from tests.evaluation.engines.relais import indexed, ranking
from tests.evaluation.measures import mean
from tests.evaluation.plan import Plan, Row, Task, task
from tests.evaluation.sets import Asked, Case, Question, cases, documents, load, thinned

FEWEST = 5  # questions on either side, to count a fold


def tasks(plan: Plan) -> Iterator[Task]:
    for case in cases(plan.data, plan.wordings, 1):
        yield task("near", f"{case.name} {case.label}", measured, plan, case)


def measured(plan: Plan, case: Case) -> Row:
    loaded = load(case.folder)
    asked = thinned(loaded.answerable, 2 * plan.sample)
    by_fold = [_fold(case, asked, fold) for fold in sorted(set(loaded.folds.values()))]
    rotated = [row for row in by_fold if row]
    return {
        "set": case.name,
        "lang": loaded.lang,
        "wordings": case.label,
        "auroc": mean(row["confidence"] for row in rotated),
        "score": mean(row["score"] for row in rotated),
    }


def _fold(case: Case, asked: tuple[Asked, ...], fold: int) -> Row:
    folds = load(case.folder).folds
    rank = ranking(indexed(each for each in documents(case) if folds[str(each.key)] != fold))
    questions = [without(each.clean, fold, case) for each in asked]
    lost = sum(not question.relevant for question in questions)
    if min(lost, len(questions) - lost) < FEWEST:
        return {}
    outcomes = ask(rank, questions)
    return {by: separation(outcomes, by) for by in ("confidence", "score")}


def without(question: Question, fold: int | None, case: Case) -> Question:
    """The question when the entries of the fold are not there."""
    folds = load(case.folder).folds
    left = tuple(key for key in question.relevant if folds.get(key) != fold)
    return Question(question.text, left, question.topic, question.domain)
