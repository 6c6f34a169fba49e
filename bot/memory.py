"""Memory: what a start has used and let go of goes back to the machine.

Both ask glibc; other libraries know no such calls, and need none.
"""

import ctypes
from contextlib import suppress

MMAP_THRESHOLD = -3
"""The number of that parameter in `malloc.h`."""

LARGE = 4 * 2**20
"""Bytes."""


def keep_nothing_large() -> None:
    """Have the C library give each large block back as soon as it is free (`mallopt(3)`).

    Left to itself it raises the mark of what is large with every such block, up to 32 MB, and keeps
    the holes between: with 100,000 entries a start took 60 MB more.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Have the C library return what it holds for later (`malloc_trim(3)`): it keeps a third of
    what filling a large index took.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
