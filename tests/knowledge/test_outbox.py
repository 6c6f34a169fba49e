"""The outbox: nothing lost, nothing done twice, everything in its turn."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import leases, outbox
from knowledge.database import Database, Sessions
from knowledge.leases import LEASE
from knowledge.outbox import TIMERS, Kind, Notification, State
from tests.factories import ANA, MARIA, NOW, WORKSPACE
from tests.knowledge.team import Team

SECOND = timedelta(seconds=1)
ALL = list(Kind)


async def plan(sessions: Sessions, key: str, *, to: str = ANA, **facts: Any) -> None:
    about: dict[str, Any] = {"workspace": WORKSPACE, "about": 1, "now": NOW} | facts
    async with sessions.begin() as session:
        await outbox.notify(session, about.pop("kind", Kind.STATUS), key=key, to=to, **about)


async def lease(
    sessions: Sessions, *, owner: str = "one", now: datetime = NOW, **how: Any
) -> Sequence[Notification]:
    async with sessions.begin() as session:
        return await leases.lease_due(session, how.pop("kinds", ALL), owner=owner, now=now, **how)


async def settle(sessions: Sessions, row: Notification, state: State = State.DONE) -> bool:
    async with sessions.begin() as session:
        return await leases.settle(session, row, state, channel="D0ANA", ts="1768.1")


async def postpone(sessions: Sessions, row: Notification, until: datetime) -> None:
    async with sessions.begin() as session:
        await leases.postpone(session, row, until=until, trouble="ratelimited")


def keys(rows: Sequence[Notification]) -> list[str]:
    return [row.key.removeprefix(f"{WORKSPACE}:") for row in rows]


async def test_the_same_key_is_planned_once(team: Team) -> None:
    for _ in range(2):
        await plan(team.sessions, "hello")
    await plan(team.sessions, "hello", workspace="T0OTHER")

    assert len(await team.planned()) == 2


async def test_nothing_is_taken_before_its_time_nor_twice(sessions: Sessions) -> None:
    await plan(sessions, "later", at=NOW + SECOND)

    assert await lease(sessions) == []
    assert keys(await lease(sessions, now=NOW + SECOND)) == ["later"]
    assert await lease(sessions, owner="two", now=NOW + SECOND) == []


async def test_what_is_not_settled_is_free_when_its_lease_runs_out(sessions: Sessions) -> None:
    await plan(sessions, "hello")
    (first,) = await lease(sessions, owner="one")

    assert await lease(sessions, owner="two", now=NOW + LEASE - SECOND) == []
    (second,) = await lease(sessions, owner="two", now=NOW + LEASE)

    assert (first.attempts, second.attempts) == (1, 2)
    assert second.lease_until == NOW + 2 * LEASE
    assert not await settle(sessions, first)
    assert await settle(sessions, second)
    assert not await settle(sessions, second)


async def test_an_owner_is_fenced_from_its_own_earlier_attempt(sessions: Sessions) -> None:
    await plan(sessions, "hello")
    (first,) = await lease(sessions)
    (second,) = await lease(sessions, now=NOW + LEASE)

    await postpone(sessions, first, NOW + timedelta(days=1))
    assert not await settle(sessions, first)
    assert await settle(sessions, second)


async def test_what_became_of_a_row_is_written_down(team: Team) -> None:
    await plan(team.sessions, "hello")
    (row,) = await lease(team.sessions)
    await settle(team.sessions, row)

    (sent,) = await team.planned()
    assert (sent.state, sent.channel, sent.ts) == (State.DONE, "D0ANA", "1768.1")
    assert sent.lease_until is None
    assert await lease(team.sessions, now=NOW + timedelta(days=9)) == []


async def test_a_lane_goes_in_order_and_beside_the_others(sessions: Sessions) -> None:
    for key, to in (("a1", ANA), ("a2", ANA), ("m1", MARIA), ("a3", ANA)):
        await plan(sessions, key, to=to)

    rows = await lease(sessions)
    assert keys(rows) == ["a1", "m1"]
    await settle(sessions, rows[0])
    (second,) = await lease(sessions)
    assert keys([second]) == ["a2"]
    await settle(sessions, second, State.DROPPED)
    assert keys(await lease(sessions)) == ["a3"]


async def test_what_is_put_off_holds_back_its_own_lane_only(sessions: Sessions) -> None:
    for key, to in (("a1", ANA), ("a2", ANA), ("m1", MARIA)):
        await plan(sessions, key, to=to)
    first, _ = await lease(sessions)

    await postpone(sessions, first, NOW + 5 * SECOND)

    assert await lease(sessions, owner="two", now=NOW + 4 * SECOND) == []
    (again,) = await lease(sessions, owner="two", now=NOW + 5 * SECOND)
    assert (keys([again]), again.trouble) == (["a1"], "ratelimited")


async def test_what_failed_for_good_holds_back_nobody(sessions: Sessions) -> None:
    for key in ("a1", "a2"):
        await plan(sessions, key)
    (first,) = await lease(sessions)

    await settle(sessions, first, State.FAILED)

    assert keys(await lease(sessions)) == ["a2"]


async def test_a_reminder_of_tomorrow_holds_back_nothing_of_today(sessions: Sessions) -> None:
    await plan(sessions, "tomorrow", at=NOW + timedelta(days=1))
    await plan(sessions, "today")

    assert keys(await lease(sessions)) == ["today"]


async def test_the_earliest_come_first_within_the_limit(sessions: Sessions) -> None:
    for number in range(5):
        await plan(sessions, f"n{number}", to=f"U{number}", at=NOW - number * SECOND)

    assert keys(await lease(sessions, limit=2)) == ["n4", "n3"]
    assert keys(await lease(sessions, limit=9)) == ["n2", "n1", "n0"]


async def test_only_the_kinds_that_are_asked_for_are_taken(sessions: Sessions) -> None:
    await plan(sessions, "timer", kind=Kind.ANSWER_BY, lane="escalation:1:answer_by")
    await plan(sessions, "message")

    assert keys(await lease(sessions, kinds=TIMERS)) == ["timer"]
    assert keys(await lease(sessions, kinds=[Kind.STATUS])) == ["message"]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_two_workers_at_once_take_no_row_twice(
    sessions: Sessions, database: Database
) -> None:
    for number in range(6):
        await plan(sessions, f"n{number}", to=f"U{number}")

    async with sessions.begin() as one, sessions.begin() as two:
        first = await leases.lease_due(one, ALL, owner="one", now=NOW, limit=4)
        second = await leases.lease_due(two, ALL, owner="two", now=NOW, limit=4)

    assert keys(first) == ["n0", "n1", "n2", "n3"]
    assert keys(second) == ["n4", "n5"]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_what_another_worker_has_just_taken_does_not_let_its_lane_pass(
    sessions: Sessions,
) -> None:
    for key in ("a1", "a2"):
        await plan(sessions, key)

    async with sessions.begin() as one, sessions.begin() as two:
        first = await leases.lease_due(one, ALL, owner="one", now=NOW)
        second = await leases.lease_due(two, ALL, owner="two", now=NOW)

    assert (keys(first), keys(second)) == (["a1"], [])


async def test_many_workers_do_everything_once_and_in_order(sessions: Sessions) -> None:
    for number in range(12):
        await plan(sessions, f"n{number:02}", to=f"U{number % 3}")
    done: list[str] = []

    async def work(owner: str) -> None:
        while len(done) < 12:
            for row in await lease(sessions, owner=owner, limit=2):
                if await settle(sessions, row):
                    done.extend(keys([row]))

    await asyncio.wait_for(asyncio.gather(*map(work, ("one", "two", "three"))), 20)

    assert sorted(done) == [f"n{number:02}" for number in range(12)]
    for lane in range(3):
        mine = [key for key in done if int(key[1:]) % 3 == lane]
        assert mine == sorted(mine)


async def refresh(team: Team, kind: Kind = Kind.STATUS, about: int = 1) -> list[str]:
    """Refresh, then say whose messages are to be redrawn."""
    async with team.sessions.begin() as session:
        await outbox.refresh(session, kind, about, workspace=WORKSPACE, now=NOW)
    return [row.to for row in await team.planned(Kind.REFRESH)]


async def test_only_what_was_sent_or_is_being_sent_is_redrawn(team: Team) -> None:
    for key, to in (("sent", "U0SENT"), ("flying", "U0FLYING"), ("dropped", "U0DROPPED")):
        await plan(team.sessions, key, to=to)
    sent, _, dropped = await lease(team.sessions)
    await settle(team.sessions, sent)
    async with team.sessions.begin() as session:
        await leases.settle(session, dropped, State.DROPPED)
    await plan(team.sessions, "waiting", to="U0WAITING")

    assert await refresh(team) == ["U0SENT", "U0FLYING"]


async def test_other_things_and_other_kinds_are_left_alone(team: Team) -> None:
    await plan(team.sessions, "mine")
    await plan(team.sessions, "another", about=2)
    await plan(team.sessions, "request", kind=Kind.REQUEST)
    for _ in range(3):
        for row in await lease(team.sessions):
            await settle(team.sessions, row)

    assert len(await refresh(team)) == 1


async def test_what_is_being_sent_is_redrawn_after_it_has_arrived(team: Team) -> None:
    await plan(team.sessions, "flying")
    (flying,) = await lease(team.sessions)
    await refresh(team)

    assert await lease(team.sessions, owner="two") == []
    await settle(team.sessions, flying)

    (redrawn,) = await lease(team.sessions, owner="two")
    assert (redrawn.kind, redrawn.about) == (Kind.REFRESH, flying.id)


async def test_each_change_is_redrawn(team: Team) -> None:
    await plan(team.sessions, "sent")
    (row,) = await lease(team.sessions)
    await settle(team.sessions, row)

    await refresh(team)
    assert len(await refresh(team)) == 2


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_two_changes_at_once_are_both_redrawn(team: Team) -> None:
    """A refresh that only the other transaction plans could be drawn before we commit."""
    await plan(team.sessions, "sent")
    (row,) = await lease(team.sessions)
    await settle(team.sessions, row)
    about: dict[str, Any] = {"workspace": WORKSPACE, "now": NOW}

    async with team.sessions.begin() as one, team.sessions.begin() as two:
        await outbox.refresh(one, Kind.STATUS, 1, **about)
        await outbox.refresh(two, Kind.STATUS, 1, **about)

    assert len(await team.planned(Kind.REFRESH)) == 2


async def test_what_is_planned_by_a_deed_that_fails_was_never_planned(team: Team) -> None:
    async def fails(session: AsyncSession) -> None:
        await outbox.notify(
            session, Kind.HELP, key="help", workspace=WORKSPACE, to=ANA, about=0, now=NOW
        )
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        async with team.sessions.begin() as session:
            await fails(session)

    assert await team.planned() == []


async def test_a_clock_set_back_puts_no_refresh_before_what_it_refreshes(
    team: Team, sessions: Sessions
) -> None:
    await plan(sessions, "hello")
    (dead,) = await lease(sessions)  # whoever holds it dies: it may be on its way

    earlier = NOW - timedelta(hours=1)
    async with sessions.begin() as session:
        await outbox.refresh(session, Kind.STATUS, 1, workspace=WORKSPACE, now=earlier)

    assert await lease(sessions, now=earlier + LEASE) == []
    (again,) = await lease(sessions, owner="two", now=NOW + LEASE)
    assert again.id == dead.id
    assert await settle(sessions, again)
    (refreshed,) = await lease(sessions, now=NOW + LEASE)
    assert refreshed.kind is Kind.REFRESH


async def test_what_its_owner_is_at_work_on_is_not_taken_again(sessions: Sessions) -> None:
    await plan(sessions, "hello")
    (row,) = await lease(sessions)

    assert await lease(sessions, now=NOW + LEASE, but=[row.id]) == []


async def test_what_one_owner_hands_back_is_free_at_once(sessions: Sessions) -> None:
    await plan(sessions, "hello")
    await plan(sessions, "there", to=MARIA)
    await lease(sessions, owner="one", limit=1)
    (theirs,) = await lease(sessions, owner="two")
    async with sessions.begin() as session:
        await leases.release(session, owner="one")

    assert keys(await lease(sessions, owner="three")) == ["hello"]
    assert await settle(sessions, theirs)
