"""Stopping: a bot runs until the operating system, or a person, tells it to stop."""

import asyncio
import signal
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot.running import Bot

log = structlog.get_logger()

T = TypeVar("T")

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


async def until_told(starting: Coroutine[Any, Any, Bot]) -> None:
    """Start the bot, wait for SIGTERM or SIGINT, stop it in order."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told.set)
    bot = await starting
    log.info("ready", workspace=await bot.identity.workspace())
    await told.wait()
    await bot.stop()
    log.info("stopped")
