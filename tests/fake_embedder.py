"""A model for tests: words are drawn into a vector by their fingerprint, synonyms into the same."""

import asyncio
from collections.abc import Mapping, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from knowledge.search.analysis import words

SAME = {"zirfexu": "bouilloire", "plumqax": "tartre", "detartrer": "tartre"}


class FakeEmbedder:
    """Gives the same vectors every time. It can be made to fail, to dawdle, and to err."""

    def __init__(
        self, model: str = "fake", breadth: int = 64, same: Mapping[str, str] = SAME
    ) -> None:
        self.model = model
        self.breadth = breadth
        self.languages: frozenset[str] = frozenset()
        self.asked: list[str] = []
        self.fails: Exception | None = None
        self.dawdles: asyncio.Event | None = None  # until it is set
        self._same = same

    async def embed(self, texts: Sequence[str]) -> NDArray[np.floating]:
        self.asked.extend(texts)
        if self.dawdles:
            await self.dawdles.wait()
        if self.fails:
            raise self.fails
        return self.rows(texts)

    def rows(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """The same, at once."""
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> NDArray[np.floating]:
        drawn = [self._drawn(self._same.get(word, word)) for word in words(text)]
        total: NDArray[np.floating] = np.sum([np.zeros(self.breadth), *drawn], axis=0)
        return total

    def _drawn(self, word: str) -> NDArray[np.floating]:
        seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
        return np.random.default_rng(seed).normal(size=self.breadth)
