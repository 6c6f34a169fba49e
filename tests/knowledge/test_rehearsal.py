"""A rehearsal says what asking would do, and does nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import migrate
from knowledge import rehearsal
from knowledge.charter import parse
from knowledge.errors import EmptyText
from knowledge.library import Library
from knowledge.rehearsal import Rehearsal, Rehearsing
from knowledge.routing import Verdict
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, WORKSPACE
from tests.knowledge.team import ELSEWHERE, FIRE, LAWSUIT, REFUND, Team


async def rehearsed(team: Team, text: str, *, asker: str = ANA) -> Rehearsal:
    """What would become of a question now."""
    async with team.sessions.begin() as session:
        asked = Rehearsing(text, asker, WORKSPACE, NOW)
        return await rehearsal.rehearse(session, asked, library=team.library)


async def rows(team: Team) -> list[int]:
    """How many rows each table has."""
    async with team.sessions.begin() as session:
        tables = migrate.tables().sorted_tables
        return [await session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


@pytest.mark.parametrize("text", [REFUND, FIRE, LAWSUIT, ELSEWHERE])
async def test_it_says_what_asking_does(team: Team, text: str) -> None:
    before = await rows(team)
    played = await rehearsed(team, text)
    assert await rows(team) == before

    outcome = await team.asks(text)

    assert played.decision == outcome.decision
    assert await rows(team) != before
    if outcome.escalation:
        first = played.course.stages[0]
        assert first.nearest.person == outcome.escalation.assignee
        assert first.acknowledge_by == outcome.escalation.acknowledge_due_at
        assert first.answer_by == outcome.escalation.due_at


async def test_it_is_played_as_the_person_it_is_asked_for(team: Team) -> None:
    assert (await rehearsed(team, FIRE)).course.stages[0].nearest.person == MARIA
    assert (await rehearsed(team, FIRE, asker=MARIA)).course.stages[0].nearest.person == NINA


async def test_another_charter_is_tried_with_its_own_examples(team: Team) -> None:
    before = await rows(team)
    text = CHARTER.replace("je vais porter plainte", ELSEWHERE).replace(
        "fallback", "lead_channel: C0LEADS\nfallback"
    )
    asked = Rehearsing(ELSEWHERE, ANA, WORKSPACE, NOW + timedelta(days=1))

    async with team.sessions.begin() as session:
        played = await rehearsal.rehearse_under(session, asked, parse(text), library=Library())

    assert played.decision.verdict is Verdict.SILENT
    assert played.course.leads == ("C0LEADS", NINA)
    assert await rows(team) == before
    assert (await rehearsed(team, ELSEWHERE)).decision.verdict is Verdict.FALLBACK


async def test_what_cannot_be_read_cannot_be_rehearsed(team: Team) -> None:
    with pytest.raises(EmptyText):
        await rehearsed(team, "??")
