"""The vigil: what has lost its timer gets another."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from knowledge import answers, assignees, vigil
from knowledge.escalation import Escalation
from knowledge.outbox import TIMERS, Kind, Notification
from tests.factories import MARIA, NINA, NOW
from tests.knowledge.team import Team

LATER = NOW + timedelta(hours=3)


async def keeps(team: Team) -> list[int]:
    """One look, later; the escalations that had nothing due."""
    async with team.sessions.begin() as session:
        return [escalation.id for escalation in await vigil.keep(session, now=LATER)]


async def loses_its_timers(team: Team) -> None:
    async with team.sessions.begin() as session:
        await session.execute(delete(Notification).where(Notification.kind.in_(TIMERS)))


async def due(team: Team, escalation: Escalation) -> set[Kind]:
    plan = (await team.sees(escalation)).plan
    return {row.kind for row in await team.planned(*TIMERS) if row.facts["plan"] == plan}


async def test_what_has_its_timers_is_left_alone(team: Team) -> None:
    escalation = await team.escalates()

    assert await keeps(team) == []
    assert (await team.sees(escalation)).plan == escalation.plan


async def test_a_question_without_a_timer_passes_on_in_the_end(team: Team) -> None:
    escalation = await team.escalates()
    await loses_its_timers(team)

    assert await keeps(team) == [escalation.id]
    assert await keeps(team) == []
    await team.until(LATER)
    assert (await team.sees(escalation)).assignee == NINA


async def test_a_pause_without_a_timer_ends(team: Team) -> None:
    escalation = await team.escalates()
    await team.does(assignees.ask_details, escalation, "Laquelle ?", by=MARIA)
    await loses_its_timers(team)

    assert await keeps(team) == [escalation.id]
    assert await due(team, escalation) == {Kind.DETAILS_BY}


async def test_after_the_last_step_the_leads_hear_of_it_again(team: Team) -> None:
    escalation = await team.escalates()
    for hours in (1, 2):
        await team.until(NOW + timedelta(hours=hours))
    assert (await team.sees(escalation)).is_exhausted
    await loses_its_timers(team)

    assert await keeps(team) == [escalation.id]
    assert await due(team, escalation) == {Kind.LEAD_AGAIN}


async def test_what_is_over_needs_no_timer(team: Team) -> None:
    escalation = await team.escalates()
    how: dict[str, Any] = {"by": MARIA, "charter": team.charter}
    await team.does(answers.answer, escalation, "Voilà.", **how)
    await loses_its_timers(team)

    assert await keeps(team) == []
