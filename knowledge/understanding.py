"""Understanding: texts become vectors by a model, if there is one, and no answer waits for it.

A question is given a moment. Wordings are read in the background and kept in the database. When
the model fails or is late again and again, it is left alone for a while, and search goes by words
as it does without a model.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from knowledge import meaning
from knowledge.database import Sessions
from knowledge.search.index import Index
from knowledge.search.ragged import Singles
from knowledge.search.semantic import Embedder, EmbeddingFailed, Vector, reads, units

T = TypeVar("T")
Warn = Callable[[Exception], None]

MOMENT = 0.3
"""Seconds that a question waits for its vector."""

REST = 60.0
"""Seconds the model is left alone when it failed."""

TRIES = 3
"""Failures in a row, late questions included, until it is."""

PATIENCE = 60.0
"""Seconds for a batch of wordings."""

BATCH = 32
"""Wordings at a time: between two batches a question has its turn."""

QUESTIONS = 1_000
"""Questions whose vectors are remembered, the latest ones."""


class Fuse:
    """Whether the model may be asked. It blows after some failures, and mends by itself."""

    def __init__(self, warn: Warn) -> None:
        self._warn = warn
        self._failures = 0
        self._mending: asyncio.TimerHandle | None = None

    @property
    def is_blown(self) -> bool:
        return self._mending is not None

    def held(self) -> None:
        self._failures = 0

    def strained(self, why: Exception) -> None:
        self._failures += 1
        if self._failures >= TRIES and not self.is_blown:
            self._warn(why)
            self._mending = asyncio.get_running_loop().call_later(REST, self._mended)

    def _mended(self) -> None:
        """The next failure blows it again."""
        self._mending, self._failures = None, TRIES - 1

    def close(self) -> None:
        if self._mending:
            self._mending.cancel()


class Understanding:
    """One model for every workspace: questions at once, wordings in the background.

    `warn` is told why when the model is left alone for a while.
    """

    def __init__(self, embedder: Embedder, sessions: Sessions, warn: Warn) -> None:
        self._embedder = embedder
        self._sessions = sessions
        self._fuse = Fuse(warn)
        self._breadth = 0  # how many numbers a vector has; the first one tells
        self._questions: dict[str, Vector] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}
        self._tidied: set[str] = set()

    async def ponder(self, question: str) -> None:
        """Find the question's vector if that takes no more than a moment."""
        if question in self._questions or self._fuse.is_blown:
            return
        if not reads(self._embedder, question):
            return
        task = self._asking.get(question) or asyncio.create_task(self._ask(question))
        self._asking[question] = task
        task.add_done_callback(lambda _: self._asking.pop(question, None))
        await asyncio.wait({task}, timeout=MOMENT)
        if question in self._questions:
            self._fuse.held()
        elif not task.done():
            self._fuse.strained(TimeoutError())

    def meaning(self, question: str) -> Vector | None:
        """The question's vector, if it was found."""
        return self._questions.get(question)

    def follow(self, workspace: str, index: Index) -> None:
        """Give the index the vectors it lacks, in the background."""
        if workspace in self._reading or self._fuse.is_blown or not index.unread(1):
            return
        task = asyncio.create_task(self._read(workspace, index))
        self._reading[workspace] = task
        task.add_done_callback(lambda _: self._reading.pop(workspace, None))

    async def settled(self) -> None:
        """Wait until nothing is read."""
        await asyncio.gather(*self._reading.values(), *self._asking.values())

    async def close(self) -> None:
        """Leave what is under way."""
        self._fuse.close()
        tasks = [*self._reading.values(), *self._asking.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _ask(self, question: str) -> None:
        rows = await self._embed([question])
        if rows is None:
            return
        self._questions[question] = rows[0]
        while len(self._questions) > QUESTIONS:
            del self._questions[next(iter(self._questions))]

    async def _read(self, workspace: str, index: Index) -> None:
        try:
            if not self._breadth and await self._embed(["Relais"]) is None:
                return
            while await self._recall(workspace, index) and await self._compute(workspace, index):
                pass
            await self._tidy(workspace, index)
        except Exception as error:
            self._fuse.strained(error)

    async def _recall(self, workspace: str, index: Index) -> bool:
        """Take what is kept; say whether anything is lacking still."""
        model = self._embedder.model
        for texts in _batches(index.unread(), meaning.MANY):
            async with self._sessions.begin() as session:
                kept = await meaning.known(session, workspace, model, texts, self._breadth)
            await asyncio.to_thread(index.learn, kept)
        return bool(index.unread(1))

    async def _compute(self, workspace: str, index: Index) -> bool:
        """Compute and keep what is lacking; say whether that succeeded."""
        for texts in _batches(index.unread(), BATCH):
            rows = await self._embed(texts)
            if rows is None:
                return False
            vectors = dict(zip(texts, rows, strict=True))
            async with self._sessions.begin() as session:
                await meaning.keep(session, workspace, self._embedder.model, vectors)
            await asyncio.to_thread(index.learn, vectors)
        return True

    async def _tidy(self, workspace: str, index: Index) -> None:
        """Once in a process, forget the vectors of what is gone."""
        if workspace in self._tidied or index.unread(1):
            return
        self._tidied.add(workspace)
        async with self._sessions.begin() as session:
            texts = index.wordings()
            await meaning.keep_only(session, workspace, self._embedder.model, texts)

    async def _embed(self, texts: Sequence[str]) -> Singles | None:
        """Their vectors; None when the model is left alone or fails."""
        if self._fuse.is_blown:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                rows = units(await self._embedder.embed(texts), len(texts))
            self._agree(rows.shape[1])
        except Exception as error:
            self._fuse.strained(error)
            return None
        return rows

    def _agree(self, breadth: int) -> None:
        if self._breadth not in (0, breadth):
            raise EmbeddingFailed(f"The model gave {breadth} numbers, {self._breadth} before.")
        self._breadth = breadth


def _batches(texts: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(texts)
    while batch := list(islice(rest, size)):
        yield batch
