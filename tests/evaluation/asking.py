"""Asking: what becomes of each question that is put to an engine."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tests.evaluation.engines import Found, Rank
from tests.evaluation.measures import Place, auroc, mean, place
from tests.evaluation.sets import Question


class Scope(NamedTuple):
    """Shares at one threshold, as the papers on intent classification give them."""

    accuracy: float  # of the questions that an entry answers: right and above the threshold
    recall: float  # of the others: below the threshold


@dataclass(frozen=True)
class Outcome:
    answerable: bool
    place: Place
    right: bool  # the first entry answers
    score: float  # of the first entry; 0 when nothing was found
    confidence: float


def ask(rank: Rank, questions: Iterable[Question]) -> list[Outcome]:
    return [outcome(rank(question.text), question.relevant) for question in questions]


def outcome(found: Sequence[Found], relevant: Collection[str]) -> Outcome:
    first = found[0] if found else Found("", 0.0, 0.0)
    return Outcome(
        answerable=bool(relevant),
        place=place(found, relevant),
        right=first.key in relevant,
        score=first.score,
        confidence=first.confidence,
    )


def hits(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Hits@1, Hits@3 and MRR@10 of the questions that an entry answers."""
    places = [each.place for each in outcomes if each.answerable]
    return {
        "first": mean(one.within(1) for one in places),
        "three": mean(one.within(3) for one in places),
        "reciprocal": mean(one.reciprocal(10) for one in places),
    }


def separation(outcomes: Sequence[Outcome], by: str) -> float:
    """AUROC of the first entry's score or confidence, answerable questions against the others."""
    inside = [getattr(each, by) for each in outcomes if each.answerable]
    outside = [getattr(each, by) for each in outcomes if not each.answerable]
    return auroc(inside, outside)


def scope(outcomes: Sequence[Outcome], threshold: float) -> Scope:
    shown = [(each, each.confidence >= threshold) for each in outcomes]
    return Scope(
        accuracy=mean(each.right and above for each, above in shown if each.answerable),
        recall=mean(not above for each, above in shown if not each.answerable),
    )
