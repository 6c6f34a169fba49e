"""Understanding: wordings are read once, questions wait a moment at most, and no failure shows."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from sqlalchemy import select

from knowledge import understanding
from knowledge.database import Sessions
from knowledge.library import Library
from knowledge.meaning import Meaning, keep
from knowledge.search.semantic import EmbeddingFailed
from knowledge.understanding import Understanding
from tests.factories import WORKSPACE, an_entry
from tests.fake_embedder import FakeEmbedder
from tests.knowledge.team import Team

KETTLE = "Comment détartrer la bouilloire ?"
SCALE = "Zirfexu, plumqax ?"


@pytest.fixture
def model() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def warned() -> list[Exception]:
    return []


@pytest.fixture
async def team(team: Team, model: FakeEmbedder, warned: list[Exception]) -> AsyncIterator[Team]:
    """A team whose search understands; it knows how to clean a kettle, and five other things."""
    equip(team, model, warned)
    await team.knows(an_entry(title=KETTLE), *(an_entry(title=f"Entrée {n}") for n in range(5)))
    yield team
    await knows_all(team).close()


def equip(team: Team, model: FakeEmbedder, warned: list[Exception] | None = None) -> None:
    told = [] if warned is None else warned
    team.library = Library(Understanding(model, team.sessions, told.append))


def knows_all(team: Team) -> Understanding:
    assert team.library.understanding
    return team.library.understanding


async def read(team: Team) -> None:
    """Somebody looks, and every wording is read."""
    await team.finds("quelque chose")
    await knows_all(team).settled()


async def first(team: Team, question: str = SCALE) -> str | None:
    """The title of what is found first for a question that is asked."""
    outcome = await team.asks(question)
    return next((entry.title for entry in outcome.entries), None)


async def kept(sessions: Sessions) -> list[Meaning]:
    async with sessions.begin() as session:
        return [*await session.scalars(select(Meaning))]


async def test_an_entry_is_found_in_other_words_once_it_was_read(team: Team) -> None:
    assert await first(team) is None
    await knows_all(team).settled()

    assert await first(team) == KETTLE


async def test_nothing_is_read_again_after_a_new_start(team: Team) -> None:
    await read(team)
    rows = await kept(team.sessions)
    restarted = FakeEmbedder()
    equip(team, restarted)
    await read(team)

    assert len(rows) == len(await kept(team.sessions)) >= 6
    assert KETTLE not in restarted.asked
    assert await first(team) == KETTLE


async def test_a_question_that_is_repeated_is_read_once(team: Team, model: FakeEmbedder) -> None:
    await read(team)
    await asyncio.gather(*(knows_all(team).ponder(SCALE) for _ in range(3)))
    await first(team)

    assert model.asked.count(SCALE) == 1


async def test_another_model_reads_everything_anew(team: Team) -> None:
    await read(team)
    before = {row.digest for row in await kept(team.sessions)}
    equip(team, FakeEmbedder("another", breadth=32))
    await read(team)
    rows = await kept(team.sessions)

    assert {(row.model, len(row.vector)) for row in rows} == {("another", 64)}
    assert {row.digest for row in rows} == before
    assert await first(team) == KETTLE


async def test_vectors_of_another_length_are_read_anew(team: Team) -> None:
    short = {KETTLE: np.ones(3, np.float32)}
    async with team.sessions.begin() as session:
        await keep(session, WORKSPACE, "fake", short)
    await read(team)

    assert {len(row.vector) for row in await kept(team.sessions)} == {128}
    assert await first(team) == KETTLE


async def test_what_is_gone_is_forgotten_at_the_next_start(team: Team, model: FakeEmbedder) -> None:
    await team.knows(entry := an_entry(title="Secret de Polichinelle"))
    await read(team)
    before = len(await kept(team.sessions))
    async with team.sessions.begin() as session:
        await session.delete(await session.get_one(type(entry), entry.id))
    equip(team, model)
    await read(team)

    assert len(await kept(team.sessions)) == before - 1


async def test_a_model_that_does_not_know_the_language_is_not_asked(
    team: Team, model: FakeEmbedder
) -> None:
    model.languages = frozenset({"en"})
    await read(team)
    await first(team, "comment est-ce que je nettoie ma bouilloire ?")
    await first(team, "how do I clean my kettle?")

    assert any("kettle" in text for text in model.asked)
    assert not any("nettoie" in text for text in model.asked)


async def test_a_failing_model_is_told_once_and_words_answer(
    team: Team, model: FakeEmbedder, warned: list[Exception]
) -> None:
    await read(team)
    model.fails = EmbeddingFailed("The key is refused.")
    found = [await first(team, f"détartrer la bouilloire {number}") for number in range(6)]

    assert found == [KETTLE] * 6
    assert warned == [model.fails]
    assert len([text for text in model.asked if "bouilloire" in text and text != KETTLE]) == 3


async def test_a_model_that_has_rested_is_asked_again(
    team: Team, model: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(understanding, "REST", 0.01)
    await read(team)
    model.fails = EmbeddingFailed("It is away.")
    for number in range(3):
        await first(team, f"zirfexu plumqax {number}")
    model.fails = None
    await asyncio.sleep(0.05)

    assert await first(team) == KETTLE


async def test_a_slow_model_keeps_nobody_waiting(
    team: Team, model: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(understanding, "MOMENT", 0.01)
    await read(team)
    model.dawdles = asyncio.Event()

    assert await first(team, "détartrer la bouilloire") == KETTLE
    assert await first(team) is None
    model.dawdles.set()
    await knows_all(team).settled()
    assert await first(team) == KETTLE


async def test_a_model_that_errs_is_not_believed(team: Team, model: FakeEmbedder) -> None:
    await read(team)
    model.breadth = 16

    assert await first(team) is None
    assert await first(team, "détartrer la bouilloire") == KETTLE


async def test_wordings_that_could_not_be_read_are_read_later(
    team: Team, model: FakeEmbedder
) -> None:
    model.fails = EmbeddingFailed("It is away.")
    await read(team)
    assert await kept(team.sessions) == []
    model.fails = None
    await read(team)

    assert await first(team) == KETTLE


async def test_a_new_wording_is_read_when_somebody_looks(team: Team, model: FakeEmbedder) -> None:
    await read(team)
    await team.knows(an_entry(title="Où est le joint ?"))
    await read(team)

    assert model.asked.count("Où est le joint ?") == model.asked.count(KETTLE) == 1
