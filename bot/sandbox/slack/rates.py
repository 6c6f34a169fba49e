"""Rates: how often a method may be called, in real seconds."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

PER_MINUTE = {"1": 1, "2": 20, "3": 50, "4": 100, "special": 300}
BURST = 5  # messages in one go to one channel; Slack says "short bursts"


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

    Slack promises at least these; `generosity` multiplies them. 1 is the bare promise.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.generosity = 10.0
        self._clock = clock
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def wait(self, method: str, tier: str, channel: str = "") -> int:
        """0, or the whole seconds after which this call may be made again."""
        if method == "chat.postMessage":
            seconds = self._take((method, channel), BURST, 1.0)
        else:
            seconds = self._take((method, ""), PER_MINUTE[tier], PER_MINUTE[tier] / 60)
        return math.ceil(seconds)

    def _take(self, key: tuple[str, str], size: float, refill: float) -> float:
        now = self._clock()
        size, refill = size * self.generosity, refill * self.generosity
        bucket = self._buckets.get(key)
        if bucket is None or (bucket.size, bucket.refill) != (size, refill):
            bucket = self._buckets[key] = Bucket(size, refill, size, now)
        return bucket.take(now)
