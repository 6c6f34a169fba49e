"""Lapse: an entry that nobody has found true for too long gives way to one that comes as near."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.search.documents import order
from knowledge.search.ranking import Found

LEFT = 0.995
"""What is left of the score: too little to win a tie, enough to stay first where it is.

With a third of the entries lapsed, drawn four times, Hits@1 stays as it is on three public sets
(covid-quebec-fr, vaccine-faq-en, cnil-faq-fr); with 0.98 it moves by -0.9 to +1.1 points.
"""


def aged(found: Sequence[Found]) -> list[Found]:
    """The same, in the order that their age leaves."""
    judged = [replace(one, score=LEFT * one.score) if one.record.lapsed else one for one in found]
    return sorted(judged, key=lambda one: (-one.score, order(one.record.key)))
