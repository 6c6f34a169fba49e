"""Sets: public entries to find, questions to ask, and which entries should be found.

A folder of `entries.jsonl`, `queries.jsonl`, `queries.typos.jsonl` and, where the entries are
intents, `examples.jsonl`; `data/README.md` names the fields. A folder without entries is a pool
of questions that nothing answers.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.search.index import Document

WORDINGS = (1, 3, 10, None)  # of an intent, in the index; None: all there are
DRAWS = {1: 3, 3: 3}  # how often few wordings are drawn
ROOMY = 5  # entries a topic has on average, where topics are more than names of entries


@dataclass(frozen=True)
class Question:
    """`relevant` names the entries that answer, best first; empty when none does."""

    text: str
    relevant: tuple[str, ...] = ()
    topic: str | None = None
    domain: str | None = None


@dataclass(frozen=True)
class Asked:
    """A question as it is, and with typing errors."""

    clean: Question
    typos: Question


@dataclass(frozen=True)
class QuestionSet:
    name: str
    lang: str
    entries: tuple[Document, ...]
    folds: Mapping[str, int]
    asked: tuple[Asked, ...]
    examples: Mapping[str, tuple[str, ...]]  # wordings of an intent, to draw from
    training: tuple[Question, ...]  # the same, in the order of the file

    @property
    def answerable(self) -> tuple[Asked, ...]:
        return tuple(each for each in self.asked if each.clean.relevant)

    @property
    def unanswerable(self) -> tuple[Asked, ...]:
        return tuple(each for each in self.asked if not each.clean.relevant)


@dataclass(frozen=True)
class Case:
    """A set as an index sees it: how many wordings an intent has, and which draw of them."""

    folder: Path
    wordings: int | None = None
    draw: int = 0

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def label(self) -> str:
        """`all` and numbers for intents; nothing where each entry has its own wording."""
        return str(self.wordings or "all") if has_examples(self.folder) else ""


def rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def has_examples(folder: Path) -> bool:
    return (folder / "examples.jsonl").exists()


@cache
def load(folder: Path) -> QuestionSet:
    entries, training = rows(folder / "entries.jsonl"), rows(folder / "examples.jsonl")
    clean, typos = questions(folder / "queries.jsonl"), questions(folder / "queries.typos.jsonl")
    return QuestionSet(
        name=folder.name,
        lang=_language(entries or rows(folder / "queries.jsonl")),
        entries=tuple(_document(row) for row in entries),
        folds={row["id"]: row["fold"] for row in entries},
        asked=tuple(
            Asked(question, typo) for question, typo in zip(clean, typos or clean, strict=True)
        ),
        examples=_examples(training),
        training=questions(folder / "examples.jsonl"),
    )


def _language(several: Sequence[Mapping[str, Any]]) -> str:
    return Counter(str(row["lang"]) for row in several).most_common(1)[0][0]


def _document(row: Mapping[str, Any]) -> Document:
    return Document(
        row["id"],
        row["title"],
        row["body"],
        tuple(row["variants"]),
        tags=tuple(row.get("tags", ())),
        topic=row["topic"],
        lang=row["lang"],
    )


def questions(path: Path) -> tuple[Question, ...]:
    return tuple(
        Question(row["text"], tuple(row["relevant"]), row.get("topic"), row.get("domain"))
        for row in rows(path)
    )


def _examples(training: Sequence[Mapping[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    drawn = defaultdict(list)
    for row in training:
        for entry in row["relevant"]:
            drawn[entry].append(row["text"])
    return {entry: tuple(texts) for entry, texts in drawn.items()}


def documents(case: Case) -> tuple[Document, ...]:
    """What the index holds: entries as they are, or intents of a few wordings drawn by lot.

    The name of an intent is not indexed: nobody types it.
    """
    loaded = load(case.folder)
    if not loaded.examples:
        return loaded.entries
    lot = random.Random(case.draw)
    return tuple(
        _intent(entry, loaded.examples.get(str(entry.key), entry.wordings), case.wordings, lot)
        for entry in loaded.entries
        if loaded.examples.get(str(entry.key), entry.wordings)
    )


def _intent(
    entry: Document, known: Sequence[str], wordings: int | None, lot: random.Random
) -> Document:
    first, *others = known if wordings is None else lot.sample(known, min(wordings, len(known)))
    return Document(entry.key, first, wordings=tuple(others), topic=entry.topic, lang=entry.lang)


def folders(data: Path) -> list[Path]:
    """Folders with entries: first those of one wording an entry, then those of intents."""
    found = [folder for folder in sorted(data.iterdir()) if (folder / "entries.jsonl").exists()]
    return sorted(found, key=lambda folder: (has_examples(folder), -len(load(folder).entries)))


def pools(data: Path) -> list[Path]:
    """Folders of questions that nothing answers."""
    return [
        folder
        for folder in sorted(data.iterdir())
        if (folder / "queries.jsonl").exists() and not (folder / "entries.jsonl").exists()
    ]


def cases(data: Path, wordings: Collection[int | None] = WORDINGS, draws: int = 3) -> list[Case]:
    """Every set; those of intents with few and with many wordings."""
    several: list[Case] = []
    for folder in folders(data):
        several.extend(_draws(folder, wordings, draws) if has_examples(folder) else [Case(folder)])
    return several


def _draws(folder: Path, wordings: Collection[int | None], draws: int) -> Iterator[Case]:
    for several in wordings:
        for draw in range(min(DRAWS.get(several or 0, 1), draws)):
            yield Case(folder, several, draw)


def routed(folder: Path) -> bool:
    """Whether topics are more than the names of entries, and those of the right entry."""
    loaded = load(folder)
    topics = {str(entry.key): entry.topic for entry in loaded.entries}
    several = len({topic for topic in topics.values() if topic is not None})
    own = [each.clean.topic == topics.get(each.clean.relevant[0]) for each in loaded.answerable]
    return 1 < several <= len(topics) / ROOMY and sum(own) >= 0.95 * len(own)


def alien(folder: Path, data: Path) -> tuple[Question, ...]:
    """Questions in the set's language that are about something else altogether.

    Those of a domain such as `covid-santé` are no strangers to a set whose name begins so.
    """
    subject = folder.name.partition("-")[0]
    return tuple(
        each.clean
        for pool in pools(data)
        if load(pool).lang == load(folder).lang
        for each in load(pool).asked
        if (each.clean.domain or "").partition("-")[0] != subject
    )


def thinned(asked: Sequence[Asked], most: int | None) -> tuple[Asked, ...]:
    """At most so many questions, drawn by lot."""
    if most is None or most >= len(asked):
        return tuple(asked)
    drawn = sorted(random.Random(most).sample(range(len(asked)), most))
    return tuple(asked[number] for number in drawn)
