"""Workspaces: who lets us in, who lets us go, and in which order that is told."""

from datetime import datetime, timedelta
from typing import Any

from knowledge import leases, outbox, workspaces
from knowledge.database import Sessions
from knowledge.outbox import Kind
from knowledge.workspaces import Arrival
from tests.factories import ANA, NOW, WORKSPACE

LATER = NOW + timedelta(minutes=5)


async def arrives(sessions: Sessions, workspace: str = WORKSPACE, *, at: datetime = NOW) -> None:
    async with sessions.begin() as session:
        await workspaces.arrived(session, Arrival(workspace, "Ours", installer=ANA), now=at)


async def present(sessions: Sessions) -> list[str]:
    async with sessions.begin() as session:
        return [one.workspace for one in await workspaces.present(session)]


async def test_who_has_let_us_go_is_not_there_until_they_let_us_in_again(
    sessions: Sessions,
) -> None:
    await arrives(sessions)
    async with sessions.begin() as session:
        assert await workspaces.left(session, WORKSPACE, at=LATER, now=LATER)
    assert await present(sessions) == []

    await arrives(sessions, at=LATER)
    assert await present(sessions) == [WORKSPACE]


async def test_what_is_told_of_before_they_let_us_in_again_is_old_news(sessions: Sessions) -> None:
    await arrives(sessions, at=LATER)
    async with sessions.begin() as session:
        assert not await workspaces.left(session, WORKSPACE, at=NOW, now=LATER)
    assert await present(sessions) == [WORKSPACE]


async def test_a_token_that_works_means_that_we_are_there(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspaces.left(session, WORKSPACE, at=NOW, now=NOW)
        await workspaces.is_here(session, WORKSPACE, now=LATER)
        await workspaces.is_here(session, "T0NEW", now=LATER)
    assert sorted(await present(sessions)) == ["T0NEW", WORKSPACE]


async def test_what_is_due_where_we_were_let_go_waits_and_holds_nobody_up(
    sessions: Sessions,
) -> None:
    async with sessions.begin() as session:
        await workspaces.left(session, WORKSPACE, at=NOW, now=NOW)
        for workspace in (WORKSPACE, "T0OTHER"):
            about: dict[str, Any] = {"workspace": workspace, "to": ANA, "about": 1, "now": NOW}
            await outbox.notify(session, Kind.REFUSED, key="one", **about)

    assert await leased(sessions) == ["T0OTHER"]
    await arrives(sessions)
    assert await leased(sessions) == [WORKSPACE]


async def leased(sessions: Sessions) -> list[str]:
    async with sessions.begin() as session:
        rows = await leases.lease_due(session, [Kind.REFUSED], owner="me", now=NOW)
    return [row.workspace for row in rows]
