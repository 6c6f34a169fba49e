"""Lexicon: numbers for the words and features ever seen. It only grows, so readers need no lock."""

from array import array
from collections import defaultdict

import numpy as np

from knowledge.search import analysis
from knowledge.search.ragged import Ints, Ragged


class Lexicon:
    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._features: dict[str, int] = {}
        self._flat = array("i")
        self._edges = array("q", [0])
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)

    def numbers(self, text: str) -> list[int]:
        """The words of a text, new ones included from now on."""
        known = self._words
        return [
            known[word] if word in known else self._learn(word) for word in analysis.words(text)
        ]

    def _learn(self, word: str) -> int:
        numbers = [
            self._features.setdefault(name, len(self._features)) for name in analysis.features(word)
        ]
        self._flat.extend(numbers)
        self._edges.append(len(self._flat))
        self._by_length[len(word)].append(word)
        number = self._words[word] = len(self._words)
        return number

    def word(self, word: str) -> int | None:
        return self._words.get(word)

    def feature(self, name: str) -> int | None:
        return self._features.get(name)

    def of_length(self, length: int) -> list[str]:
        """A copy: the list may grow while it is read."""
        return self._by_length[length][:] if length in self._by_length else []

    @property
    def size(self) -> int:
        return len(self._words)

    @property
    def breadth(self) -> int:
        """How many features there are."""
        return len(self._features)

    def features(self) -> Ragged:
        """For each word, its features; the last one is its prefix."""
        return Ragged(np.array(self._flat, np.int32), np.array(self._edges, np.int64))

    def prefixes(self) -> Ints:
        spelling = self.features()
        return spelling.flat[spelling.edges[1:] - 1]
