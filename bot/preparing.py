"""Preparing: what a process does before it lets anything in."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot import memory
from bot.clock import SharedClock
from bot.config import SettingsError
from bot.migrate import upgrade
from bot.replica import set_right
from handlers.visit import Services
from knowledge import inbox, leases, setbacks
from knowledge.database import Database
from knowledge.search import index


async def prepare(database: Database, clock: Callable[[], datetime]) -> None:
    """Migrate, and read the word lists. What a process that was killed had taken on is free again
    at once where no other process can be at work on it; elsewhere it is when its lease runs out,
    or if that is farther away than any lease can be.
    """
    memory.keep_nothing_large()
    with usable():
        await upgrade(database)
        async with database.sessions.begin() as session:
            await setbacks.mend(session, now=clock())
            if database.is_ours_alone:
                await leases.release(session)
                await inbox.release(session, now=clock())
        if isinstance(clock, SharedClock):
            await set_right(clock)
    await asyncio.to_thread(index.prepare)


async def warm(services: Services, workspace: str) -> None:
    """Fill the index before anybody asks; the collector need not walk over it ever after."""
    await services.library.warm(services.sessions, workspace)
    gc.collect()
    gc.freeze()
    memory.give_back()


@contextmanager
def usable() -> Iterator[None]:
    """Say in a sentence that the database can't be used.

    Raises:
        SettingsError: it can't.
    """
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise SettingsError(f"DATABASE_URL: the database can't be used ({reason}).") from error
