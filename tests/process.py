"""A process: `relais run` as operators run it, beside a pretend Slack in the test's own loop."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import MappingProxyType

import aiohttp

from bot.sandbox.slack import PretendSlack
from tests.stage import free_port

ROOT = Path(__file__).parents[1]
START_PATIENCE = 40.0


@dataclass
class Process:
    """One process of the bot; `log` is what it has written."""

    running: asyncio.subprocess.Process
    port: int
    log: Path
    started_in: float = 0.0
    """Seconds until it was ready: what this machine takes its time for today."""

    async def page(self, path: str) -> tuple[int, dict[str, str]]:
        """One of the two pages for operators: the status and what it reports."""
        url = f"http://127.0.0.1:{self.port}{path}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return answer.status, await answer.json()

    async def ready(self) -> None:
        """Wait until it says that it serves people."""
        began = monotonic()
        while (passed := monotonic() - began) < START_PATIENCE:
            assert self.running.returncode is None, self.log.read_text()
            try:
                status, _ = await self.page("/ready")
            except aiohttp.ClientError:
                status = 0
            if status == 200:
                self.started_in = passed
                return
            await asyncio.sleep(0.1)
        raise AssertionError(self.log.read_text())

    async def kill(self) -> None:
        """As `kill -9` does, or the kernel when memory runs out."""
        self.running.kill()
        await self.running.wait()

    async def terminate(self, patience: float) -> int:
        """Ask it to stop; its exit status."""
        self.running.terminate()
        return await asyncio.wait_for(self.running.wait(), patience)


@asynccontextmanager
async def a_process(
    slack: PretendSlack,
    database_url: str,
    folder: Path,
    *,
    port: int = 0,
    more: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[Process]:
    """Start one, ready to serve; it does not outlive the test."""
    port = port or await free_port()
    log = folder / "relais.log"
    with log.open("ab") as written:
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env=variables(slack, database_url, port) | dict(more),
            cwd=folder,
            stdout=written,
            stderr=written,
        )
    process = Process(running, port, log)
    try:
        await process.ready()
        yield process
    finally:
        if running.returncode is None:
            await process.kill()


def variables(slack: PretendSlack, database_url: str, port: int) -> dict[str, str]:
    """The environment of a process: nothing of ours but where Python is."""
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    front = (
        {"SLACK_SIGNING_SECRET": "sandbox-secret"}
        if slack.webhook
        else {"SLACK_APP_TOKEN": slack.app_token}
    )
    return (
        own
        | front
        | {
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_API_BASE_URL": slack.base_url,
            "DATABASE_URL": database_url,
            "PORT": str(port),
            "RELAIS_PER_MINUTE": "0",  # tests type faster than people
        }
    )
