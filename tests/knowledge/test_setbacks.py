"""Setbacks: a clock that is put back leaves nothing waiting until it has come as far again."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from knowledge import inbox, leases, outbox, setbacks
from knowledge.database import Sessions
from knowledge.inbox import Event
from knowledge.outbox import Kind, Notification
from tests.factories import ANA, MARIA, NOW, WORKSPACE

HOUR = timedelta(hours=1)
BEFORE = NOW - HOUR
"""What the clock says once it was put back."""


@pytest.fixture(autouse=True)
async def planned(sessions: Sessions) -> None:
    """A message due at once, one due later, and an event, all under the later clock."""
    async with sessions.begin() as session:
        for key, to, at in (("now", ANA, NOW), ("later", MARIA, NOW + timedelta(minutes=1))):
            await outbox.notify(
                session,
                Kind.STATUS,
                key=key,
                workspace=WORKSPACE,
                to=to,
                about=1,
                now=NOW,
                at=at,
            )
        await inbox.keep(session, "Ev1", {}, now=NOW)


async def mend(sessions: Sessions, *but: int) -> None:
    async with sessions.begin() as session:
        await setbacks.mend(session, now=BEFORE, but=but)


async def due(sessions: Sessions) -> Sequence[Notification]:
    async with sessions.begin() as session:
        return await leases.lease_due(session, [*Kind], owner="two", now=BEFORE)


async def heard(sessions: Sessions) -> Sequence[Event]:
    async with sessions.begin() as session:
        return await inbox.lease_due(session, now=BEFORE)


async def test_what_was_due_at_once_is_due_and_a_reminder_keeps_its_moment(
    sessions: Sessions,
) -> None:
    assert await due(sessions) == []
    await mend(sessions)

    assert [row.to for row in await due(sessions)] == [ANA]


async def test_what_was_leased_is_free_but_for_what_we_are_at_work_on(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        (row,) = await leases.lease_due(session, [*Kind], owner="one", now=NOW)

    await mend(sessions, row.id)
    assert await due(sessions) == []
    await mend(sessions)
    assert [again.id for again in await due(sessions)] == [row.id]


async def test_a_lease_that_soon_runs_out_is_left_to_its_owner(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await leases.lease_due(session, [*Kind], owner="one", now=NOW)
        await setbacks.mend(session, now=NOW - timedelta(seconds=30))

        assert await leases.lease_due(session, [*Kind], owner="two", now=NOW) == []


async def test_an_event_is_heard_whether_it_waited_or_was_leased(sessions: Sessions) -> None:
    for _time in range(2):
        assert await heard(sessions) == []
        await mend(sessions)
        async with sessions.begin() as session:
            assert len(await inbox.lease_due(session, now=BEFORE)) == 1
            await inbox.retry(session, "Ev1", at=NOW)
