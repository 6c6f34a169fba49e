"""`relais sandbox` from the shell: one address, and nothing left when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

PATIENCE = 60
"""Seconds for a start on a busy machine; most of it is reading the libraries."""
STOPPING = 10
COMMAND = [sys.executable, "-m", "bot", "sandbox", "--port"]


@contextmanager
def started(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The command, started with `folder` for whatever it puts aside; ended if need be."""
    environment = {**os.environ, "TMPDIR": str(folder)}
    process = subprocess.Popen(
        [*COMMAND, str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.communicate()


def test_it_says_one_address_and_stops_without_a_trace(tmp_path: Path) -> None:
    with started(tmp_path, 0) as process:
        assert process.stdout
        welcome = process.stdout.readline()
        address = welcome.rpartition(" ")[2].strip()
        assert address.startswith("http://127.0.0.1:")
        with build_opener(ProxyHandler({})).open(address, timeout=PATIENCE) as page:
            assert "Relais" in page.read().decode()
        assert [it.name.startswith("relais-") for it in tmp_path.iterdir()] == [True]

        process.send_signal(signal.SIGTERM)
        said, complained = process.communicate(timeout=STOPPING)

    assert process.returncode == 0
    assert address not in said
    assert complained == ""
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_stops_it_while_it_still_starts(tmp_path: Path) -> None:
    with started(tmp_path, 0) as process:
        while not list(tmp_path.iterdir()):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=STOPPING)

    assert (process.returncode, said, complained) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started(tmp_path, port) as process:
            said, complained = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert (said, complained) == ("", f"Port {port} is taken: choose another with --port.\n")
    assert list(tmp_path.iterdir()) == []
