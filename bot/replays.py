"""Replays: a request that Slack signed once is taken once.

A signature covers the moment and the whole body, so that no two requests of Slack's share one,
but for a delivery that we turned down and that came again within the second.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
"""How long a signature can be valid: five minutes to either side of its moment."""

MOST = 100_000
"""How many signatures are remembered, 20 MB of them: beyond that the oldest go."""


class Replays:
    """The signatures of the requests that this process has taken lately.

    Another process knows nothing of them: there the keys in the database see to it that what
    comes twice is done once.
    """

    def __init__(self) -> None:
        self._taken: OrderedDict[str, datetime] = OrderedDict()

    def knows(self, signature: str, now: datetime) -> bool:
        """Whether the request with this signature has been taken."""
        while self._taken and next(iter(self._taken.values())) < now - WINDOW:
            self._taken.popitem(last=False)
        return signature in self._taken

    def take(self, signature: str, now: datetime) -> None:
        """Remember it: it was answered, and need not be again."""
        self._taken[signature] = now
        if len(self._taken) > MOST:
            self._taken.popitem(last=False)
