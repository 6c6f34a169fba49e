"""The charter in force: versions are kept, the last one counts, a faulty one never does."""

import asyncio

import pytest

from knowledge import charters
from knowledge.audit import AuditLine
from knowledge.charter import EMPTY, CharterFaults
from knowledge.charters import CharterVersion
from knowledge.database import Sessions, open_database
from tests.factories import CHARTER, NINA, NOW, WORKSPACE
from tests.knowledge.team import Team

SHORT = "relais: 1\n"


async def apply(sessions: Sessions, text: str, workspace: str = WORKSPACE) -> int:
    async with sessions.begin() as session:
        version = await charters.apply(session, text, workspace=workspace, by=NINA, now=NOW)
        return version.number


async def test_before_the_first_there_is_an_empty_one(new_team: Team) -> None:
    async with new_team.sessions.begin() as session:
        assert await charters.current(session, WORKSPACE) == (0, EMPTY)
        assert await charters.latest(session, WORKSPACE) is None


async def test_the_last_one_counts_and_all_are_kept_to_the_letter(new_team: Team) -> None:
    texts = [CHARTER, SHORT, CHARTER + "# the same again\n"]

    assert [await apply(new_team.sessions, text) for text in texts] == [1, 2, 3]

    assert [version.text for version in await new_team.all(CharterVersion)] == texts
    async with new_team.sessions.begin() as session:
        number, charter = await charters.current(session, WORKSPACE)
    assert number == 3
    assert charter.topic("refunds")
    assert [line.facts for line in await new_team.all(AuditLine)] == [
        {"number": 1},
        {"number": 2},
        {"number": 3},
    ]


async def test_the_same_text_again_changes_nothing(new_team: Team) -> None:
    assert [await apply(new_team.sessions, CHARTER) for _ in range(2)] == [1, 1]
    assert len(await new_team.all(CharterVersion)) == 1


async def test_a_faulty_one_leaves_the_old_one_in_force(team: Team) -> None:
    with pytest.raises(CharterFaults):
        await apply(team.sessions, CHARTER.replace("stance: refer", "stance: maybe"))

    async with team.sessions.begin() as session:
        assert await charters.current(session, WORKSPACE) == (1, team.charter)


async def test_each_workspace_has_its_own(team: Team) -> None:
    assert await apply(team.sessions, SHORT, workspace="T0OTHER") == 1

    async with team.sessions.begin() as session:
        assert (await charters.current(session, WORKSPACE))[1] == team.charter


async def test_two_leads_at_once_make_two_versions(new_team: Team, database_url: str) -> None:
    others = [open_database(database_url) for _ in range(3)]
    texts = [f"{SHORT}# {number}\n" for number in range(3)]
    try:
        numbers = await asyncio.gather(
            *(apply(other.sessions, text) for other, text in zip(others, texts, strict=True))
        )
    finally:
        for other in others:
            await other.close()

    assert sorted(numbers) == [1, 2, 3]
