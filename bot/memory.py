"""Memory: what a start has used and let go of goes back to the machine."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Have the C library return what it holds for later (`malloc_trim(3)`): glibc keeps a third of
    what filling a large index took. Other libraries know no such call, and need none.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
