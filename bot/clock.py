"""The clock: what time it is, the same for every replica."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from knowledge.database import Database


class SharedClock:
    """The database's time: replicas whose machines disagree agree all the same.

    A lease is as long as it is meant to be only where all who look at it go by one clock. Between
    two looks at the database's, time passes as this machine's ticks do, whatever its clock says.
    """

    def __init__(
        self,
        database: Database,
        own: Callable[[], datetime],
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        """Until the first look it is this machine's time, `own`; `tick` counts seconds."""
        self._database = database
        self._tick = tick
        self._set(own(), tick())

    def __call__(self) -> datetime:
        """What time it is, in UTC."""
        return self._then + timedelta(seconds=self._tick() - self._at)

    async def set(self) -> timedelta:
        """Look at the database's clock; how far ours was behind it."""
        async with self._database.engine.connect() as connection:
            await connection.execute(select(1))  # the connection is made and ready
            before = self._tick()
            there = await connection.scalar(select(func.clock_timestamp()))
            middle = (before + self._tick()) / 2
        assert there is not None
        behind: timedelta = there - self._then - timedelta(seconds=middle - self._at)
        self._set(there.astimezone(UTC), middle)
        return behind

    def _set(self, then: datetime, at: float) -> None:
        self._then, self._at = then, at
