"""Deletion: everything of one workspace goes, and nothing of another."""

from knowledge import deletion
from knowledge.database import Sessions
from tests.everything import fill, rows, tables
from tests.factories import NOW

OURS, THEIRS = "T0OURS", "T0THEIRS"


async def test_everything_of_one_workspace_goes_and_the_other_keeps_everything(
    sessions: Sessions,
) -> None:
    async with sessions.begin() as session:
        await fill(session, OURS, 1, NOW)
        await fill(session, THEIRS, 2, NOW)
        before = await rows(session, THEIRS)

    async with sessions.begin() as session:
        counts = await deletion.counts(session, OURS)
        await deletion.delete_all(session, OURS)

    async with sessions.begin() as session:
        assert counts == {table.name: 1 for table in tables()}
        assert await deletion.counts(session, OURS) == {}
        assert await rows(session, THEIRS) == before


async def test_doing_so_twice_does_no_harm(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await deletion.delete_all(session, OURS)
        await deletion.delete_all(session, OURS)
        assert await deletion.counts(session, OURS) == {}
