"""A claim: one thing an answer says that is either so or not: 14 days, 20 €, the third of May."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.search.unfold import Span

Value = tuple[float | str | None, ...]
"""What was said, however it was written: two weeks and 14 days are one value."""

SLACK = 0.04
"""Months and years are as long as so many days within four hundredths: a month has 30 or 31 of
them, a year twelve months or 365 days."""


class Sort(StrEnum):
    """What a claim is about. Two claims contradict each other only if they are of one sort."""

    AMOUNT = "amount"  # of money
    PERCENT = "percent"
    DURATION = "duration"
    DATE = "date"
    TIME = "time"  # of day
    QUANTITY = "quantity"  # with a unit: 1.5 l
    CONTACT = "contact"  # an e-mail address or a telephone number
    NUMBER = "number"  # any other
    ANSWER = "answer"  # yes or no
    NEGATION = "negation"  # it is so, or it is not
    CHOICE = "choice"  # one of several: by card, by transfer; Camille, Marc


@dataclass(frozen=True)
class Claim:
    """`span` is where it stands in the text."""

    sort: Sort
    value: Value
    span: Span

    def agrees(self, other: "Claim") -> bool:
        """Whether both say the same, in whatever form."""
        if self.sort is not other.sort:
            return False
        if self.sort is Sort.DURATION:
            return _as_long(self.value, other.value)
        pairs = zip(self.value, other.value, strict=False)
        return all(one == two or None in (one, two) for one, two in pairs)


def _as_long(one: Value, two: Value) -> bool:
    """Whether two durations (from and up to, in hours; whether in months or years) are the same."""
    slack = SLACK if one[2] != two[2] else 0
    ends = zip(map(float, one[:2]), map(float, two[:2]), strict=True)  # type: ignore[arg-type]
    return all(abs(a - b) <= slack * max(a, b) for a, b in ends)
