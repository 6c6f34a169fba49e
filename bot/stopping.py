"""Stopping: a bot runs until the operating system, or a person, tells it to stop."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.running import Bot

log = structlog.get_logger()


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
