"""The library: what is published is found at once on every replica, by those it is meant for."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import insert

from knowledge import entries, review
from knowledge.database import Sessions
from knowledge.entry import Change, Entry, Status
from knowledge.library import WINDOW, Library
from tests.factories import CHARTER, MARIA, NINA, NOW, WORKSPACE, an_entry
from tests.knowledge.team import REFUND, Team

KETTLE = "Comment détartrer la bouilloire ?"


@pytest.fixture
async def replica(team: Team) -> Team:
    """The same team, served by another process that has read the same database before."""
    other = Team(team.sessions)
    await other.finds(KETTLE)
    return other


def a_draft() -> Entry:
    return an_entry(title=KETTLE, status=Status.IN_REVIEW, reviewer=NINA)


async def test_what_is_published_is_found_at_once_on_every_replica(
    team: Team, replica: Team
) -> None:
    await team.knows(entry := a_draft())
    assert await team.finds(KETTLE) == await replica.finds(KETTLE) == []

    await team.does(review.publish, entry, by=NINA, charter=team.charter)

    assert await team.finds(KETTLE) == await replica.finds(KETTLE) == [entry.id]


async def test_what_was_there_before_the_start_is_found(team: Team) -> None:
    await team.knows(entry := an_entry(title=KETTLE), an_entry(title=KETTLE, workspace="T0OTHER"))

    assert await Team(team.sessions).finds(KETTLE) == [entry.id]


async def test_tags_of_what_was_there_before_the_start_are_found(team: Team) -> None:
    await team.knows(entry := an_entry(title=KETTLE, tags=["vinaigre blanc", "théière"]))

    assert await Team(team.sessions).finds("vinaigre théière") == [entry.id]


async def test_what_is_archived_is_never_found(team: Team, replica: Team) -> None:
    await team.knows(entry := a_draft())
    await team.finds(KETTLE)
    await team.does(review.reject, entry, by=NINA, charter=team.charter)

    for one in (team, replica, Team(team.sessions)):
        assert await one.finds(KETTLE) == []


async def test_an_edit_replaces_what_was_found(team: Team, replica: Team) -> None:
    await team.knows(entry := an_entry(title=KETTLE))
    assert await replica.finds(KETTLE) == [entry.id]
    said: dict[str, Any] = {
        "title": "Où est la garantie ?",
        "body": "Sur la facture.",
        "wordings": ["warranty"],
    }

    await team.does(review.edit, entry, by=NINA, charter=team.charter, seen=1, **said)

    for one in (team, replica, Team(team.sessions)):
        assert await one.finds("bouilloire") == []
        assert await one.finds("warranty") == [entry.id]


async def test_two_replicas_agree_after_many_changes(team: Team, replica: Team) -> None:
    titles = ["garantie", "livraison", "cafetière", "filtre", "facture"]
    new = [an_entry(title=f"{title} de la bouilloire") for title in titles]
    await team.knows(*new)
    await replica.finds(KETTLE)
    for entry, topic in zip(new, ["safety", None, "refunds", "safety", None], strict=True):
        said: dict[str, Any] = {"title": f"{entry.title} neuve", "body": entry.body, "topic": topic}
        await team.does(review.edit, entry, by=NINA, charter=team.charter, seen=1, **said)
        await replica.finds(entry.title)

    for text in (KETTLE, "garantie", "facture neuve", "livraison"):
        async with team.sessions.begin() as session:
            one = (await team.library.index(session, WORKSPACE)).search(text)
            two = (await replica.library.index(session, WORKSPACE)).search(text)
            fresh = (await Library().index(session, WORKSPACE)).search(text)
        assert [(hit.key, hit.score) for hit in one] == [(hit.key, hit.score) for hit in two]
        assert [hit.key for hit in fresh] == [hit.key for hit in one]


async def test_a_line_of_the_feed_that_appears_late_is_read_all_the_same(team: Team) -> None:
    """On PostgreSQL a transaction may commit after another that began its line later."""
    await team.knows(late := an_entry(title=KETTLE), later := an_entry(title="Où est le filtre ?"))
    changes = {change.entry_id: change.id for change in await team.all(Change)}
    async with team.sessions.begin() as session:
        await session.delete(await session.get_one(Change, changes[late.id]))
        (await session.get_one(Entry, late.id)).status = Status.DRAFT
    assert await team.finds("filtre") == [later.id]

    async with team.sessions.begin() as session:
        line = {"id": changes[late.id], "workspace": WORKSPACE, "entry_id": late.id}
        await session.execute(insert(Change).values(**line))
        (await session.get_one(Entry, late.id)).status = Status.PUBLISHED

    assert changes[late.id] < changes[later.id]
    assert (await team.finds("bouilloire"))[0] == late.id


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize("imported", [1, 300])
async def test_a_change_that_is_overtaken_is_read_all_the_same(team: Team, imported: int) -> None:
    await team.finds(KETTLE)
    async with team.sessions.begin() as slow:
        entry = an_entry(title=KETTLE)
        await entries.add(slow, entry, by=NINA, now=NOW, deed="entry.imported")
        await team.knows(*(an_entry(title=f"Question {number}") for number in range(imported)))
        assert entry.id not in await team.finds("bouilloire")

    assert (await team.finds("bouilloire"))[0] == entry.id


async def test_a_long_feed_is_read_to_its_end(team: Team) -> None:
    await team.finds(KETTLE)
    first, last = an_entry(title=KETTLE), an_entry(title="Où est la garantie ?")
    await team.knows(first)
    async with team.sessions.begin() as session:
        line = {"workspace": WORKSPACE, "entry_id": first.id}
        await session.execute(insert(Change), [line] * (WINDOW + 50))
    await team.knows(last)

    for one in (team, Team(team.sessions)):
        assert (await one.finds("bouilloire"))[0] == first.id
        assert (await one.finds("garantie"))[0] == last.id
        assert (await one.finds("garantie"))[0] == last.id


async def test_a_private_channels_entries_are_for_its_members(team: Team) -> None:
    await team.knows(
        private := an_entry(title=KETTLE, audience="G1"),
        an_entry(title=KETTLE, audience="G2"),
        an_entry(title=KETTLE, workspace="T0OTHER"),
        shared := an_entry(title="La bouilloire fuit"),
    )

    assert await team.finds("bouilloire") == [shared.id]
    assert set(await team.finds("bouilloire", audiences={"G1"})) == {private.id, shared.id}


async def test_whoever_asks_is_shown_nothing_private(team: Team) -> None:
    await team.knows(private := an_entry(title=KETTLE, audience="G1"))

    outside = await team.asks(KETTLE, by=MARIA)
    inside = await team.asks(KETTLE, by=MARIA, audiences={"G1"})

    assert outside.entries == ()
    assert outside.question.entries == ()
    assert [entry.id for entry in inside.entries] == [private.id]


async def topics(team: Team, text: str) -> list[str]:
    async with team.sessions.begin() as session:
        index = await team.library.index(session, WORKSPACE)
        return [guess.topic for guess in index.topics(text)]


async def test_a_new_charter_brings_new_topics(team: Team, replica: Team) -> None:
    assert (await topics(team, REFUND))[0] == (await topics(replica, REFUND))[0] == "refunds"

    await team.agrees(CHARTER.replace("id: refunds", "id: money-back"))

    for one in (team, replica):
        assert "refunds" not in await topics(one, REFUND)
        assert (await topics(one, REFUND))[0] == "money-back"


async def test_examples_of_a_topic_answer_nothing(team: Team) -> None:
    assert await team.finds(REFUND) == []


async def test_everybody_may_ask_at_once(team: Team) -> None:
    """Those who have written before they look, and those who only look."""
    await team.knows(entry := an_entry(title=KETTLE))
    fresh = Team(team.sessions)

    asked = [fresh.asks(KETTLE, key=f"crowd:{number}") for number in range(6)]
    looked = [fresh.finds(KETTLE) for _ in range(6)]
    outcomes, found = await asyncio.wait_for(
        asyncio.gather(asyncio.gather(*asked), asyncio.gather(*looked)), 20
    )

    assert [outcome.question.entries for outcome in outcomes] == [(entry.id,)] * 6
    assert found == [[entry.id]] * 6


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_who_only_looks_does_not_keep_who_has_written_waiting(
    sessions: Sessions,
) -> None:
    """Both need the database's lock and the shelf's: taken in one order, neither waits in vain."""
    library = Library()
    async with sessions.begin() as writer:
        writer.add(an_entry())
        await writer.flush()
        looker = asyncio.create_task(look(sessions, library))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(2):
            await library.index(writer, WORKSPACE)

    await looker


async def look(sessions: Sessions, library: Library) -> None:
    async with sessions.begin() as session:
        await library.index(session, WORKSPACE)
