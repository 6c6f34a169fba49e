"""Measures: how often the right entry is found, and how often a sure one is right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.search.confidence import CONFIDENT
from knowledge.search.index import Document, Hit, Index
from tests.evaluation.sets import Question, QuestionSet


@dataclass(frozen=True)
class Retrieval:
    """Shares of the questions that have an entry, in percent."""

    first: float  # Hits@1
    three: float  # Hits@3
    reciprocal: float  # MRR@10
    sure: float  # reach the confident band
    right: float  # of those, how many show the right entry
    wrongly: float  # of the questions without an entry: reach the confident band


@dataclass(frozen=True)
class Routing:
    """Shares of the questions, in percent."""

    first: float
    three: float


def indexed(documents: Iterable[Document]) -> Index:
    index = Index()
    index.put(documents)
    return index


def retrieval(index: Index, questions: Sequence[Question]) -> Retrieval:
    asked = [(question, index.search(question.text, limit=10)) for question in questions]
    ranks = [_rank(question, hits) for question, hits in asked if question.relevant]
    sure = [_rank(question, hits) for question, hits in asked if question.relevant and _sure(hits)]
    return Retrieval(
        first=percent(rank == 1 for rank in ranks),
        three=percent(rank is not None and rank <= 3 for rank in ranks),
        reciprocal=mean(1 / rank if rank else 0.0 for rank in ranks),
        sure=100 * len(sure) / max(len(ranks), 1),
        right=percent(rank == 1 for rank in sure),
        wrongly=percent(_sure(hits) for question, hits in asked if not question.relevant),
    )


def _rank(question: Question, hits: Sequence[Hit]) -> int | None:
    places = (place for place, hit in enumerate(hits, 1) if hit.key in question.relevant)
    return next(places, None)


def _sure(hits: Sequence[Hit]) -> bool:
    return bool(hits) and hits[0].confidence >= CONFIDENT


def routing(questions: QuestionSet, left_out: bool) -> Routing:
    """The topic of each question, its own entries in the index or left out of it."""
    index = indexed(questions.documents)
    by_key = {document.key: document for document in questions.documents}
    asked = [one for one in questions.clean if one.relevant and one.topic]
    guesses = []
    for question in asked:
        own = [by_key[key] for key in question.relevant if left_out and key in by_key]
        index.remove([document.key for document in own])
        guesses.append([guess.topic for guess in index.topics(question.text)])
        index.put(own)
    pairs = list(zip(asked, guesses, strict=True))
    return Routing(
        first=percent(question.topic in topics[:1] for question, topics in pairs),
        three=percent(question.topic in topics for question, topics in pairs),
    )


def percent(values: Iterable[bool]) -> float:
    return mean(1.0 if value else 0.0 for value in values)


def mean(values: Iterable[float]) -> float:
    """In percent; nothing measured is not a number."""
    several = list(values)
    return 100 * sum(several) / len(several) if several else float("nan")
