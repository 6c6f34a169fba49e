"""Pairs: two statements that say the same thing, but for what each chooses or names."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from knowledge.claims.statements import Statement
from knowledge.search.sameness.meeting import alone, met
from knowledge.search.sameness.words import Word
from knowledge.search.unfold import Span, Unfolded

TELLING = 2  # words that say what a statement is about
NEARLY = 0.9  # the likeness of two statements of which next to nothing differs
FEW = 3  # words by which two statements may differ, if one of them is meant instead of another


@dataclass(frozen=True)
class Pair:
    """A statement of each answer, and how like each other they are."""

    one: Statement
    two: Statement
    likeness: float

    @property
    def says_enough(self) -> bool:
        """Whether both have words enough to tell that they say the same, or the same words."""
        fewest = min(self.one.reading.full, self.two.reading.full)
        return fewest >= TELLING or self.likeness >= NEARLY

    @property
    def is_framed_alike(self) -> bool:
        """Whether their little words are the same, in the same places."""
        return self.one.reading.order.frame == self.two.reading.order.frame


Chosen = tuple[list[Span], list[Span]]
"""What differs, where it stands in each."""


def choices(pair: Pair) -> Chosen | None:
    """The sides of a group of alternatives that each takes and the other does not."""
    ours, theirs = pair.one.taken, pair.two.taken
    for line, _place in ours:
        one = {side: span for side, span in ours.items() if side[0] == line}
        two = {side: span for side, span in theirs.items() if side[0] == line}
        if two and one.keys().isdisjoint(two):
            return [*one.values()], [*two.values()]
    return None


def names(pair: Pair) -> Chosen | None:
    """The names that each has and the other has not, or the one word that stands for another: where
    nothing else differs.
    """
    if not pair.is_framed_alike:
        return None
    one, two = pair.one.reading, pair.two.reading
    ours, theirs = alone(met(one, two)), alone(met(two, one))
    named = [[word for word in several if word.is_name] for several in (ours, theirs)]
    if not all(named) and _in_one_language(pair):
        named = [_instead(ours, pair.one), _instead(theirs, pair.two)]
    return (_places(pair.one, named[0]), _places(pair.two, named[1])) if all(named) else None


def _in_one_language(pair: Pair) -> bool:
    """Whether half of the words of the shorter one are the other's, letter by letter."""
    ours, theirs = pair.one.reading.roots, pair.two.reading.roots
    return 2 * len(ours & theirs) >= min(len(ours), len(theirs))


def _instead(several: Collection[Word], said: Statement) -> list[Word]:
    """The one word that is another's, unless the statement begins with it: verbs do."""
    full = [word for word in several if word.is_full and not word.text.isdigit()]
    first = said.reading.words[0].text
    return full if len(full) == 1 and len(several) <= FEW and full[0].text != first else []


def _places(said: Statement, several: Collection[Word]) -> list[Span]:
    unfolded = Unfolded(said.said)
    texts = "|".join(re.escape(word.text) for word in several)
    found = re.finditer(rf"(?<![^\W_])(?:{texts})(?![^\W_])", unfolded.folded)
    spans = (unfolded.span(*one.span()) for one in found)
    return [span for span in spans if span]
