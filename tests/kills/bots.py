"""Bots: processes of `relais run` that are killed at any moment, and started again."""

import asyncio
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.sandbox.slack import PretendSlack
from tests.process import Process, variables
from tests.stage import free_port


@dataclass
class Bots:
    """So many processes beside each other; they write into one log in the folder."""

    slack: PretendSlack
    database_url: str
    folder: Path
    many: int
    running: list[Process] = field(default_factory=list)

    async def start(self) -> None:
        """Begin, all of them; ready when it returns."""
        self.running = [await self._begun() for _ in range(self.many)]
        await asyncio.gather(*(process.ready() for process in self.running))

    async def kill_one(self, dice: Random) -> int:
        """As `kill -9` does; which it was."""
        number = dice.randrange(self.many)
        await self.running[number].kill()
        return number

    async def start_again(self, number: int) -> None:
        """Put another in its place."""
        self.running[number] = await self._begun()
        await self.running[number].ready()

    async def stop(self) -> None:
        """End them by the ids they were started with."""
        for process in self.running:
            if process.running.returncode is None:
                await process.kill()

    async def _begun(self) -> Process:
        port = await free_port()
        log = self.folder / "relais.log"
        with log.open("ab") as written:
            running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=variables(self.slack, self.database_url, port),
                cwd=self.folder,
                stdout=written,
                stderr=written,
            )
        return Process(running, port, log)
