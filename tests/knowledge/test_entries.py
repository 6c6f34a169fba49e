"""Entries: added, changed and found; every change is a revision."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge import entries
from knowledge.audit import history
from knowledge.entry import Change, Entry, Genre, Revision, Status
from knowledge.entry_errors import Changed
from knowledge.errors import EmptyText, NotFound
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import Team

LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def entry(team: Team) -> Entry:
    known = an_entry(wordings=["remboursement ?"])
    await team.knows(known)
    return known


async def edits(team: Team, entry: Entry, *, seen: int = 1, **said: Any) -> Entry:
    words = {"title": "Un remboursement ?", "body": "Sous 14 jours."} | said
    return await team.does(entries.edit, entry, by=MARIA, now=LATER, seen=seen, **words)


async def revisions(team: Team, entry: Entry) -> list[Revision]:
    return await team.all(Revision, Revision.entry_id == entry.id)


async def test_what_is_added_has_a_first_revision(team: Team, entry: Entry) -> None:
    (first,) = await revisions(team, entry)

    assert (first.number, first.by, first.reason) == (1, NINA, "entry.imported")
    assert (first.title, first.body) == (entry.title, entry.body)
    assert first.facts["variants"] == ["remboursement ?"]
    assert first.facts["status"] == "published"
    assert [change.entry_id for change in await team.all(Change)] == [entry.id]


async def test_an_edit_is_a_revision(team: Team, entry: Entry) -> None:
    await edits(team, entry, title=" Un remboursement ? ", kind=Genre.PROCEDURE, wordings=["a"])

    now = await team.sees(entry)
    assert (now.title, now.kind, now.wordings) == ("Un remboursement ?", Genre.PROCEDURE, ("a",))
    assert (now.revision, now.updated_at) == (2, LATER)
    assert [revision.number for revision in await revisions(team, entry)] == [1, 2]
    assert len(await team.all(Change)) == 2
    async with team.sessions.begin() as session:
        assert [line.deed for line in await history(session, now)][1:] == ["entry.edited"]


async def test_wordings_stay_when_an_edit_says_nothing_of_them(team: Team, entry: Entry) -> None:
    await edits(team, entry)

    assert (await team.sees(entry)).wordings == ("remboursement ?",)


async def test_nobody_overwrites_what_they_have_not_seen(team: Team, entry: Entry) -> None:
    await edits(team, entry, body="Le premier.")

    with pytest.raises(Changed):
        await edits(team, entry, body="Le second.", seen=1)
    assert (await team.sees(entry)).body == "Le premier."
    await edits(team, entry, body="Le second.", seen=2)
    assert (await team.sees(entry)).body == "Le second."


async def test_saving_twice_is_saving_once(team: Team, entry: Entry) -> None:
    for _ in range(2):
        await edits(team, entry, seen=1, wordings=["a", " a ", ""], topic="safety")

    assert (await team.sees(entry)).revision == 2
    with pytest.raises(Changed):
        await edits(team, entry, seen=1, wordings=["a", "b"], topic="safety")


async def test_what_cannot_be_stored_is_no_difference(team: Team, entry: Entry) -> None:
    for _ in range(2):
        await edits(team, entry, seen=1, body="Sous\0 14 jours.\udc00", wordings=["a\0", "a"])

    kept = await team.sees(entry)
    assert (kept.revision, kept.body, kept.wordings) == (2, "Sous 14 jours.", ("a",))


@pytest.mark.parametrize("said", [{"title": " "}, {"body": "\n"}, {"body": "\0"}])
async def test_an_entry_says_something(team: Team, entry: Entry, said: dict[str, Any]) -> None:
    with pytest.raises(EmptyText):
        await edits(team, entry, **said)
    assert len(await revisions(team, entry)) == 1


async def test_an_entry_is_found_by_number_in_its_workspace(team: Team, entry: Entry) -> None:
    async with team.sessions.begin() as session:
        assert (await entries.get(session, WORKSPACE, entry.id, lock=True)).title == entry.title
        for workspace, number in (("T0OTHER", entry.id), (WORKSPACE, 0), (WORKSPACE, 2**63)):
            with pytest.raises(NotFound):
                await entries.get(session, workspace, number)


async def test_an_entry_is_found_by_its_key(team: Team) -> None:
    await team.knows(an_entry(key="faq/1"), an_entry(key="faq/1", workspace="T0OTHER"))

    async with team.sessions.begin() as session:
        found = await entries.with_key(session, WORKSPACE, "faq/1")
        assert found
        assert found.workspace == WORKSPACE
        assert await entries.with_key(session, WORKSPACE, "faq/2") is None


async def test_only_what_is_published_is_shown(team: Team) -> None:
    new = {status: an_entry(status=status) for status in Status}
    await team.knows(*new.values(), other := an_entry(workspace="T0OTHER"))
    numbers = [entry.id for entry in (*new.values(), other)]

    async with team.sessions.begin() as session:
        found = await entries.of_numbers(session, WORKSPACE, numbers)
        assert await entries.of_numbers(session, WORKSPACE, []) == {}

    assert list(found) == [new[Status.PUBLISHED].id]


async def test_the_private_channels_that_have_entries_are_known(team: Team) -> None:
    await team.knows(
        an_entry(audience="G1"),
        an_entry(audience="G1"),
        an_entry(),
        an_entry(audience="G2", status=Status.DRAFT),
        an_entry(audience="G3", workspace="T0OTHER"),
    )

    async with team.sessions.begin() as session:
        assert await entries.audiences(session, WORKSPACE) == {"G1"}


async def test_people_see_what_they_review_and_what_they_wrote(team: Team) -> None:
    await team.knows(
        first := an_entry(status=Status.IN_REVIEW, reviewer=MARIA, author=PAUL),
        second := an_entry(status=Status.DRAFT, reviewer=MARIA, author=PAUL),
        an_entry(reviewer=MARIA, author=ANA),
        an_entry(status=Status.ARCHIVED, reviewer=MARIA, author=PAUL),
    )

    async with team.sessions.begin() as session:
        drafts = await entries.drafts_for(session, WORKSPACE, MARIA)
        written = await entries.written_by(session, WORKSPACE, PAUL)
        assert await entries.written_by(session, "T0OTHER", PAUL) == []
    assert [entry.id for entry in drafts] == [first.id, second.id]
    assert [entry.id for entry in written] == [second.id, first.id]
