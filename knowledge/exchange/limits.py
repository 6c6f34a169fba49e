"""Limits: how much is read of what somebody names, so that nothing fills the memory."""

import re
import stat
from pathlib import PurePosixPath

from knowledge.exchange.faults import Unreadable

MB = 1024 * 1024
FILE_LIMIT = 256 * MB
"""Bytes of one file, unpacked."""

TOTAL_LIMIT = 1024 * MB
"""Bytes of all the files of an archive, unpacked."""

COUNT_LIMIT = 100_000
"""Files in one folder or archive."""

RATIO_LIMIT = 200
"""How many times its packed size a file of an archive may have. HTML is packed 5 to 20 times."""

HARMLESS = MB
"""Below this size no ratio is suspicious: a page of blanks is packed a thousand times."""

_DRIVE = re.compile(r"[A-Za-z]:")


def check_size(size: int, limit: int = FILE_LIMIT) -> None:
    """Refuse what is too large to be read."""
    if size > limit:
        raise Unreadable(
            f"{size // MB:,} MB; at most {limit // MB:,} MB are read: export it in parts"
        )


def check_ratio(name: str, size: int, packed: int) -> None:
    """Refuse a file that is made to fill a disk."""
    if size > HARMLESS and size > RATIO_LIMIT * max(packed, 1):
        raise Unreadable(f'"{name}" unpacks to {size // max(packed, 1):,} times its size: a bomb')


def check_count(count: int) -> None:
    """Refuse more files than a knowledge base has."""
    if count > COUNT_LIMIT:
        raise Unreadable(f"more than {COUNT_LIMIT:,} files: export it in parts")


def inside(name: str) -> str:
    """The name of a file of an archive, as a path within it.

    Raises:
        Unreadable: it leads out of the archive.
    """
    path = name.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/"):
        raise Unreadable(f'"{name[:200]}" leads out of the archive: nothing of it is read')
    return PurePosixPath(path).as_posix()


def is_plain(mode: int) -> bool:
    """Whether a file is one of bytes: no link, no device, no pipe."""
    return stat.S_IFMT(mode) in (0, stat.S_IFREG)


def is_hidden(name: str) -> bool:
    """Whether a file is the system's rather than the person's."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
