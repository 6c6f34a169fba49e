"""Prompt: what a window sends is kept in time for our word on it, or not at all."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

PROMPT = 2.0
"""Seconds we give ourselves: Slack waits three for our word on a window, and shows only its own
apology after that."""

_given_up: set[asyncio.Task[Any]] = set()


async def promptly(work: Coroutine[Any, Any, T]) -> T:
    """Do this now; what came of it.

    Raises:
        TimeoutError: it takes too long, and is called off. Nobody waits for that: a database
            that is locked lets go of us only when its own patience is over.
    """
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait({task}, timeout=PROMPT)
    if not done:
        _given_up.add(task)
        task.add_done_callback(_forget)
        task.cancel()
        raise TimeoutError
    return task.result()


async def settled(patience: float = 4.0) -> None:
    """Wait for what was called off to let go."""
    if _given_up:
        await asyncio.wait(_given_up, timeout=patience)


def _forget(task: asyncio.Task[Any]) -> None:
    """It has ended, in whatever way; its error, if any, is not news."""
    _given_up.discard(task)
    if not task.cancelled():
        task.exception()
