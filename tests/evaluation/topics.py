"""Topics: whom a question belongs to, when an entry answers it and when none does."""

from collections import defaultdict
from collections.abc import Iterator
from copy import copy

from knowledge.search.index import Index
from tests.evaluation import vectors
from tests.evaluation.engines.relais import indexed
from tests.evaluation.measures import mean
from tests.evaluation.plan import Plan, Row, Task, task
from tests.evaluation.sets import Case, Question, cases, documents, load, routed, thinned

OFFERED = 3  # topics, as buttons


def tasks(plan: Plan) -> Iterator[Task]:
    for case in cases(plan.data, plan.wordings, 1):
        if routed(case.folder):
            yield task("topics", f"{case.name} {case.label}", measured, plan, case)


def measured(plan: Plan, case: Case) -> Row:
    index = indexed(documents(case))
    asked = thinned(load(case.folder).answerable, plan.sample)
    questions = [each.clean for each in asked if each.clean.topic]
    return {
        "set": case.name,
        "lang": load(case.folder).lang,
        "wordings": case.label,
        "known": _guessed((index, question) for question in questions),
        "left_out": _guessed(_left_out(index, questions)),
    }


def _left_out(index: Index, questions: list[Question]) -> Iterator[tuple[Index, Question]]:
    """Each question with an index that lacks its entries. A changed index leaves its copy alone."""
    by_entries = defaultdict(list)
    for question in questions:
        by_entries[question.relevant].append(question)
    for entries, several in by_entries.items():
        lacking = copy(index)
        lacking.remove(entries)
        yield from ((lacking, question) for question in several)


def _guessed(pairs: Iterator[tuple[Index, Question]]) -> Row:
    first, offered = [], []
    for index, question in pairs:
        meaning = vectors.meaning(index, question.text)
        guesses = index.topics(question.text, meaning=meaning, limit=OFFERED)
        topics = [guess.topic for guess in guesses]
        first.append(question.topic in topics[:1])
        offered.append(question.topic in topics)
    return {"first": mean(first), "three": mean(offered)}
