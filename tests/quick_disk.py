"""A quick disk: tests keep their files in memory, where the machine lends enough of it.

Nothing here outlives its test, so nothing need ever reach a real disk: databases are made and
dropped three times as fast, and nobody waits while a file is forced out.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 2 * 2**30
"""Bytes. All tests together fill half a gigabyte; containers often lend 64 MB."""


def use() -> None:
    """Make all temporary files in memory from now on, unless somebody has said where."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
