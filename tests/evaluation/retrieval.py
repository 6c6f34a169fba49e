"""Retrieval: the right entry first, and unanswerable questions scored below answerable ones."""

from collections.abc import Iterator, Sequence

from knowledge.search.confidence import CONFIDENT, NEAR
from tests.evaluation.asking import Outcome, ask, hits, scope, separation
from tests.evaluation.engines import opened
from tests.evaluation.plan import Plan, Row, Task, task
from tests.evaluation.sets import Case, alien, cases, documents, load, thinned

RIVALS_ASKED = 400
"""Questions asked of the other engines where entries are intents: they read every wording."""

STEPS = 200  # thresholds tried between 0 and 1


def tasks(plan: Plan) -> Iterator[Task]:
    for engine in plan.engines:
        draws = plan.draws if engine == "relais" else 1
        for case in cases(plan.data, plan.wordings, draws):
            label = f"{case.name} {case.label} {engine}"
            yield task("retrieval", label, measured, plan, case, engine)


def measured(plan: Plan, case: Case, engine: str) -> Row:
    loaded = load(case.folder)
    asked = thinned(loaded.answerable, _most(plan, case, engine))
    by = "confidence" if engine == "relais" else "score"
    with opened(engine, documents(case)) as rank:
        clean = ask(rank, (each.clean for each in asked))
        typos = ask(rank, (each.typos for each in asked))
        own = clean + ask(rank, (each.clean for each in loaded.unanswerable))
        far = clean + ask(rank, alien(case.folder, plan.data))
    row: Row = {
        "set": case.name,
        "lang": loaded.lang,
        "wordings": case.label,
        "draw": case.draw,
        "engine": engine,
        "questions": len(asked),
        "clean": hits(clean),
        "typos": hits(typos),
        "own": separation(own, by),
        "far": separation(far, by),
    }
    ours = {"score_own": separation(own, "score"), "score_far": separation(far, "score")}
    return row | ours | _thresholds(own) if engine == "relais" else row


def _most(plan: Plan, case: Case, engine: str) -> int:
    rival_of_intents = case.label != "" and engine != "relais"
    return min(plan.most, RIVALS_ASKED) if rival_of_intents else plan.most


def _thresholds(outcomes: Sequence[Outcome]) -> Row:
    """In-scope accuracy and out-of-scope recall at the product's thresholds, and at others."""
    if all(each.answerable for each in outcomes):
        return {}
    curve = [(step / STEPS, *scope(outcomes, step / STEPS)) for step in range(STEPS + 1)]
    return {
        "near": scope(outcomes, NEAR),
        "confident": scope(outcomes, CONFIDENT),
        "curve": curve,
    }
