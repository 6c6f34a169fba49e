"""The charter in force: versions are kept, the last one counts, a faulty one never does."""

import asyncio
from datetime import timedelta

import pytest

from knowledge import charters
from knowledge.audit import AuditLine
from knowledge.charter import EMPTY, CharterFaults
from knowledge.charter_history import history
from knowledge.charters import CharterVersion, NamesNobody, NoCharter, NoVersion
from knowledge.database import Sessions, open_database
from tests.factories import CHARTER, MARIA, NINA, NOW, WORKSPACE
from tests.knowledge.team import Team

SHORT = f"relais: 1\nfallback: {{chain: [{{who: [{NINA}], acknowledge: 1h, answer: 1d}}]}}\n"

LATER = NOW + timedelta(hours=1)


async def apply(
    sessions: Sessions, text: str, workspace: str = WORKSPACE, why: str | None = None
) -> int:
    async with sessions.begin() as session:
        version = await charters.apply(
            session, text, workspace=workspace, by=NINA, why=why, now=NOW
        )
        return version.number


async def apply_again(team: Team, number: int, why: str | None = None) -> CharterVersion:
    async with team.sessions.begin() as session:
        return await charters.apply_again(session, WORKSPACE, number, by=MARIA, why=why, now=LATER)


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


async def test_each_version_says_why_and_the_audit_log_holds_no_words(new_team: Team) -> None:
    await apply(new_team.sessions, SHORT, why="  Inès\n is on leave ")
    await apply(new_team.sessions, CHARTER, why=" ")

    assert [one.why for one in await new_team.all(CharterVersion)] == ["Inès is on leave", None]
    assert "Inès" not in str([line.facts for line in await new_team.all(AuditLine)])


async def test_an_old_version_is_applied_again_as_a_new_one(team: Team) -> None:
    await apply(team.sessions, SHORT)

    version = await apply_again(team, 1, why="It was better")

    assert (version.number, version.text, version.why) == (3, CHARTER, "It was better")
    assert (version.applied_by, version.applied_at) == (MARIA, LATER)
    *_before, line = await team.all(AuditLine)
    assert (line.deed, line.by, line.facts) == ("charter.applied", MARIA, {"number": 3, "again": 1})
    async with team.sessions.begin() as session:
        assert await charters.current(session, WORKSPACE) == (3, team.charter)


@pytest.mark.parametrize("number", [1, 2])
async def test_what_is_in_force_already_is_not_applied_again(team: Team, number: int) -> None:
    await apply(team.sessions, SHORT)
    await apply(team.sessions, CHARTER + "# again\n")
    await apply(team.sessions, CHARTER if number == 1 else SHORT)
    lines = len(await team.all(AuditLine))

    assert (await apply_again(team, number)).number == 4
    assert len(await team.all(AuditLine)) == lines


async def test_an_old_version_is_refused_for_the_reasons_a_new_one_is(new_team: Team) -> None:
    await apply(new_team.sessions, "relais: 1\n")
    await apply(new_team.sessions, CHARTER)

    with pytest.raises(NamesNobody):
        await apply_again(new_team, 1)

    async with new_team.sessions.begin() as session:
        assert (await charters.current(session, WORKSPACE))[0] == 2


async def test_versions_are_listed_newest_first_and_found_by_their_number(team: Team) -> None:
    await apply(team.sessions, SHORT)
    await apply(team.sessions, SHORT, workspace="T0OTHER")

    async with team.sessions.begin() as session:
        listed = await charters.versions(session, WORKSPACE)
        first = await charters.version(session, WORKSPACE, 1)
        last = await charters.version(session, WORKSPACE)
    assert [version.number for version in listed] == [2, 1]
    assert (first.text, last.text) == (CHARTER, SHORT)


@pytest.mark.parametrize("number", [0, 2, 2**40])
async def test_a_version_that_never_was_is_refused_in_a_sentence(team: Team, number: int) -> None:
    async with team.sessions.begin() as session:
        with pytest.raises(NoVersion, match=f"no version {number}: its versions are 1 to 1"):
            await charters.version(session, WORKSPACE, number)


async def test_without_any_version_it_is_said_so(new_team: Team) -> None:
    with pytest.raises(NoCharter, match="No charter has been put into force yet"):
        await apply_again(new_team, 1)


async def test_a_charter_can_be_read_as_it_was_under_its_number(team: Team) -> None:
    await apply(team.sessions, SHORT)

    async with team.sessions.begin() as session:
        assert await charters.at_number(session, WORKSPACE, 1) == team.charter
        assert await charters.at_number(session, WORKSPACE, 0) == EMPTY
        assert await charters.at_number(session, WORKSPACE, 9) == EMPTY


async def test_a_version_that_is_read_no_more_stands_in_nobodys_way(team: Team) -> None:
    async with team.sessions.begin() as session:
        (await charters.version(session, WORKSPACE)).text = "relais: 0\n"

    assert await apply(team.sessions, SHORT) == 2
    async with team.sessions.begin() as session:
        assert await charters.at_number(session, WORKSPACE, 1) == EMPTY
        assert [each.version.number for each in await history(session, WORKSPACE)] == [2, 1]


async def test_history_tells_what_each_version_changed_from_the_one_before(team: Team) -> None:
    await apply(team.sessions, CHARTER.replace("answer: 4h", "answer: 1d"))
    await apply(team.sessions, CHARTER)
    await apply(team.sessions, CHARTER + "# a remark\n")

    async with team.sessions.begin() as session:
        told = await history(session, WORKSPACE)
    assert [len(each.differences) for each in told] == [0, 1, 1, 0]
    assert [each.again for each in told] == [None, 1, None, None]
    assert [each.is_first for each in told] == [False, False, False, True]


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
