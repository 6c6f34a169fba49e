"""Watch: what is told of the work that is done, to whoever counts it."""

from datetime import timedelta
from typing import Protocol

from knowledge.notification import Kind
from knowledge.outbox import State


class Watch(Protocol):
    """Whoever wants to know. Being told must cost next to nothing, and never fail."""

    def settled(self, kind: Kind, state: State, late: timedelta) -> None:
        """A row of the outbox has had its end, so long after it was due."""

    def put_off(self, kind: Kind) -> None:
        """One could not be sent now; another try follows."""

    def event_done(self) -> None:
        """An event of Slack's has had its effect."""

    def event_failed(self) -> None:
        """One has not; another try follows."""


class Unwatched:
    """Nobody counts."""

    def settled(self, kind: Kind, state: State, late: timedelta) -> None: ...

    def put_off(self, kind: Kind) -> None: ...

    def event_done(self) -> None: ...

    def event_failed(self) -> None: ...
