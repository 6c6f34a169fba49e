"""Pace: how much one person may cause in a minute, so that nobody wears out what all share."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.errors import KnowledgeError

MINUTE = timedelta(minutes=1)
NOTHING = timedelta()

KEPT = 10_000
"""How many people are remembered; whoever was quiet the longest is forgotten first."""


class TooFast(KnowledgeError):
    """Nobody types that fast; a script or a stuck key does."""

    sentence = (
        "That is too much at once: I take at most {most} a minute from one person. "
        "Please try again in {seconds} seconds."
    )


@dataclass
class Bucket:
    """What one person has left at a moment, and until when what was put off is spread."""

    left: float
    at: datetime
    promised: datetime


class Pace:
    """A token bucket for each person: `most` at once, and as many again in a minute.

    It lives in this process and ends with it: so many processes, so many times `most`. 0 is no
    limit.
    """

    def __init__(self, most: int, *, kept: int = KEPT) -> None:
        self.most = most
        self._kept = kept
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, workspace: str, person: str, *, now: datetime) -> timedelta:
        """Take one; else how long it is until there is one, and nothing is taken."""
        if not self.most:
            return NOTHING
        bucket = self._bucket(workspace, person, now)
        if bucket.left >= 1:
            bucket.left -= 1
            return NOTHING
        return self._each * (1 - bucket.left)

    def check(self, workspace: str, person: str, *, now: datetime) -> None:
        """
        Raises:
            TooFast: they have none left.
        """
        if wait := self.take(workspace, person, now=now):
            raise TooFast(most=self.most, seconds=math.ceil(wait.total_seconds()))

    def put_off(self, workspace: str, person: str, *, now: datetime) -> datetime | None:
        """Take one; else until when it is put off: what waits comes one after the other, not all
        of it when there is one again.
        """
        if not (wait := self.take(workspace, person, now=now)):
            return None
        bucket = self._buckets[workspace, person]
        bucket.promised = max(now + wait, bucket.promised + self._each)
        return bucket.promised

    @property
    def _each(self) -> timedelta:
        """How long one takes to come back."""
        return MINUTE / self.most

    def _bucket(self, workspace: str, person: str, now: datetime) -> Bucket:
        """This person's, as it is now; the clock may have been set back."""
        key = (workspace, person)
        bucket = self._buckets.pop(key, None) or Bucket(self.most, now, now)
        passed = now - bucket.at
        if passed < NOTHING:
            passed, bucket.promised = NOTHING, now
        bucket.left = min(self.most, bucket.left + passed / self._each)
        bucket.at = now
        if len(self._buckets) >= self._kept:
            del self._buckets[next(iter(self._buckets))]
        self._buckets[key] = bucket
        return bucket
