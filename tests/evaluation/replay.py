"""Replay: how a knowledge base that starts with one wording an entry learns from its use.

Every training sentence is asked once, in random order. When the right entry is among the three
that are shown, it is confirmed, and the question becomes a wording. Others, held out, are asked
from time to time to see what that is worth.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.search.index import Document, Index
from tests.evaluation import vectors
from tests.evaluation.asking import ask, hits
from tests.evaluation.engines.relais import indexed, ranking
from tests.evaluation.plan import Plan, Row, Task, task
from tests.evaluation.sets import (
    Asked,
    Case,
    Question,
    documents,
    folders,
    has_examples,
    load,
    thinned,
)

LEAST = 500  # training sentences, to be worth a curve
MOMENTS = (0, 100, 300, 1_000, 3_000, 10_000)  # questions after which we look
SHOWN = 3
HELD_OUT = 2  # times the plan's sample
AT_ONCE = 25  # questions asked before what was confirmed is learned; later, a twentieth of all


def tasks(plan: Plan) -> Iterator[Task]:
    for folder in folders(plan.data):
        if has_examples(folder) and len(load(folder).training) >= LEAST:
            yield task("replay", folder.name, measured, plan, folder)


def measured(plan: Plan, folder: Path) -> Row:
    asked = [question for question in load(folder).training if question.relevant]
    random.Random(0).shuffle(asked)
    asked = asked[: plan.replayed]
    held_out = thinned(load(folder).answerable, HELD_OUT * plan.sample)
    pupil = Pupil(documents(Case(folder, 1)))
    after, start = [], 0
    for moment in (*(moment for moment in MOMENTS if moment < len(asked)), len(asked)):
        pupil.use(asked[start:moment])
        after.append(
            {"asked": moment, "confirmed": pupil.confirmed, **_look(pupil.index, held_out)}
        )
        start = moment
    return {"set": folder.name, "lang": load(folder).lang, "after": after}


def _look(index: Index, held_out: Sequence[Asked]) -> Row:
    rank = ranking(index)
    found = hits(ask(rank, (each.clean for each in held_out)))
    return found | {"typos": hits(ask(rank, (each.typos for each in held_out)))["first"]}


class Pupil:
    """An index that learns what is confirmed."""

    def __init__(self, several: Sequence[Document]) -> None:
        self.index: Index = indexed(several)
        self.confirmed = 0
        self._asked = 0
        self._documents = {str(document.key): document for document in several}

    def use(self, questions: Sequence[Question]) -> None:
        rest = list(questions)
        while rest:
            several = max(AT_ONCE, self._asked // 20)
            self._learn(rest[:several])
            rest = rest[several:]

    def _learn(self, questions: Sequence[Question]) -> None:
        learned = defaultdict(list)
        for question in questions:
            meaning = vectors.meaning(self.index, question.text)
            for hit in self.index.search(question.text, meaning=meaning, limit=SHOWN):
                if hit.key in question.relevant:
                    learned[str(hit.key)].append(question.text)
        for key, texts in learned.items():
            known = self._documents[key]
            self._documents[key] = replace(known, learned=(*known.learned, *texts))
            self.confirmed += len(texts)
        self._asked += len(questions)
        self.index.put(self._documents[key] for key in learned)
        vectors.read(self.index)
