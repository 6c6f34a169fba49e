"""Chores: of several replicas, one does what is to be done once in a while."""

import asyncio
from datetime import timedelta

from knowledge import chores
from knowledge.database import Sessions, open_database
from tests.factories import NOW

HOUR = timedelta(hours=1)


async def ours(sessions: Sessions, *, later: timedelta = timedelta()) -> bool:
    async with sessions.begin() as session:
        return await chores.is_ours(session, "sweep", every=HOUR, now=NOW + later)


async def test_it_is_done_once_in_that_time(sessions: Sessions) -> None:
    assert await ours(sessions)
    assert not await ours(sessions, later=HOUR / 2)
    assert await ours(sessions, later=HOUR)
    assert not await ours(sessions, later=HOUR * 1.5)


async def test_where_it_fails_the_next_one_tries(sessions: Sessions) -> None:
    async with sessions() as session:
        assert await chores.is_ours(session, "sweep", every=HOUR, now=NOW)
        await session.rollback()

    assert await ours(sessions)


async def test_one_begun_in_the_future_is_due(sessions: Sessions) -> None:
    """The clock that said so has been put right since."""
    assert await ours(sessions, later=24 * HOUR)

    assert await ours(sessions)


async def test_of_many_at_once_one_has_it(sessions: Sessions, database_url: str) -> None:
    await ours(sessions)
    several = [open_database(database_url) for _ in range(4)]

    had = await asyncio.gather(*(ours(one.sessions, later=HOUR) for one in several))

    assert sorted(had) == [False, False, False, True]
    for one in several:
        await one.close()


async def test_what_was_done_for_one_workspace_is_forgotten_with_it(sessions: Sessions) -> None:
    every = timedelta(hours=1)
    async with sessions.begin() as session:
        for name in ("look:T0ONE", "look:T0OTHER", "tidy"):
            await chores.is_ours(session, name, every=every, now=NOW)
        await chores.forget(session, "T0ONE")

    async with sessions.begin() as session:
        ours = [
            await chores.is_ours(session, name, every=every, now=NOW)
            for name in ("look:T0ONE", "look:T0OTHER", "tidy")
        ]
    assert ours == [True, False, False]
