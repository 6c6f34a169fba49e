"""Uncollected: no looking for garbage while an index is filled, of which all that is made is kept.

With 100,000 entries the looking, again and again through all of them, would be a third of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_pauses = 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector of the process; it goes on when the last of several at once is done.

    What nobody refers to is let go of all the same: only what refers to itself waits.
    """
    _pause()
    try:
        yield
    finally:
        _go_on()


def _pause() -> None:
    global _pauses
    with _lock:
        _pauses += 1
        gc.disable()


def _go_on() -> None:
    global _pauses
    with _lock:
        _pauses -= 1
        if not _pauses:
            gc.enable()
