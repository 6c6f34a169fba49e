"""The crew: worker processes that are killed, and started again."""

import asyncio
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.kills.process import READY
from tests.process import ROOT


@dataclass
class Crew:
    """Processes beside each other, each with so many workers; `log` is what they write."""

    database_url: str
    slack_url: str
    processes: int
    workers: int
    log: Path
    running: list[asyncio.subprocess.Process] = field(default_factory=list)
    kills: int = 0

    async def start(self) -> None:
        """Begin, all of them."""
        self.running = [await self._started() for _ in range(self.processes)]

    async def kill_one(self, dice: Random) -> None:
        """As `kill -9` does; another takes its place."""
        number = dice.randrange(self.processes)
        await _end(self.running[number])
        self.kills += 1
        self.running[number] = await self._started()

    async def stop(self) -> None:
        """End them by the ids they were started with."""
        for process in self.running:
            await _end(process)

    async def _started(self) -> asyncio.subprocess.Process:
        with self.log.open("ab") as written:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.kills.process"),
                *("--database", self.database_url, "--slack", self.slack_url),
                *("--workers", str(self.workers)),
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=asyncio.subprocess.PIPE,
                stderr=written,
            )
        assert process.stdout
        said = await asyncio.wait_for(process.stdout.readline(), 60)
        assert said.decode().strip() == READY, self.log.read_text()
        return process


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
