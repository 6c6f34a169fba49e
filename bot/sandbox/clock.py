"""The sandbox's clock: real time, moved forward as far as people like."""

from collections.abc import Callable
from datetime import datetime, timedelta


class Clock:
    """Runs like the real one, ahead of it."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The moment it is in the sandbox, aware UTC."""
        return self._real() + self._ahead

    def move(self, by: timedelta) -> None:
        """Move forward; nobody moves back.

        Raises:
            ValueError: the step is negative.
        """
        if by < timedelta():
            raise ValueError("a clock here only moves forward")
        self._ahead += by

    def jump(self, by: timedelta) -> None:
        """As the clock of a machine does that is set, either way."""
        self._ahead += by
