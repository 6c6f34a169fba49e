"""Lexicon: numbers for the words and features ever seen. It only grows, so readers need no lock."""

from array import array
from collections import defaultdict

import numpy as np

from knowledge.search import analysis
from knowledge.search.ragged import Ints, Ragged

TOKENS = 200_000  # written forms remembered ("Compte," is the word "compte"): most come again


class Lexicon:
    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._tokens: dict[str, list[int]] = {}
        self._features: dict[str, int] = {}
        self._flat = array("i")
        self._edges = array("q", [0])
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)

    def numbers(self, text: str) -> list[int]:
        """The words of a text, new ones included from now on."""
        numbers: list[int] = []
        for token in text.split():
            if token not in self._tokens:
                self._spell(token)
            numbers += self._tokens[token]
        return numbers

    def _spell(self, token: str) -> None:
        if len(self._tokens) >= TOKENS:
            self._tokens.clear()
        words = analysis.words(token)
        for word in words:
            if word not in self._words:
                self._learn(word)
        self._tokens[token] = [self._words[word] for word in words]

    def _learn(self, word: str) -> None:
        numbers = [
            self._features.setdefault(name, len(self._features)) for name in analysis.features(word)
        ]
        self._flat.extend(numbers)
        self._edges.append(len(self._flat))
        self._by_length[len(word)].append(word)
        self._words[word] = len(self._words)

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
