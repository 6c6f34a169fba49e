"""Examples: what an expert has answered under a topic speaks for it, to those it is meant for."""

from typing import Any

import pytest

from knowledge import examples, review, synonyms
from knowledge.entry import Entry, Status
from knowledge.escalation import Status as Owed
from tests.factories import CHARTER, NINA, NOW, WORKSPACE, an_entry, an_escalation
from tests.knowledge.team import REFUND, Team

SMOKE = "de la fumée grise sort du socle"


async def topics(team: Team, text: str) -> list[str]:
    async with team.sessions.begin() as session:
        index = await team.library.index(session, WORKSPACE)
        return [guess.topic for guess in index.topics(text)]


async def resolved(team: Team, text: str = SMOKE, **facts: Any) -> Entry:
    """An expert has answered a question under a topic. The draft of it that waits for review."""
    entry = an_entry(title=text, status=Status.IN_REVIEW, reviewer=NINA, topic="safety")
    await team.knows(entry)
    known = {
        "topic": "safety",
        "status": Owed.ANSWERED,
        "answered_at": NOW,
        "answer": "Débranchez.",
    }
    async with team.sessions.begin() as session:
        session.add(an_escalation(text=text, entry_id=entry.id, **known | facts))
    return entry


async def example(team: Team, number: int = 7) -> int | None:
    async with team.sessions.begin() as session:
        return (await team.library.index(session, WORKSPACE)).revision(f"resolved:{number}")


async def test_a_question_that_an_expert_answered_is_an_example_of_its_topic(team: Team) -> None:
    replica = Team(team.sessions)
    assert await example(team) is await example(replica) is None

    await resolved(team)

    for one in (team, replica, Team(team.sessions)):
        assert (await topics(one, "fumée du socle"))[0] == "safety"
        assert await one.finds(SMOKE) == []


async def test_what_is_published_of_it_speaks_for_itself(team: Team) -> None:
    entry = await resolved(team)
    assert await example(team)

    await team.does(review.publish, entry, by=NINA, charter=team.charter)

    assert not await example(team)
    assert (await topics(team, SMOKE))[0] == "safety"


async def test_its_topic_leaves_the_charter_and_so_does_the_example(team: Team) -> None:
    await resolved(team)
    assert await example(team)

    await team.agrees(CHARTER.replace("id: safety", "id: hazards"))

    assert not await example(team)
    assert "safety" not in await topics(team, SMOKE)


@pytest.mark.parametrize(
    "facts",
    [
        {"audience": "G1"},
        {"workspace": "T0OTHER"},
        {"topic": None},
        {"status": Owed.ACKNOWLEDGED, "answered_at": None, "answer": None},
        {"status": Owed.CLOSED, "answered_at": None, "answer": None},
    ],
)
async def test_no_other_escalation_is_an_example(team: Team, facts: dict[str, Any]) -> None:
    await resolved(team, **facts)
    assert not await example(team)


async def test_only_the_latest_are_examples(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "RESOLVED", 2)
    for number in (1, 2, 3):
        await resolved(team, id=number, question_id=number)
    assert [await example(team, number) for number in (1, 2, 3)] == [None, 1, 1]


async def test_words_of_an_example_are_not_what_others_are_corrected_to(team: Team) -> None:
    await resolved(team, "le gloubixo fume")
    async with team.sessions.begin() as session:
        index = await team.library.index(session, WORKSPACE)
    assert index.spelt("un gloubxio") == "un gloubxio"
    assert "" not in index.wordings()


async def test_examples_survive_a_new_list_of_synonyms(team: Team) -> None:
    await resolved(team)
    assert await example(team)
    async with team.sessions.begin() as session:
        await synonyms.add(session, ["socle", "base"], workspace=WORKSPACE, by=NINA, now=NOW)
    assert await example(team)
    assert (await topics(team, REFUND))[0] == "refunds"
