"""Stopping: a bot runs until the operating system, or a person, tells it to stop."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

if TYPE_CHECKING:
    from bot.running import Bot


log = structlog.get_logger()

T = TypeVar("T")

LISTENER = "run_ack_function_asynchronously"
"""What Bolt calls the task in which a listener runs on after it has acknowledged."""

SQLITE = "_connection_worker_thread"
"""What aiosqlite calls the thread of a connection."""


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Do this, and leave only when every thread of SQLite has left.

    One whose database could not be opened is told to end and not waited for; it would find the
    event loop closed, and say so beneath our own sentence.
    """
    try:
        return await work
    finally:
        for _ in range(100):
            if not any(SQLITE in thread.name for thread in threading.enumerate()):
                break
            await asyncio.sleep(0.01)


async def listeners_to_their_end(patience: float = 8.0) -> None:
    """What was acknowledged is done: Bolt itself waits for none of its listeners."""
    tasks = [
        task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__name__", "") == LISTENER
    ]
    if tasks:
        await asyncio.wait(tasks, timeout=patience)


async def until_told(starting: Coroutine[Any, Any, Bot]) -> None:
    """Start the bot, wait for SIGTERM or SIGINT, stop it in order."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told.set)
    bot = await starting
    log.info("ready", workspace=await bot.identity.title())
    await told.wait()
    await bot.stop()
    log.info("stopped")
