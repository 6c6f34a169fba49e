"""A probe: a look at something that may hang, with an answer in time whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")


class Probe(Generic[T]):
    """Looks at most once in `keeps` seconds, one look at a time, and waits `patience` for it.

    A look that hangs is neither repeated nor called off: a driver may not let go of a connection
    before its server answers.
    """

    def __init__(
        self, look: Callable[[], Awaitable[T]], *, keeps: float, patience: float = 2.0
    ) -> None:
        self._look = look
        self._keeps = keeps
        self._patience = patience
        self._looking: asyncio.Task[T] | None = None
        self._seen_at = 0.0

    async def see(self) -> T:
        """What was seen lately.

        Raises:
            TimeoutError: there is no answer in time.
            Exception: what the look raised.
        """
        if self._looking is None or self._is_stale(self._looking):
            self._looking = asyncio.create_task(self._begin())
            self._looking.add_done_callback(_heard)
        done, _ = await asyncio.wait({self._looking}, timeout=self._patience)
        if not done:
            raise TimeoutError
        return self._looking.result()

    async def close(self, patience: float = 8.0) -> None:
        """Call off a look that is under way, and wait so long for it to let go."""
        if self._looking and not self._looking.done():
            self._looking.cancel()
            await asyncio.wait({self._looking}, timeout=patience)

    async def _begin(self) -> T:
        try:
            return await self._look()
        finally:
            self._seen_at = monotonic()

    def _is_stale(self, looking: asyncio.Task[T]) -> bool:
        """A failure is not kept: whoever asks again is told as soon as all is well."""
        if not looking.done():
            return False
        has_failed = looking.cancelled() or looking.exception() is not None
        return has_failed or monotonic() > self._seen_at + self._keeps


def _heard(looking: asyncio.Task[T]) -> None:
    """Nobody may wait any more: its error, if any, is not news."""
    if not looking.cancelled():
        looking.exception()
