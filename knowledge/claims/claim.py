"""A claim: one thing an answer says that is either so or not: 14 days, 20 €, the third of May."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.search.unfold import Span

Value = tuple[float | str | None, ...]
"""What was said, however it was written: two weeks and 14 days are one value."""

LONG, SLACK = 28 * 24.0, 0.02
"""A duration of a month or more, in hours, is as long as another within two hundredths of it: a
year of twelve months, or of 365 days."""


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
            return all(map(_as_long, self.value, other.value))
        pairs = zip(self.value, other.value, strict=False)
        return all(one == two or None in (one, two) for one, two in pairs)


def _as_long(one: float | str | None, two: float | str | None) -> bool:
    if not (isinstance(one, float) and isinstance(two, float)):
        return one == two
    return one == two or (min(one, two) >= LONG and abs(one - two) <= SLACK * max(one, two))
