"""People: profiles are remembered, believed for a day, and say who has left."""

from datetime import timedelta

from knowledge import people
from knowledge.people import FRESH, Member, Profile
from tests.factories import ANA, MARIA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import Team


async def remember(team: Team, profile: Profile, workspace: str = WORKSPACE) -> Member:
    async with team.sessions.begin() as session:
        return await people.remember(session, profile, workspace=workspace, now=NOW)


async def test_a_profile_is_remembered_as_it_was_read_last(team: Team) -> None:
    await remember(team, Profile(ANA, "Ana", language="fr", zone="Europe/Paris"))
    async with team.sessions.begin() as session:
        known = await people.find(session, WORKSPACE, ANA)
        assert known
        known.dm = "D0ANA"

    await remember(team, Profile(ANA, "Ana P.", language="en"))

    async with team.sessions.begin() as session:
        known = await people.find(session, WORKSPACE, ANA)
        assert known
        assert (known.name, known.language, known.zone) == ("Ana P.", "en", "UTC")
        assert known.dm == "D0ANA"
        assert await people.find(session, "T0OTHER", ANA) is None


async def test_a_profile_is_believed_for_a_day(team: Team) -> None:
    member = await remember(team, Profile(ANA, "Ana"))

    assert member.is_fresh(NOW + FRESH - timedelta(seconds=1))
    assert not member.is_fresh(NOW + FRESH)


async def test_what_is_known_and_fresh_is_not_written_again(team: Team) -> None:
    described = Profile(ANA, "Ana", language="fr")
    first = await remember(team, described)

    async with team.sessions.begin() as session:
        again = await people.remember(
            session, described, workspace=WORKSPACE, now=NOW + timedelta(hours=1)
        )
        assert not session.dirty
    assert again.seen_at == first.seen_at

    async with team.sessions.begin() as session:
        later = await people.remember(session, described, workspace=WORKSPACE, now=NOW + FRESH)
    assert later.seen_at == NOW + FRESH


async def test_who_has_left_is_known_until_they_come_back(team: Team) -> None:
    await remember(team, Profile(ANA, "Ana"))
    await remember(team, Profile(PAUL, "Paul", is_deactivated=True))
    await remember(team, Profile(MARIA, "Maria", is_deactivated=True), workspace="T0OTHER")

    async with team.sessions.begin() as session:
        assert await people.gone(session, WORKSPACE) == {PAUL}
    await remember(team, Profile(PAUL, "Paul"))
    async with team.sessions.begin() as session:
        assert await people.gone(session, WORKSPACE) == frozenset()


async def test_those_we_have_met_have_names(team: Team) -> None:
    await team.meets(ANA, MARIA)

    async with team.sessions.begin() as session:
        assert await people.names(session, WORKSPACE, {ANA, PAUL}) == {ANA: ANA}
        assert await people.names(session, "T0OTHER", {ANA}) == {}
