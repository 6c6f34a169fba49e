"""Bots: processes of `relais run` that are killed at any moment, and started again.

Each is forked from a process that has read the code already: most of a start is that.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from time import monotonic

import aiohttp

from bot.sandbox.slack import PretendSlack
from tests.process import variables
from tests.stage import free_port

PATIENCE = 120.0
"""Seconds until one must be ready, on a machine that is busy."""

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["bot.cli", "tests.kills.bots"])


def run(settings: Mapping[str, str], folder: str) -> None:
    """What the process does, from its first moment: `relais run` with these settings."""
    from bot.cli import main

    os.chdir(folder)
    log = os.open("relais.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ.clear()
    os.environ.update(settings)
    sys.argv = ["relais", "run"]
    main()


@dataclass
class Bots:
    """So many processes beside each other; they write into one log in the folder."""

    slack: PretendSlack
    database_url: str
    folder: Path
    many: int
    running: list[ForkServerProcess] = field(default_factory=list)

    async def start(self) -> None:
        """Begin, all of them; ready when it returns."""
        self.running = [await self._begun() for _ in range(self.many)]

    async def kill_one(self, dice: Random) -> int:
        """As `kill -9` does; which it was."""
        number = dice.randrange(self.many)
        await _killed(self.running[number])
        return number

    async def start_again(self, number: int) -> None:
        """Put another in its place."""
        self.running[number] = await self._begun()

    async def stop(self) -> None:
        """End those that we started, and no others."""
        for process in self.running:
            await _killed(process)

    async def _begun(self) -> ForkServerProcess:
        port = await free_port()
        settings = variables(self.slack, self.database_url, port)
        process = FORKS.Process(target=run, args=(settings, str(self.folder)), daemon=True)
        await asyncio.to_thread(process.start)
        await self._ready(process, port)
        return process

    async def _ready(self, process: ForkServerProcess, port: int) -> None:
        end = monotonic() + PATIENCE
        while not await _is_ready(port):
            if monotonic() > end or not process.is_alive():
                raise AssertionError((self.folder / "relais.log").read_text())
            await asyncio.sleep(0.2)


async def _is_ready(port: int) -> bool:
    url = f"http://127.0.0.1:{port}/ready"
    try:
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def _killed(process: ForkServerProcess) -> None:
    process.kill()
    await asyncio.to_thread(process.join)
