"""Refusal: an entry that was said not to answer a question is found lower for that question."""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from knowledge.search.analysis import words
from knowledge.search.documents import order
from knowledge.search.ranking import Found

ALIKE = 90
"""From this likeness on (percent, whatever the order of the words), it is the same question."""

LEFT = 0.5
"""What is left of the score: never sure, still found by those who look for it."""

SPARE = 5  # hits looked at beyond those wanted, so that what is lowered makes room for others


def lowered(found: Sequence[Found], question: str) -> list[Found]:
    """The same, in the order that their refusals leave."""
    asked = " ".join(words(question))
    judged = [_lowered(one) if _refused(one, asked) else one for one in found]
    return sorted(judged, key=lambda one: (-one.score, order(one.record.key)))


def _lowered(found: Found) -> Found:
    return replace(found, score=LEFT * found.score, cosine=LEFT * found.cosine)


def _refused(found: Found, asked: str) -> bool:
    likeness = (
        fuzz.token_sort_ratio(asked, " ".join(words(text))) for text in found.record.refused
    )
    return any(like >= ALIKE for like in likeness)
