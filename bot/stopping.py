"""Stopping: a bot runs until the operating system, or a person, tells it to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from bot import arrival

if TYPE_CHECKING:
    from bot.running import Bot


log = structlog.get_logger()

T = TypeVar("T")

SIGNALS = (signal.SIGTERM, signal.SIGINT)
"""What tells a process to stop."""

LAST = 9.5
"""Seconds after which we end without further ado: we promise to stop within ten."""

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


async def listeners_to_their_end(patience: float = 4.0) -> None:
    """What was acknowledged is done: Bolt itself waits for none of its listeners."""
    tasks = [
        task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__name__", "") == LISTENER
    ]
    if tasks:
        await asyncio.wait(tasks, timeout=patience)


async def until_told(starting: Coroutine[Any, Any, Bot]) -> None:
    """Start the bot, wait for SIGTERM or SIGINT, stop it in order, however often we are told.

    Raises:
        SettingsError: something must be mended first; it says what.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in SIGNALS:
        loop.add_signal_handler(name, told.set)
    bot = await _unless(told, starting)
    if bot is None:
        return
    try:
        if title := await _unless(told, arrival.title_of(bot)):
            log.info("ready", workspace=title)
        await told.wait()
    finally:
        if told.is_set():
            _end_in_any_case()
        await bot.stop()
    log.info("stopped")


async def _unless(told: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What comes of it; None when we are told to stop before that."""
    begun, waiting = asyncio.ensure_future(work), asyncio.create_task(told.wait())
    await asyncio.wait({begun, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not begun.done():
        _end_in_any_case()
        begun.cancel()
        await asyncio.wait({begun})
    return None if begun.cancelled() else begun.result()


def _end_in_any_case() -> None:
    """Something may hang that cannot be called off; all that is due is in the database."""
    last = threading.Timer(LAST, os._exit, (1,))
    last.daemon = True
    last.start()
