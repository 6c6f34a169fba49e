"""Processes that are measured beside each other: only one of them runs at a time."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

from tests.benchmarks.load import SECRET
from tests.benchmarks.pretence import Pretence
from tests.process import ROOT
from tests.stage import free_port

START_PATIENCE = 600.0
"""Seconds: a machine that does much else may take ten times as long as another."""


class Measured:
    """One process that listens on a port of its own."""

    def __init__(self, module: Sequence[str], variables: Mapping[str, str], folder: Path) -> None:
        self.port = int(variables["PORT"])
        self.log = folder / f"{module[0]}.log"
        self.began = monotonic()
        with self.log.open("wb") as written:
            self._running = subprocess.Popen(
                [sys.executable, "-m", *module],
                env=dict(variables),
                cwd=folder,
                stdout=written,
                stderr=written,
            )

    async def ready(self) -> float:
        """Wait until it listens; how many seconds after its start."""
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                late = monotonic() - self.began > START_PATIENCE
                if late or self._running.poll() is not None:
                    raise AssertionError(self.log.read_text()) from None
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return monotonic() - self.began

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stand still: what it has left to do takes nothing from the other one."""
        self._running.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._running.send_signal(signal.SIGCONT)

    def memory(self, what: str = "VmRSS") -> int:
        """Bytes it holds (`VmRSS`), or has held at most (`VmHWM`)."""
        status = Path(f"/proc/{self._running.pid}/status").read_text()
        return int(status.split(f"{what}:")[1].split()[0]) * 1024

    def cpu(self) -> float:
        """Seconds of a processor it has taken."""
        fields = Path(f"/proc/{self._running.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """As `kill -9` does."""
        self._running.kill()
        self._running.wait()


async def variables(slack: Pretence, database_url: str = "") -> dict[str, str]:
    """The environment of a process: nothing of ours but where Python is."""
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return own | {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "RELAIS_PER_MINUTE": "0",
        "SLACK_API_BASE_URL": slack.base_url,
        "DATABASE_URL": database_url,
        "PORT": str(await free_port()),
    }


@contextmanager
def ended(*processes: Measured) -> Iterator[None]:
    """None of them outlives the benchmark."""
    with ExitStack() as stack:
        for process in processes:
            stack.callback(process.kill)
        yield
