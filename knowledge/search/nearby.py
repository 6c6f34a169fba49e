"""Nearby: words within a few edits of another, among many."""

from array import array
from collections import defaultdict

import numpy as np


class Nearby:
    """It only grows, so readers need no lock."""

    def __init__(self) -> None:
        self._of_length: defaultdict[int, list[str]] = defaultdict(list)
        self._letters: defaultdict[int, array[int]] = defaultdict(lambda: array("Q"))

    def add(self, word: str) -> None:
        self._of_length[len(word)].append(word)
        self._letters[len(word)].append(letters(word))

    def like(self, word: str, edits: int) -> list[str]:
        """Words that may be within so many edits of another, and few that are not.

        No edit changes the length by more than one, nor the set of letters by more than two
        (the frequency distance of Kahveci and Singh, 2001, cut down to one bit a letter).
        """
        near = []
        for length in range(len(word) - edits, len(word) + edits + 1):
            if length in self._letters:
                others = np.array(self._letters[length]) ^ np.uint64(letters(word))
                places = np.flatnonzero(np.bitwise_count(others) <= 2 * edits).tolist()
                near += [self._of_length[length][place] for place in places]
        return near


def letters(word: str) -> int:
    """The set of its letters, as bits; letters of a remote alphabet may share one."""
    bits = 0
    for character in word:
        bits |= 1 << (ord(character) & 63)
    return bits
