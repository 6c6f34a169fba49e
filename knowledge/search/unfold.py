"""Unfold: from a place in a folded text back to the place in the text that somebody wrote."""

from bisect import bisect_right

from knowledge.search.analysis import FOREIGN, fold

Span = tuple[int, int]
"""From, and up to but without, in characters."""


class _Sizes(dict[str, int]):
    """Character → how many characters it folds to: œ two, an accent of its own none."""

    def __missing__(self, character: str) -> int:
        self[character] = size = len(fold(character))
        return size


_SIZES = _Sizes()


class Unfolded:
    """A text and its folded form, character by character.

    `text` is folded once. Only the characters that fold to none or to several are remembered.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self._places, self._origins = [0], [0]
        ahead = 0  # how far the folded text is longer, up to here
        for run in FOREIGN.finditer(text):
            for place, character in enumerate(run[0], run.start()):
                if (size := _SIZES[character]) != 1:
                    ahead += size - 1
                    self._places.append(place + 1 + ahead)
                    self._origins.append(place + 1)

    def span(self, start: int, end: int) -> Span | None:
        """Where what is folded to `folded[start:end]` was written, its loose accents included.

        None if no characters fold to exactly that: half of a "½" cannot be pointed at.
        """
        first, last = self._origin(start), self._origin(end)
        exact = first < last and fold(self.text[first:last]) == self.folded[start:end]
        return (first, last) if exact else None

    def _origin(self, place: int) -> int:
        before = bisect_right(self._places, place) - 1
        return self._origins[before] + place - self._places[before]
