"""The inbox: an event is kept once, handled until it is done, and forgotten in the end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from knowledge import inbox
from knowledge.database import Sessions
from knowledge.inbox import KEPT, LEASE, TRIES, Event
from tests.factories import NOW
from tests.knowledge.team import Team

SECOND = timedelta(seconds=1)
BODY = {"event": {"type": "reaction_added"}}


async def keep(
    sessions: Sessions, name: str = "Ev1", *, body: dict[str, Any] = BODY, now: datetime = NOW
) -> bool:
    async with sessions.begin() as session:
        return await inbox.keep(session, name, body, now=now)


async def lease(sessions: Sessions, now: datetime = NOW, **how: Any) -> Sequence[Event]:
    async with sessions.begin() as session:
        return await inbox.lease_due(session, now=now, **how)


async def done(sessions: Sessions, name: str = "Ev1", now: datetime = NOW) -> None:
    async with sessions.begin() as session:
        await inbox.done(session, name, now=now)


async def test_a_redelivered_event_changes_nothing(sessions: Sessions) -> None:
    assert await keep(sessions)
    assert not await keep(sessions, body={"event": {"type": "another"}})

    (event,) = await lease(sessions)
    assert event.body == BODY


async def test_what_is_done_stays_done_when_it_is_redelivered(sessions: Sessions) -> None:
    await keep(sessions)
    await lease(sessions)
    await done(sessions)

    assert not await keep(sessions, now=NOW + timedelta(hours=20))
    assert await lease(sessions, NOW + timedelta(days=1)) == []


async def test_what_is_put_off_is_done_later_however_often(sessions: Sessions) -> None:
    """To wait is no attempt at it: else what somebody did too fast would be lost in the end."""
    await keep(sessions)
    now = NOW

    for _ in range(3 * TRIES):
        (event,) = await lease(sessions, now)
        now += timedelta(minutes=1)
        async with sessions.begin() as session:
            await inbox.put_off(session, event.id, at=now)
        assert await lease(sessions, now - SECOND) == []

    (event,) = await lease(sessions, now)
    assert event.attempts == 1


async def test_what_was_begun_and_not_done_comes_back(sessions: Sessions) -> None:
    await keep(sessions)
    await lease(sessions)

    assert await lease(sessions, NOW + LEASE - SECOND) == []
    (again,) = await lease(sessions, NOW + LEASE)
    assert again.attempts == 2


async def test_what_failed_is_tried_again_at_its_time(sessions: Sessions) -> None:
    await keep(sessions)
    await lease(sessions)
    async with sessions.begin() as session:
        await inbox.retry(session, "Ev1", at=NOW + 2 * SECOND)

    assert await lease(sessions, NOW + SECOND) == []
    assert len(await lease(sessions, NOW + 2 * SECOND)) == 1


async def test_what_never_works_is_given_up(sessions: Sessions) -> None:
    await keep(sessions)

    tries = [len(await lease(sessions, NOW + number * LEASE)) for number in range(TRIES + 3)]

    assert tries == [1] * TRIES + [0] * 3


async def test_the_oldest_come_first_within_the_limit(sessions: Sessions) -> None:
    for number in (3, 1, 2):
        await keep(sessions, f"Ev{number}", now=NOW + number * SECOND)

    first = await lease(sessions, NOW + 9 * SECOND, limit=2)
    rest = await lease(sessions, NOW + 9 * SECOND)

    assert [event.id for event in first] == ["Ev1", "Ev2"]
    assert [event.id for event in rest] == ["Ev3"]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_two_replicas_at_once_take_no_event_twice(sessions: Sessions) -> None:
    for number in range(4):
        await keep(sessions, f"Ev{number}", now=NOW + number * SECOND)
    now = NOW + 9 * SECOND

    async with sessions.begin() as one, sessions.begin() as two:
        first = await inbox.lease_due(one, now=now, limit=3)
        second = await inbox.lease_due(two, now=now, limit=3)

    assert [event.id for event in first] == ["Ev0", "Ev1", "Ev2"]
    assert [event.id for event in second] == ["Ev3"]


async def test_what_was_said_is_not_kept_once_it_is_done(team: Team) -> None:
    await keep(team.sessions)
    await done(team.sessions)

    async with team.sessions.begin() as session:
        event = await session.get_one(Event, "Ev1")
    assert (event.body, event.done_at) == ({}, NOW)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("nul \x00 here", "nul  here"),
        ("half \ud83d a character", "half  a character"),
        ("a backslash \\u0000 of one's own", "a backslash \\u0000 of one's own"),
        ("🙂 مرحبا", "🙂 مرحبا"),
    ],
)
async def test_any_text_can_be_kept(sessions: Sessions, said: str, kept: str) -> None:
    assert await keep(sessions, body={"event": {"text": said, said: [said, 1, None, True]}})

    (event,) = await lease(sessions)
    assert event.body == {"event": {"text": kept, kept: [kept, 1, None, True]}}


async def test_old_events_are_forgotten(team: Team) -> None:
    await keep(team.sessions, "done")
    await keep(team.sessions, "hopeless")
    await done(team.sessions, "done")

    async def left(now: datetime) -> list[str]:
        async with team.sessions.begin() as session:
            await inbox.forget(session, now=now)
        return [event.id for event in await team.all(Event)]

    assert await left(NOW + KEPT) == ["done", "hopeless"]
    assert await left(NOW + KEPT + SECOND) == ["hopeless"]
    assert await left(NOW + 10 * KEPT + SECOND) == []


async def test_what_was_away_counts_for_nothing(sessions: Sessions) -> None:
    await keep(sessions)
    for _time in range(3 * TRIES):
        (event,) = await lease(sessions)
        async with sessions.begin() as session:
            await inbox.retry(session, event.id, at=NOW, counts=False)

    (event,) = await lease(sessions)
    assert event.attempts == 1


async def test_however_often_we_are_killed_no_event_is_given_up(sessions: Sessions) -> None:
    await keep(sessions)
    for _time in range(3 * TRIES):
        assert len(await lease(sessions)) == 1
        async with sessions.begin() as session:
            await inbox.release(session, now=NOW)

    assert len(await lease(sessions)) == 1
