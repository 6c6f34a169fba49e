"""One id: what comes of a request keeps its id, and nothing else does."""

import asyncio

from knowledge import correlation, inbox, outbox, story
from knowledge.database import Sessions
from knowledge.inbox import Event
from knowledge.outbox import Kind
from tests.factories import ANA, MARIA, NOW, WORKSPACE
from tests.knowledge.team import FIRE, Team


async def test_rows_keep_the_id_of_the_request_they_come_from(sessions: Sessions) -> None:
    with correlation.carried("Ev1"):
        async with sessions.begin() as session:
            await inbox.keep(session, "Ev1", {}, now=NOW)
            await outbox.notify(
                session, Kind.HELP, key="k", workspace=WORKSPACE, to=ANA, about=1, now=NOW
            )

    async with sessions.begin() as session:
        row = await outbox.with_key(session, WORKSPACE, "k")
        event = await session.get_one(Event, "Ev1")
    assert row
    assert (row.correlation_id, event.correlation_id) == ("Ev1", "Ev1")
    assert correlation.current() is None


async def test_what_comes_of_no_request_has_none(team: Team) -> None:
    await team.escalates()

    assert {row.correlation_id for row in await team.planned()} == {None}


async def test_tasks_begun_meanwhile_carry_it_on_and_others_their_own() -> None:
    async def work(name: str) -> list[str | None]:
        with correlation.carried(name):
            await asyncio.sleep(0)
            return [correlation.current(), *await asyncio.gather(_current())]

    assert [*await asyncio.gather(work("a"), work("b"))] == [["a", "a"], ["b", "b"]]


def test_an_id_fits_its_column() -> None:
    with correlation.carried("x" * 1_000):
        assert correlation.current() == "x" * correlation.LONGEST


async def test_a_story_tells_what_came_of_a_request_in_order_and_no_words(team: Team) -> None:
    with correlation.carried("command-1"):
        escalation = await team.escalates()
    await team.until(NOW)

    async with team.sessions.begin() as session:
        told = [happening.what for happening in await story.of(session, "command-1")]
        about = await story.of_escalation(session, escalation)

    assert told[0] == f"question {escalation.question_id} of {ANA} by command: escalate"
    assert any(f"escalation.request, about {escalation.id}, to {MARIA}" in line for line in told)
    assert {happening.correlation_id for happening in about} == {"command-1"}
    assert FIRE not in "".join(told)


async def test_of_an_id_nobody_knows_there_is_no_story(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert await story.of(session, "Ev404") == []


async def _current() -> str | None:
    return correlation.current()
