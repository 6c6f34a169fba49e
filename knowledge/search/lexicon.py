"""Lexicon: numbers for the words and features ever seen. It only grows, so readers need no lock."""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import count

import numpy as np

from knowledge.search import analysis
from knowledge.search.ragged import Ints, Ragged, edges_of, ragged


class Lexicon:
    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._features: dict[str, int] = {}
        self._flat = array("i")
        self._edges = array("q", [0])
        self._of_length: defaultdict[int, list[str]] = defaultdict(list)
        self._letters: defaultdict[int, array[int]] = defaultdict(lambda: array("Q"))

    def numbers(self, texts: Iterable[str]) -> Ragged:
        """The words of each text, new ones included from now on.

        Each written form ("Compte," is the word "compte") is spelt once, however often it comes.
        Most of the time to index anything goes by here.
        """
        forms: defaultdict[str, int] = defaultdict(count().__next__)
        written, edges = array("i"), array("q", [0])
        for text in texts:
            written.extend(map(forms.__getitem__, text.split()))
            edges.append(len(written))
        spelt = ragged([self._spell(form) for form in forms])
        places = np.frombuffer(written, np.int32)
        before = edges_of(spelt.lengths_of(places))
        return Ragged(spelt.take(places).flat, before[np.frombuffer(edges, np.int64)])

    def _spell(self, form: str) -> list[int]:
        words = analysis.words(form)
        for word in words:
            if word not in self._words:
                self._learn(word)
        return [self._words[word] for word in words]

    def _learn(self, word: str) -> None:
        numbers = [
            self._features.setdefault(name, len(self._features)) for name in analysis.features(word)
        ]
        self._flat.extend(numbers)
        self._edges.append(len(self._flat))
        self._of_length[len(word)].append(word)
        self._letters[len(word)].append(letters(word))
        self._words[word] = len(self._words)

    def word(self, word: str) -> int | None:
        return self._words.get(word)

    def feature(self, name: str) -> int | None:
        return self._features.get(name)

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

    @property
    def size(self) -> int:
        return len(self._words)

    @property
    def breadth(self) -> int:
        """How many features there are."""
        return len(self._features)

    def features(self) -> Ragged:
        """For each word, its features; the last one is its prefix."""
        edges = np.array(self._edges, np.int64)  # first: the other may grow meanwhile
        return Ragged(np.array(self._flat, np.int32), edges)

    def prefixes(self) -> Ints:
        spelling = self.features()
        return spelling.flat[spelling.edges[1:] - 1]


def letters(word: str) -> int:
    """The set of its letters, as bits; letters of a remote alphabet may share one."""
    bits = 0
    for character in word:
        bits |= 1 << (ord(character) & 63)
    return bits
