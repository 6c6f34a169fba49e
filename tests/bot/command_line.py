"""The command line, as somebody types it in a folder."""

import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import cli
from tests.process import ROOT

EXAMPLES = ROOT / "examples"


@dataclass(frozen=True)
class Told:
    """What a command said, and with which status it ended."""

    returncode: int
    stdout: str
    stderr: str


class Relais:
    """`relais …`, on a SQLite file in that folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch

    def __call__(self, *words: str, **variables: str) -> Told:
        """Run it here, in a thread of its own: a browser's event loop may run in this one."""
        with self.monkeypatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("SLACK_", "RELAIS_"))]:
                patch.delenv(name)
            for name, value in variables.items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["relais", *words])
            with ThreadPoolExecutor(max_workers=1) as pool:
                return pool.submit(self._main).result()

    def process(self, *words: str, **variables: str) -> Told:
        """Run it as a process: what stays until it is told to stop listens to signals."""
        base = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        told = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=base | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | variables,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Told(told.returncode, told.stdout, told.stderr)

    def _main(self) -> Told:
        status, out, err = 0, io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                cli.main()
            except SystemExit as left:
                status = int(left.code or 0)
        return Told(status, out.getvalue(), err.getvalue())
