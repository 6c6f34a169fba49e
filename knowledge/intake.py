"""The intake: what comes in is kept before it is acknowledged, all of a moment in one transaction.

A transaction costs the same for one row as for a hundred, and SQLite lets one write at a time. So
whoever comes while it waits for its turn goes along (a group commit): nobody waits for a clock, and
the more there is to keep, the more goes at once.
"""

import asyncio
from collections.abc import Sequence

from sqlalchemy import literal, select

from knowledge import inbox
from knowledge.database import Sessions
from knowledge.inbox import Event

PATIENCE = 1.5
"""Seconds that a request waits to be kept: less than the three that Slack waits for us."""

MOMENT = 0.1
"""Seconds after which a crowd that came at once is past."""

TURN = select(literal(1))
"""A transaction has its turn with its first statement: whoever comes until then goes along."""

Waiting = tuple[Event, asyncio.Future[None]]


class Intake:
    """Keeps requests and events; many callers at once, one transaction after the other."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._waiting: list[Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._crowded_until = 0.0

    @property
    def is_crowded(self) -> bool:
        """Whether several came at once, a moment ago: one alone takes nobody's time."""
        return asyncio.get_running_loop().time() < self._crowded_until

    @property
    def is_busy(self) -> bool:
        """Whether something is waiting to be kept."""
        return self._writing is not None and not self._writing.done()

    async def keep(self, event: Event) -> None:
        """Return when it is in the database, for good; it is there once, however often it comes.

        Raises:
            TimeoutError: not in time, and it will not be.
            SQLAlchemyError, OSError: the database can't be reached.
        """
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append((event, kept))
        if not self.is_busy:
            self._writing = asyncio.create_task(self._write())
        async with asyncio.timeout(PATIENCE):
            await kept  # whoever gives up has cancelled it, and is left out below

    async def _write(self) -> None:
        while self._waiting:
            taken: Sequence[Waiting] = ()
            try:
                async with self._sessions.begin() as session:
                    await session.execute(TURN)  # only now is it settled who goes along
                    taken = self._taken()
                    await inbox.keep_all(session, [event for event, _ in taken])
            except Exception as error:
                _answer(taken or self._taken(), error)
            else:
                _answer(taken)

    def _taken(self) -> list[Waiting]:
        """Whoever waits still; nobody waits after that."""
        taken, self._waiting = self._waiting, []
        if len(taken) > 1:
            self._crowded_until = asyncio.get_running_loop().time() + MOMENT
        return [each for each in taken if not each[1].done()]


def _answer(waiting: Sequence[Waiting], error: Exception | None = None) -> None:
    for _, kept in waiting:
        if kept.done():
            continue
        if error is None:
            kept.set_result(None)
        else:
            kept.set_exception(error)
