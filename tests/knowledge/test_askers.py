"""Askers: details, urgency, leaving, and whether the answer settled it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from knowledge import answers, askers, assignees, timeline
from knowledge.errors import EmptyText, IllegalMove, NotAllowed
from knowledge.escalation import Escalation, Status
from knowledge.outbox import Kind
from knowledge.timeline import Deed
from tests.factories import ANA, AT_WORK, MARIA, NINA, NOW, PAUL
from tests.knowledge.team import Team

MINUTES = timedelta(minutes=1)
LATER = NOW + 30 * MINUTES
SATURDAY = datetime(2026, 1, 17, 10, 0, tzinfo=UTC)
MONDAY = datetime(2026, 1, 19, 8, 0, tzinfo=UTC)
"""Nine in Paris, after the weekend."""
MISSING = "Et si le client insiste ?"


def urgent(*, outside_hours: bool) -> str:
    """Urgent questions on safety: ten minutes to take them, an hour to answer."""
    rings = str(outside_hours).lower()
    line = f"    urgent: {{outside_hours: {rings}, acknowledge: 10m, answer: 1h}}\n"
    return AT_WORK.replace("    stance: refer\n", f"    stance: refer\n{line}")


async def answered(team: Team, escalation: Escalation, text: str = "Débranchez-le.") -> None:
    how: dict[str, Any] = {"by": MARIA, "charter": team.charter}
    await team.does(answers.answer, escalation, text, now=LATER, **how)


async def deeds(team: Team, escalation: Escalation) -> list[Deed]:
    async with team.sessions.begin() as session:
        return [event.deed for event in await timeline.of(session, escalation)]


async def test_what_rings_is_asked_at_once_although_it_waited_for_monday(new_team: Team) -> None:
    await new_team.agrees(urgent(outside_hours=True))
    escalation = await new_team.escalates(now=SATURDAY)
    (request,) = await new_team.planned(Kind.REQUEST)
    assert request.due_at == MONDAY

    await new_team.does(askers.hurry, escalation, "Un blessé.", by=ANA, now=SATURDAY)

    assert (await new_team.sees(request)).due_at == SATURDAY
    now = await new_team.sees(escalation)
    assert now.acknowledge_due_at == SATURDAY + 10 * MINUTES
    assert now.due_at == SATURDAY + 60 * MINUTES
    (told,) = await new_team.planned(Kind.URGENT)
    assert (told.to, told.due_at) == (MARIA, SATURDAY)
    await new_team.until(SATURDAY + 10 * MINUTES)
    now = await new_team.sees(escalation)
    assert (now.assignee, now.due_at) == (NINA, SATURDAY + 70 * MINUTES), "urgent for her too"


async def test_what_does_not_ring_is_urgent_at_work_only(new_team: Team) -> None:
    await new_team.agrees(urgent(outside_hours=False))
    escalation = await new_team.escalates(now=SATURDAY)

    await new_team.does(askers.hurry, escalation, "Un blessé.", by=ANA, now=SATURDAY)

    now = await new_team.sees(escalation)
    assert now.acknowledge_due_at == MONDAY + 10 * MINUTES
    assert now.due_at == MONDAY + 60 * MINUTES
    rows = await new_team.planned(Kind.REQUEST, Kind.URGENT)
    assert [row.due_at for row in rows] == [MONDAY, MONDAY]


async def test_without_urgent_deadlines_the_assignee_hears_that_it_is_urgent(team: Team) -> None:
    escalation = await team.escalates()

    await team.does(askers.hurry, escalation, " Un blessé. ", by=ANA, now=LATER)

    now = await team.sees(escalation)
    assert (now.is_urgent, now.urgency) == (True, "Un blessé.")
    assert now.due_at == NOW + 120 * MINUTES
    assert [row.to for row in await team.planned(Kind.URGENT)] == [MARIA]


async def test_urgency_never_makes_a_deadline_later(new_team: Team) -> None:
    await new_team.agrees(urgent(outside_hours=True))
    escalation = await new_team.escalates()
    late = NOW + 25 * MINUTES

    await new_team.does(askers.hurry, escalation, "Un blessé.", by=ANA, now=late)

    now = await new_team.sees(escalation)
    assert now.acknowledge_due_at == NOW + 30 * MINUTES
    assert now.due_at == late + 60 * MINUTES


async def test_urgency_while_details_are_awaited_counts_when_they_come(new_team: Team) -> None:
    await new_team.agrees(urgent(outside_hours=True))
    escalation = await new_team.escalates()
    await new_team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)

    await new_team.does(askers.hurry, escalation, "Un blessé.", by=ANA)
    await new_team.does(askers.add_details, escalation, "Aube.", by=ANA, now=LATER)

    assert (await new_team.sees(escalation)).due_at == LATER + 60 * MINUTES


async def test_only_its_asker_calls_it_urgent_once_and_says_why(team: Team) -> None:
    escalation = await team.escalates()

    with pytest.raises(NotAllowed, match=ANA):
        await team.does(askers.hurry, escalation, "Vite.", by=PAUL)
    with pytest.raises(EmptyText):
        await team.does(askers.hurry, escalation, " ", by=ANA)
    await team.does(askers.hurry, escalation, "Vite.", by=ANA)
    await team.does(askers.hurry, escalation, "Vite.", by=ANA)
    with pytest.raises(IllegalMove):
        await team.does(askers.hurry, escalation, "Encore plus vite.", by=ANA)
    assert (await deeds(team, escalation)).count(Deed.URGENT) == 1
    await answered(team, escalation)
    with pytest.raises(IllegalMove):
        await team.does(askers.hurry, escalation, "Vite.", by=ANA)


async def test_what_is_nobodys_stays_so_and_the_leads_hear_that_it_is_urgent(
    new_team: Team,
) -> None:
    channel = "language: fr\nlead_channel: C0LEADS\n"
    await new_team.agrees(urgent(outside_hours=True).replace("language: fr\n", channel))
    escalation = await new_team.escalates()
    await new_team.until(NOW + 30 * MINUTES)
    await new_team.until(NOW + 90 * MINUTES)
    before = len(await new_team.planned(Kind.OVERDUE))

    await new_team.does(askers.hurry, escalation, "Vite.", by=ANA, now=NOW + 95 * MINUTES)

    now = await new_team.sees(escalation)
    assert now.is_exhausted
    told = [row.to for row in (await new_team.planned(Kind.OVERDUE))[before:]]
    assert told == ["C0LEADS", NINA]


async def test_the_assignee_hears_of_details_at_work(new_team: Team) -> None:
    await new_team.agrees(AT_WORK)
    escalation = await new_team.escalates(now=SATURDAY)

    await new_team.does(askers.add_details, escalation, "Aube.", by=ANA, now=SATURDAY)
    await new_team.does(askers.add_details, escalation, "Aube.", by=ANA, now=SATURDAY)

    (told,) = await new_team.planned(Kind.DETAILS)
    assert told.due_at == MONDAY
    assert (await new_team.sees(escalation)).details == ["Aube."], "pressed twice, said once"


async def test_what_is_awaited_is_awaited_from_the_asker_who_stays(team: Team) -> None:
    escalation = await team.escalates(by=ANA)
    await team.escalates(by=PAUL)
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)

    await team.does(askers.cancel, escalation, by=ANA)

    asked = [row.to for row in await team.planned(Kind.DETAILS_WANTED)]
    assert asked == [ANA] * 3 + [PAUL] * 3
    await team.does(askers.add_details, escalation, "Aube.", by=PAUL)
    assert (await team.sees(escalation)).status is Status.ACKNOWLEDGED


async def test_solved_thanks_who_answered_and_closes(team: Team) -> None:
    escalation = await team.escalates()
    with pytest.raises(IllegalMove):
        await team.does(askers.solved, escalation, by=ANA)
    await answered(team, escalation)

    with pytest.raises(NotAllowed, match=ANA):
        await team.does(askers.solved, escalation, by=MARIA)
    await team.does(askers.solved, escalation, by=ANA)
    await team.does(askers.solved, escalation, by=ANA)

    assert (await team.sees(escalation)).status is Status.CLOSED
    assert [row.to for row in await team.planned(Kind.SOLVED)] == [MARIA]
    with pytest.raises(IllegalMove):
        await team.does(askers.not_solved, escalation, MISSING, by=ANA)


async def test_not_solved_owes_it_again_in_the_time_that_was_left(team: Team) -> None:
    """Answered after half an hour of two: an hour and a half is left, tomorrow as today."""
    escalation = await team.escalates()
    await answered(team, escalation)
    tomorrow = NOW + timedelta(days=1)

    with pytest.raises(NotAllowed, match=ANA):
        await team.does(askers.not_solved, escalation, MISSING, by=PAUL)
    with pytest.raises(EmptyText):
        await team.does(askers.not_solved, escalation, " ", by=ANA)
    await team.does(askers.not_solved, escalation, MISSING, by=ANA, now=tomorrow)
    await team.does(askers.not_solved, escalation, MISSING, by=ANA, now=tomorrow)

    now = await team.sees(escalation)
    assert (now.status, now.assignee, now.answer) == (Status.OPEN, MARIA, None)
    assert now.details == [MISSING]
    assert now.acknowledge_due_at == tomorrow + 30 * MINUTES
    assert now.due_at == tomorrow + 90 * MINUTES
    assert [row.to for row in await team.planned(Kind.NOT_SOLVED)] == [MARIA]
    await team.until(tomorrow + 30 * MINUTES)
    assert (await team.sees(escalation)).assignee == NINA, "and late is late"


async def test_answered_in_the_last_minute_leaves_time_to_take_it_again(team: Team) -> None:
    escalation = await team.escalates()
    how: dict[str, Any] = {"by": MARIA, "charter": team.charter}
    await team.does(assignees.acknowledge, escalation, by=MARIA)
    await team.does(answers.answer, escalation, "Oui.", now=NOW + 120 * MINUTES, **how)

    await team.does(askers.not_solved, escalation, MISSING, by=ANA, now=NOW + 130 * MINUTES)

    assert (await team.sees(escalation)).due_at == NOW + 160 * MINUTES


async def test_who_is_away_by_now_is_not_asked_again(new_team: Team) -> None:
    await new_team.agrees(AT_WORK)
    escalation = await new_team.escalates()
    await answered(new_team, escalation)
    away = "autonomy: senior, away: [{from: 2026-01-13, back: 2026-01-20}]}"
    await new_team.agrees(AT_WORK.replace("autonomy: senior}", away, 1))

    tuesday = NOW + timedelta(days=1)
    await new_team.does(askers.not_solved, escalation, MISSING, by=ANA, now=tuesday)

    now = await new_team.sees(escalation)
    assert (now.assignee, now.round, now.details) == (NINA, 2, [MISSING])
    assert (await deeds(new_team, escalation))[-3:] == [Deed.NOT_SOLVED, Deed.AWAY, Deed.ASKED]


async def test_who_is_away_when_details_come_is_not_waited_for(new_team: Team) -> None:
    await new_team.agrees(AT_WORK)
    escalation = await new_team.escalates()
    await new_team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)
    away = "autonomy: senior, away: [{from: 2026-01-13, back: 2026-01-20}]}"
    await new_team.agrees(AT_WORK.replace("autonomy: senior}", away, 1))

    tuesday = NOW + timedelta(days=1)
    await new_team.does(askers.add_details, escalation, "Aube.", by=ANA, now=tuesday)

    assert (await new_team.sees(escalation)).assignee == NINA


async def test_the_second_answer_reaches_everybody_too(team: Team) -> None:
    escalation = await team.escalates(by=ANA)
    await team.escalates(by=PAUL)
    await answered(team, escalation)
    await team.does(askers.not_solved, escalation, MISSING, by=ANA, now=LATER)

    await answered(team, escalation, "Débranchez-le, puis remboursez.")

    told = [(row.to, row.facts["plan"]) for row in await team.planned(Kind.ANSWER)]
    assert told == [(ANA, 1), (PAUL, 1), (ANA, 2), (PAUL, 2)]
    async with team.sessions.begin() as session:
        given = [await answers.given(session, escalation, plan) for plan in (1, 2, 3)]
    assert given == ["Débranchez-le.", "Débranchez-le, puis remboursez.", ""]
