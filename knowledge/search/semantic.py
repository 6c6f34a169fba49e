"""Semantic: wordings as vectors, so that other words for the same thing are found as well.

An extra. What makes the vectors is given from outside; without it, letters and words do the work.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.search.prototype import RIDGE
from knowledge.search.ragged import Floats, Ints, Longs, Mask, Ragged, Singles, top
from knowledge.search.tongue import is_in

Vector = Singles  # of length one, so that a product is a cosine

ENOUGH = 0.9  # share of wordings that must have a vector before vectors rank anything
CLOSEST = 50  # entries in meaning that are compared as those closest in words are
AT_ONCE = 100_000  # wordings whose vectors are compared with each other at a time


BEST, CONSENSUS = 0.5, 2.5
"""What the cosine of an entry's best wording and that of their consensus weigh beside the words.

Chosen with all-MiniLM-L6-v2 over nine cases of four families of English sets, one family left out
at a time; each time nearly the same. Hits@1, with typing errors and without, 72.2 without
vectors, 78.2 with them, 77.6 with weights of 0.5 and 1.5. Centred or whitened vectors, the mean
of an entry's vectors, and the mean of its closest three or ten wordings were no better.
"""

SUM, SCORE = (0.0, 0.7, 10.7), (0.0, 0.055, 5.555)
"""From the sum of words and meaning to a score that says as much as one from words alone: it
is 0.55 · (sum − 0.6), flatter near 0. So one confidence serves for both, and what people said of
answers too. Calibration error on the same sets, a fifth of the answers taken out: 0.089 without
vectors, 0.086 with them."""


class EmbeddingFailed(Exception):
    """Why there are no vectors, in one sentence without the texts."""


class Embedder(Protocol):
    """Turns texts into vectors; the cosine of two says how alike their meanings are."""

    @property
    def model(self) -> str:
        """What makes the vectors. Those of different models do not compare."""

    @property
    def languages(self) -> Collection[str]:
        """Those of French and English that it knows; none named: every one."""

    async def embed(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """One row a text. May take long, and may fail in any way."""


def reads(embedder: Embedder, question: str) -> bool:
    """Whether the model knows the question's language. An English one finds nothing more in
    French: with it, first hits of five public French sets went from 57.6 % to 57.4 %.
    """
    return not embedder.languages or is_in(question, embedder.languages)


class Meanings:
    """The vectors of the wordings of one index, by number. Readers need no lock: it only grows.

    A vector of 384 numbers takes 1.5 KB, in single precision: a processor multiplies halves many
    times slower.
    """

    def __init__(self) -> None:
        self.version = 0  # how often something was learned
        self._numbers: dict[str, int] = {}
        self._missing: dict[str, None] = {}
        self._rows = np.zeros((0, 0), np.float32)
        self._since = np.zeros(0, np.int32)  # for each row, the version it came with

    def numbers(self, texts: Iterable[str]) -> Ints:
        """The number of each text, from now on the same."""
        return np.fromiter(map(self._number, texts), np.int32)

    def _number(self, text: str) -> int:
        if text not in self._numbers:
            self._missing[text] = None
            self._numbers[text] = len(self._numbers)
        return self._numbers[text]

    @property
    def rows(self) -> Singles:
        """The vectors, one a line, and room for more."""
        return self._rows

    def missing(self, limit: int | None = None) -> list[str]:
        """Texts that have no vector yet, those that came first."""
        return [*islice(tuple(self._missing), limit)]

    @property
    def suffice(self) -> bool:
        """Whether nearly all texts have a vector. With fewer, those that have would win unduly."""
        return len(self._missing) <= (1 - ENOUGH) * len(self._numbers)

    def learn(self, vectors: Mapping[str, Vector]) -> None:
        """Take these vectors, of texts that lack one."""
        known = {text: vector for text, vector in vectors.items() if text in self._missing}
        if not known:
            return
        rows = np.stack([*known.values()])
        self._make_room(rows.shape[1])
        numbers = self.numbers(known)
        self._rows[numbers] = rows
        self._since[numbers] = self.version + 1
        self.version += 1
        for text in known:
            del self._missing[text]

    def _make_room(self, breadth: int) -> None:
        """Lines for every text. Twice as many as needed, so that few need to be copied again."""
        old, height = len(self._rows), len(self._numbers)
        if height <= old:
            return
        rows, since = np.zeros((2 * height, breadth), np.float32), np.zeros(2 * height, np.int32)
        if old:
            rows[:old], since[:old] = self._rows, self._since
        self._rows, self._since = rows, since

    def cosines(self, question: Vector) -> Singles:
        """The cosine of a question with every text, by number; 0 where there is no vector."""
        cosines = np.zeros(len(self._numbers), np.float32)
        known = self._rows[: len(cosines)]
        cosines[: len(known)] = known @ question
        return cosines

    def newer(self, numbers: Ints, version: int) -> Mask:
        """Which of these came after a version."""
        newer = np.zeros(len(numbers), np.bool_)
        there = numbers < len(self._since)
        newer[there] = self._since[numbers[there]] > version
        return newer

    def consensus(self, numbers: Ints) -> Floats:
        """For each wording of several entries of one size, its weight in (K + 0.3 I)⁻¹ · 1.

        K are the cosines of the vectors of an entry's wordings. See `prototype.py`.
        """
        several = np.array_split(numbers, numbers.size // AT_ONCE + 1)
        return np.concatenate([self._consensus(some) for some in several])

    def _consensus(self, numbers: Ints) -> Floats:
        rows = self._rows[numbers]
        kernels = rows @ rows.swapaxes(1, 2)
        inside = np.arange(numbers.shape[1])
        kernels[:, inside, inside] = 1 + RIDGE
        solved = np.linalg.solve(kernels, np.ones((*numbers.shape, 1)))
        weights: Floats = solved[:, :, 0]
        return weights


@dataclass(frozen=True)
class Sense:
    """What the wordings of one part of an index mean."""

    numbers: Ints  # of each row
    weights: Floats  # of each row, in the consensus of its entry
    version: int  # of the meanings, when that was computed

    def beside(self, cosines: Singles) -> "Meant":
        """Beside a question, by its cosine with every meaning."""
        return Meant(cosines[self.numbers], self.weights)


NO_SENSE = Sense(np.zeros(0, np.int32), np.zeros(0), 0)


def sense(meanings: Meanings, numbers: Ints, first: Longs, before: Sense = NO_SENSE) -> Sense:
    """What these rows mean now. `first` is the first row of each entry."""
    version, sizes = meanings.version, np.diff(first)
    weights = before.weights.copy() if len(before.weights) else _alone(len(numbers))
    news = meanings.newer(numbers, before.version)
    changed = np.logical_or.reduceat(news, first[:-1]) & (sizes > 1)
    for size in np.unique(sizes[changed]).tolist():
        rows = first[:-1][changed & (sizes == size)][:, None] + np.arange(size)
        weights[rows] = meanings.consensus(numbers[rows])
    return Sense(numbers, weights, version)


def _alone(rows: int) -> Floats:
    return np.full(rows, 1 / (1 + RIDGE))


@dataclass(frozen=True)
class Meant:
    """How close a question is to each row in meaning, and what the row weighs in its entry."""

    cosines: Singles
    weights: Floats

    def scores(self, words: Floats, rows: Ragged) -> Floats:
        """The scores of some entries, given those by words alone and the rows of each."""
        if not len(rows):
            return words
        cosines = self.cosines[rows.flat].astype(np.float64)
        consensus = np.add.reduceat(cosines * self.weights[rows.flat], rows.edges[:-1])
        best = np.maximum.reduceat(cosines, rows.edges[:-1])
        scores: Floats = np.interp(words + BEST * best + CONSENSUS * consensus, SUM, SCORE)
        return scores

    def closest(self, first: Longs, allowed: Mask) -> Longs:
        """The slots that are closest, among those allowed, by their best wording."""
        highest = np.maximum.reduceat(self.cosines, first[:-1]) if len(allowed) else self.cosines
        highest[~allowed] = -1
        near = top(highest, CLOSEST)
        kept: Longs = near[highest[near] > 0]
        return kept


def cosines(meanings: Meanings | None, question: Vector | None) -> Singles | None:
    """The cosines by number; None where meanings play no part, or not yet."""
    if meanings is None or question is None or not meanings.suffice:
        return None
    return meanings.cosines(question)


def units(rows: NDArray[np.floating], count: int) -> Singles:
    """The same directions, of length one.

    Raises:
        EmbeddingFailed: this is not one finite vector a text.
    """
    given = np.asarray(rows, np.float32)
    if given.ndim != 2 or len(given) != count or not given.shape[1]:
        raise EmbeddingFailed(f"The model gave {given.shape} numbers for {count} texts.")
    lengths = np.linalg.norm(given, axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise EmbeddingFailed("The model gave numbers that are none.")
    directions: Singles = np.divide(given, lengths, out=np.zeros_like(given), where=lengths > 0)
    return directions
