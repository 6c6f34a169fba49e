"""Clocks: replicas whose machines disagree about the time agree all the same."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.clock import SharedClock
from bot.replica import clock_of
from knowledge import leases, outbox
from knowledge.database import Database, Sessions
from knowledge.outbox import Kind, Notification
from tests.factories import MARIA, NOW, WORKSPACE

AHEAD = timedelta(minutes=2)

on_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


def off_by(span: timedelta) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + span


async def set_right(database: Database, span: timedelta) -> SharedClock:
    clock = SharedClock(database, off_by(span))
    await clock.set()
    return clock


@on_postgresql
async def test_replicas_go_by_the_databases_clock(database: Database) -> None:
    late, early = await set_right(database, -AHEAD), await set_right(database, AHEAD)

    assert abs(late() - early()) < timedelta(seconds=1)
    assert late().tzinfo is UTC


@on_postgresql
async def test_it_says_how_far_the_machine_was_behind(database: Database) -> None:
    behind = await SharedClock(database, off_by(-AHEAD)).set()

    assert abs(behind - AHEAD) < timedelta(seconds=1)


@on_postgresql
async def test_between_two_looks_only_ticks_count(database: Database) -> None:
    """Somebody sets the machine's clock: a lease gets no longer, and no reminder comes early."""
    ticks, own = [100.0], [NOW]
    clock = SharedClock(database, lambda: own[0], lambda: ticks[0])
    await clock.set()
    before = clock()

    own[0] += timedelta(hours=1)
    ticks[0] += 5

    assert clock() - before == timedelta(seconds=5)


@on_postgresql
async def test_a_machine_that_is_ahead_takes_nothing_that_another_is_sending(
    database: Database, sessions: Sessions
) -> None:
    """It would send it a second time: by its own clock every lease has run out."""
    right, ahead = await set_right(database, timedelta()), await set_right(database, AHEAD)
    await notify(sessions, right())
    assert len(await leased(sessions, "right", right())) == 1

    assert await leased(sessions, "ahead", ahead()) == []
    assert len(await leased(sessions, "ahead", off_by(AHEAD)())) == 1


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_one_process_alone_goes_by_its_machine(database: Database) -> None:
    own = off_by(AHEAD)

    assert clock_of(database, own) is own


async def notify(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        await outbox.notify(
            session, Kind.OWNED, key="k", workspace=WORKSPACE, to=MARIA, about=1, now=now
        )
        await session.execute(update(Notification).values(due_at=now - timedelta(seconds=1)))


async def leased(sessions: Sessions, owner: str, now: datetime) -> list[Notification]:
    async with sessions.begin() as session:
        return [*await leases.lease_due(session, [*Kind], owner=owner, now=now)]
