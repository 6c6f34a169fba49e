"""Public question sets: entries to find, questions to ask, and which entry each should find."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.search.index import Document

TITLES = (
    "cdtn-intents-fr",
    "cdtn-docs-fr",
    "cnil-faq-fr",
    "covid-quebec-fr",
    "covid-quebec-en",
    "vaccine-faq-en",
)
POOLS = (
    "clinc150-en",
    "banking77-en",
    "banking77-fr",
    "hint3-curekart-en",
    "hint3-powerplay11-en",
    "hint3-sofmattress-en",
)
ROUTED = ("cdtn-intents-fr", "covid-quebec-fr", "cnil-faq-fr", "clinc150-en")


@dataclass(frozen=True)
class Question:
    """`relevant` is empty when no entry answers."""

    text: str
    relevant: frozenset[str]
    topic: str | None = None
    domain: str | None = None


@dataclass(frozen=True)
class QuestionSet:
    name: str
    documents: tuple[Document, ...]
    clean: tuple[Question, ...]
    typos: tuple[Question, ...]


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def questions(path: Path) -> tuple[Question, ...]:
    return tuple(
        Question(row["text"], frozenset(row["relevant"]), row.get("topic"), row.get("domain"))
        for row in rows(path)
    )


def titles(folder: Path) -> QuestionSet:
    """The first day: one wording per entry, its title, and the text of the answer."""
    documents = tuple(
        Document(row["id"], row["title"], row["body"], topic=row["topic"], lang=row["lang"])
        for row in rows(folder / "entries.jsonl")
    )
    return _set(folder, folder.name, documents)


def pools(folder: Path, wordings: int | None, draw: int = 0) -> QuestionSet:
    """Entries of K example wordings, drawn by lot; all of them when K is None."""
    examples = defaultdict(list)
    for row in rows(folder / "examples.jsonl"):
        for entry in row["relevant"]:
            examples[entry].append(row["text"])
    lot = random.Random(draw)
    documents = []
    for row in rows(folder / "entries.jsonl"):
        known = examples[row["id"]] or row["variants"]
        drawn = known if wordings is None else lot.sample(known, min(wordings, len(known)))
        if drawn:
            first, *others = drawn
            documents.append(
                Document(row["id"], first, "", tuple(others), topic=row["topic"], lang=row["lang"])
            )
    name = f"{folder.name} K={wordings or 'all'}"
    return _set(folder, name, tuple(documents))


def _set(folder: Path, name: str, documents: tuple[Document, ...]) -> QuestionSet:
    clean = questions(folder / "queries.jsonl")
    return QuestionSet(name, documents, clean, questions(folder / "queries.typos.jsonl"))


def available(data: Path) -> Iterator[QuestionSet]:
    """Every set the folder holds, in the order of the tables."""
    for name in TITLES:
        if (data / name).is_dir():
            yield titles(data / name)
    for wordings in (1, 3, 10, None):
        for name in POOLS:
            if (data / name).is_dir():
                yield pools(data / name, wordings)


def thinned(questions: QuestionSet, most: int | None) -> QuestionSet:
    """At most so many questions, drawn by lot; a question and its typos together."""
    if most is None or most >= len(questions.clean):
        return questions
    drawn = sorted(random.Random(most).sample(range(len(questions.clean)), most))
    return replace(
        questions,
        clean=tuple(questions.clean[number] for number in drawn),
        typos=tuple(questions.typos[number] for number in drawn),
    )
