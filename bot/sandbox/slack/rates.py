"""Rates: how often a method may be called, in real seconds."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

PER_MINUTE = {"1": 1, "2": 20, "3": 50, "4": 100, "special": 300}
BURST = 5  # messages in one go to one channel; Slack says "short bursts"
RESTRICTED = frozenset({"conversations.history", "conversations.replies"})
RESTRICTED_PAGE = 15
"""What apps that are sold outside Slack's directory may read: once a minute, so many messages."""


@dataclass
class Bucket:
    """So many at once, refilled at a rate of so many a second."""

    size: float
    refill: float
    left: float
    at: float

    def take(self, now: float) -> float:
        """Take one; else the seconds to wait until there is one."""
        self.left = min(self.size, self.left + (now - self.at) * self.refill)
        self.at = now
        if self.left >= 1:
            self.left -= 1
            return 0
        return (1 - self.left) / self.refill


class Rates:
    """Slack's tiers, for each method, and a message a second for each channel.

    Slack promises at least these; `generosity` multiplies them. 1 is the bare promise. An app that
    `is_restricted` may read messages once a minute, whatever the generosity.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.generosity = 10.0
        self.is_restricted = False
        self.clock = clock
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def wait(self, method: str, tier: str, channel: str = "") -> int:
        """0, or the whole seconds after which this call may be made again."""
        if method == "chat.postMessage":
            seconds = self._take((method, channel), BURST, 1.0)
        elif self.restricts(method):
            seconds = self._take((method, ""), 1, 1 / 60, generosity=1)
        else:
            seconds = self._take((method, ""), PER_MINUTE[tier], PER_MINUTE[tier] / 60)
        return math.ceil(seconds)

    def restricts(self, method: str) -> bool:
        """Whether it is one that reads messages, for an app that may seldom do so."""
        return self.is_restricted and method in RESTRICTED

    def _take(
        self, key: tuple[str, str], size: float, refill: float, *, generosity: float | None = None
    ) -> float:
        now, times = self.clock(), generosity or self.generosity
        size, refill = size * times, refill * times
        bucket = self._buckets.get(key)
        if bucket is None or (bucket.size, bucket.refill) != (size, refill):
            bucket = self._buckets[key] = Bucket(size, refill, size, now)
        return bucket.take(now)
