"""Absent: what somebody owes passes on when they will not be back in time."""

from datetime import datetime, timedelta
from typing import Any

from knowledge import absences, absent, assignees, handovers
from knowledge.escalation import Escalation, Status
from knowledge.handovers import Cause
from knowledge.outbox import Kind
from tests.factories import ANA, AT_WORK, MARIA, NINA, NOW, WORKSPACE
from tests.knowledge.team import FIRE, REFUND, Team

LATER = NOW + timedelta(minutes=10)
TUESDAY = NOW + timedelta(hours=23)
"""Nine in Paris, the next working day."""


async def leaves(team: Team, person: str, *, back: datetime, now: datetime = LATER) -> None:
    """Somebody says that they are away from now on."""
    async with team.sessions.begin() as session:
        how: dict[str, Any] = {"until": back, "from_at": now, "by": person, "now": now}
        await absences.stay_away(session, WORKSPACE, person, **how)


async def hands(team: Team, escalation: Escalation) -> list[tuple[str, str | None, Cause]]:
    async with team.sessions.begin() as session:
        passed = await handovers.of_escalation(session, escalation)
    return [(one.former, one.assignee, one.cause) for one in passed]


async def test_what_they_cannot_take_in_time_passes_on(new_team: Team) -> None:
    await new_team.agrees(AT_WORK)
    fire, refund = await new_team.escalates(FIRE), await new_team.escalates(REFUND)

    await leaves(new_team, MARIA, back=TUESDAY)

    for escalation in (fire, refund):
        assert await hands(new_team, escalation) == [(MARIA, NINA, Cause.AWAY)]
    told = await new_team.planned(Kind.PASSED_ON)
    assert {(row.to, row.facts["reason"]) for row in told} == {(MARIA, Cause.AWAY)}
    async with new_team.sessions.begin() as session:
        assert await absent.follow(session, WORKSPACE, MARIA, now=LATER) == 0


async def test_what_they_are_back_for_stays(new_team: Team) -> None:
    """Asked at five with an hour to take it: that is nine in the morning, and so are they."""
    await new_team.agrees(AT_WORK)
    tonight = NOW + timedelta(hours=7, minutes=30)
    escalation = await new_team.escalates(now=tonight)
    assert escalation.acknowledge_due_at == NOW + timedelta(hours=8)
    late = await new_team.escalates(REFUND, now=tonight + timedelta(minutes=15))

    await leaves(new_team, MARIA, back=TUESDAY, now=tonight)

    assert await hands(new_team, late) == []
    assert (await new_team.sees(late)).assignee == MARIA
    assert (await new_team.sees(escalation)).assignee == NINA


async def test_what_is_taken_stays_until_its_answer_would_be_late(new_team: Team) -> None:
    await new_team.agrees(AT_WORK)
    escalation = await new_team.escalates()
    await new_team.does(assignees.acknowledge, escalation, by=MARIA)

    await leaves(new_team, MARIA, back=TUESDAY)

    assert (await new_team.sees(escalation)).assignee == NINA


async def test_while_details_are_awaited_nobody_is_late(new_team: Team) -> None:
    await new_team.agrees(AT_WORK)
    escalation = await new_team.escalates()
    await new_team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)

    await leaves(new_team, MARIA, back=TUESDAY)

    assert (await new_team.sees(escalation)).status is Status.PAUSED


async def test_what_is_nobodys_passes_to_nobody(new_team: Team) -> None:
    await new_team.agrees(AT_WORK)
    escalation = await new_team.escalates()
    await new_team.until(NOW + timedelta(minutes=30))
    await new_team.until(NOW + timedelta(minutes=90))
    assert (await new_team.sees(escalation)).is_exhausted

    await leaves(new_team, NINA, back=TUESDAY, now=NOW + timedelta(hours=2))

    assert (await new_team.sees(escalation)).assignee == NINA
    assert (await hands(new_team, escalation))[-1] == (NINA, None, Cause.NOT_ACKNOWLEDGED)


async def test_with_everybody_away_it_goes_to_who_is_back_first_and_the_leads_know(
    new_team: Team,
) -> None:
    week, days = "back: 2026-01-20", "back: 2026-01-14"
    text = AT_WORK
    for person, back in ((MARIA, week), (NINA, days)):
        known = f"{{slack: {person}, autonomy: senior}}"
        gone = f"{{slack: {person}, autonomy: senior, away: [{{from: 2026-01-12, {back}}}]}}"
        text = text.replace(known, gone)
    await new_team.agrees(text)

    escalation = await new_team.escalates(by=ANA)

    assert (escalation.assignee, escalation.step) == (NINA, 1)
    assert escalation.due_at == NOW + timedelta(days=3, hours=-1), "a day of work after her return"
    told = [(row.to, row.facts["reason"]) for row in await new_team.planned(Kind.OVERDUE)]
    assert told == [(NINA, Cause.AWAY)]


async def test_who_declines_while_the_others_are_away_passes_it_on_and_the_leads_know(
    new_team: Team,
) -> None:
    known = f"{{slack: {NINA}, autonomy: senior}}"
    gone = f"{{slack: {NINA}, autonomy: senior, away: [{{from: 2026-01-12, back: 2026-01-14}}]}}"
    await new_team.agrees(AT_WORK.replace(known, gone))
    escalation = await new_team.escalates()

    await new_team.does(assignees.decline, escalation, "Pas moi.", by=MARIA)

    assert (await new_team.sees(escalation)).assignee == NINA
    assert [row.to for row in await new_team.planned(Kind.OVERDUE)] == [NINA]
