"""Documents: what can be found, and what finding gives back."""

from dataclasses import dataclass
from typing import NamedTuple

Key = int | str

LEARNED = 100  # confirmed questions kept per document, the latest ones


@dataclass(frozen=True, slots=True)
class Document:
    """One question and its answer, or an example of a topic (`answers=False`).

    `wordings` are variants given by people. `learned` are confirmed questions: wordings too, but
    nobody proof-read them, so their words never become targets of a correction. `refused` are
    questions that this document was said not to answer. `tags` are keywords of its answer. Nobody
    has said for too long that what has `lapsed` is true.
    """

    key: Key
    title: str
    body: str = ""
    wordings: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    topic: str | None = None
    kind: str | None = None
    lang: str | None = None
    audience: str | None = None
    revision: int = 1
    answers: bool = True
    lapsed: bool = False


@dataclass(frozen=True)
class Hit:
    """A document found: its score, the probability that it is right, its best-matching wording.

    `evidence` is what the confidence was computed from. Kept with the question, it lets what
    people said of the answer correct later confidences (`Index.calibrate`).
    """

    key: Key
    score: float
    confidence: float
    wording: str
    evidence: tuple[float, ...] = ()


@dataclass(frozen=True)
class Label:
    """What somebody said of a first hit: its evidence, and whether it was right."""

    evidence: tuple[float, ...]
    right: bool


@dataclass(frozen=True)
class TopicGuess:
    """A topic, its share of the vote, and the probability that the question is about it."""

    topic: str
    share: float
    certainty: float


class Record(NamedTuple):
    """What the index keeps of a document: everything but the text of the answer.

    A tuple is made four times as fast as a frozen dataclass.
    """

    key: Key
    given: tuple[str, ...]
    learned: tuple[str, ...]
    topic: str | None
    kind: str | None
    lang: str | None
    audience: str | None
    revision: int
    answers: bool
    refused: tuple[str, ...] = ()
    lapsed: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        return self.given + self.learned


def record(document: Document) -> Record:
    latest = _once(document.learned[-LEARNED:])
    given = _once((document.title, *document.wordings))
    if given == ("",) and latest:  # an example that nobody has proof-read
        given = ()
    return Record(
        key=document.key,
        given=given,
        learned=tuple([wording for wording in latest if wording not in given]),
        topic=document.topic,
        kind=document.kind,
        lang=document.lang,
        audience=document.audience,
        revision=document.revision,
        answers=document.answers,
        refused=_once(document.refused[-LEARNED:]),
        lapsed=document.lapsed,
    )


def _once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts)) if len(texts) > 1 else texts


def order(key: Key) -> tuple[bool, Key]:
    """Sort key of a key: numbers before names, so that equal scores always rank the same way."""
    return isinstance(key, str), key
