"""Stopwatch: how long something takes is measured from outside; nothing here knows a clock."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum


class Lap(StrEnum):
    """What is measured."""

    CATCH_UP = "catch_up"  # a workspace's index reads what has changed
    SEARCH = "search"  # the entries and the topic of one question are looked for


Stopwatch = Callable[[Lap], AbstractContextManager[None]]
"""Runs while its block does."""


def unwatched(_: Lap) -> AbstractContextManager[None]:
    """Nobody measures."""
    return nullcontext()
