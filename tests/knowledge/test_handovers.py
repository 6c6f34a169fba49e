"""Handovers: what is late or cannot be delivered goes to the next, and the lead hears of it."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge import answers, askers, assignees, handovers, leases, timers
from knowledge.audit import history
from knowledge.escalation import Escalation, Status
from knowledge.handovers import Cause
from knowledge.outbox import TIMERS, Kind, Notification, State
from knowledge.timeline import CLOCK
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL
from tests.knowledge.team import FIRE, Team

LATE = NOW + timedelta(minutes=30)
OVERDUE = NOW + timedelta(hours=2)
WITH_CHANNEL = CHARTER.replace("language: fr\n", "language: fr\nlead_channel: C0LEADS\n")


async def told(team: Team, kind: Kind) -> list[tuple[str, str]]:
    return [(row.to, row.facts["reason"]) for row in await team.planned(kind)]


async def hands(team: Team, escalation: Escalation) -> list[tuple[str, str | None, Cause]]:
    async with team.sessions.begin() as session:
        passed = await handovers.of_escalation(session, escalation)
    return [(one.former, one.assignee, one.cause) for one in passed]


async def test_before_its_time_nothing_happens(team: Team) -> None:
    escalation = await team.escalates()

    assert await team.until(LATE - timedelta(seconds=1)) == 0
    assert (await team.sees(escalation)).assignee == MARIA


async def test_what_nobody_takes_on_goes_to_the_next_step(team: Team) -> None:
    escalation = await team.escalates()

    await team.until(LATE)

    now = await team.sees(escalation)
    assert (now.assignee, now.status, now.round, now.step) == (NINA, Status.OPEN, 2, 1)
    assert now.due_at == LATE + timedelta(days=1)
    assert [row.to for row in await team.planned(Kind.REQUEST)] == [MARIA, NINA]
    assert await told(team, Kind.PASSED_ON) == [(MARIA, Cause.NOT_ACKNOWLEDGED)]
    assert await told(team, Kind.OVERDUE) == []
    assert await hands(team, escalation) == [(MARIA, NINA, Cause.NOT_ACKNOWLEDGED)]


async def test_what_was_taken_on_in_time_stays(team: Team) -> None:
    escalation = await team.escalates()
    await team.does(assignees.acknowledge, escalation, by=MARIA, now=LATE)

    await team.until(LATE)

    assert (await team.sees(escalation)).assignee == MARIA
    assert await hands(team, escalation) == []


async def test_taken_is_not_answered(team: Team) -> None:
    escalation = await team.escalates()
    await team.does(assignees.acknowledge, escalation, by=MARIA, now=NOW)

    await team.until(OVERDUE)

    now = await team.sees(escalation)
    assert (now.assignee, now.status, now.acknowledged_at) == (NINA, Status.OPEN, None)
    assert await told(team, Kind.PASSED_ON) == [(MARIA, Cause.NOT_ANSWERED)]
    assert await told(team, Kind.OVERDUE) == [(NINA, Cause.NOT_ANSWERED)]


async def test_the_lead_is_told_in_the_lead_channel(new_team: Team) -> None:
    await new_team.agrees(WITH_CHANNEL)
    escalation = await new_team.escalates()
    await new_team.does(assignees.acknowledge, escalation, by=MARIA, now=NOW)

    await new_team.until(OVERDUE)

    assert await told(new_team, Kind.OVERDUE) == [("C0LEADS", Cause.NOT_ANSWERED)]


async def test_who_is_last_hears_that_the_time_is_over(new_team: Team) -> None:
    """They owe it still. A lead hears so as a lead."""
    nina, paul = (f"[{person}], acknowledge: 1h" for person in (NINA, PAUL))
    await new_team.agrees(CHARTER.replace(nina, paul, 2))  # Paul has no say on safety
    escalation = await new_team.escalates()

    await new_team.until(LATE)

    assert (await new_team.sees(escalation)).is_exhausted
    reminders = await new_team.planned(Kind.REMINDER)
    assert [row.to for row in reminders if row.facts["part"] >= 1] == [MARIA]


async def test_after_the_last_step_the_lead_is_told_and_it_stays_owed(team: Team) -> None:
    escalation = await team.escalates()
    await team.until(LATE)

    await team.until(LATE + timedelta(hours=1))

    now = await team.sees(escalation)
    assert (now.assignee, now.status, now.round) == (NINA, Status.OPEN, 2)
    assert now.is_live
    assert await told(team, Kind.OVERDUE) == [(NINA, Cause.NOT_ACKNOWLEDGED)]
    await team.until(LATE + timedelta(days=1, hours=1))
    assert await hands(team, escalation) == [
        (MARIA, NINA, Cause.NOT_ACKNOWLEDGED),
        (NINA, None, Cause.NOT_ACKNOWLEDGED),
    ]
    assert len(await told(team, Kind.OVERDUE)) == 2, "the lead is told again each working day"
    assert (await team.sees(escalation)).is_live
    entry = await team.does(
        answers.answer, escalation, "Enfin.", by=NINA, charter=team.charter, now=OVERDUE
    )
    assert entry.body == "Enfin."


@pytest.mark.parametrize("end", ["answer", "cancel"])
async def test_an_end_just_before_the_deadline_stops_everything(team: Team, end: str) -> None:
    escalation = await team.escalates()
    just_before = LATE - timedelta(seconds=1)
    if end == "answer":
        how: dict[str, Any] = {"by": MARIA, "charter": team.charter, "now": just_before}
        await team.does(answers.answer, escalation, "Voilà.", **how)
    else:
        await team.does(askers.cancel, escalation, by=ANA, now=just_before)

    await team.until(OVERDUE)

    assert await hands(team, escalation) == []
    assert [row.to for row in await team.planned(Kind.REQUEST)] == [MARIA]
    assert await told(team, Kind.OVERDUE) == []


async def test_who_has_left_is_passed_over(new_team: Team) -> None:
    third = CHARTER.replace(
        f"      - {{who: [{MARIA}], acknowledge: 30m, answer: 2h}}\n",
        f"      - {{who: [{MARIA}], acknowledge: 30m, answer: 2h}}\n"
        "      - {who: [U0LEO], acknowledge: 30m, answer: 2h}\n",
    ).replace("people:\n", "people:\n  - {slack: U0LEO, autonomy: senior}\n")
    await new_team.agrees(third)
    escalation = await new_team.escalates()
    await new_team.loses("U0LEO")

    await new_team.until(LATE)

    assert (await new_team.sees(escalation)).assignee == NINA


async def test_who_has_left_is_not_asked_in_the_first_place(team: Team) -> None:
    await team.loses(MARIA)

    assert (await team.escalates()).assignee == NINA


async def test_who_waits_for_the_answer_is_not_asked_for_it(team: Team) -> None:
    escalation = await team.escalates(by=ANA)
    await team.escalates(by=NINA)

    await team.until(LATE)

    assert await hands(team, escalation) == [(MARIA, None, Cause.NOT_ACKNOWLEDGED)]
    assert (await team.sees(escalation)).assignee == MARIA


async def test_who_cannot_be_reached_is_passed_over_at_once(team: Team) -> None:
    escalation = await team.escalates()
    (request,) = await team.planned(Kind.REQUEST)

    await team.does(timers.unreachable, request)
    await team.does(timers.unreachable, request)

    now = await team.sees(escalation)
    assert (now.assignee, now.round) == (NINA, 2)
    assert await hands(team, escalation) == [(MARIA, NINA, Cause.UNREACHABLE)]
    assert await told(team, Kind.OVERDUE) == []


async def test_when_nobody_can_be_reached_the_lead_is_told(team: Team) -> None:
    escalation = await team.escalates()
    for _ in range(2):
        request = (await team.planned(Kind.REQUEST))[-1]
        await team.does(timers.unreachable, request)

    assert (await hands(team, escalation))[-1] == (NINA, None, Cause.UNREACHABLE)
    assert await told(team, Kind.OVERDUE) == [(NINA, Cause.UNREACHABLE)]


async def test_what_has_ended_is_not_passed_on_when_a_message_bounces(team: Team) -> None:
    escalation = await team.escalates()
    (request,) = await team.planned(Kind.REQUEST)
    await team.does(askers.cancel, escalation, by=ANA)

    await team.does(timers.unreachable, request)

    assert await hands(team, escalation) == []


async def test_a_timer_of_an_earlier_round_does_nothing(team: Team) -> None:
    escalation = await team.escalates()
    await team.until(LATE)

    assert await team.until(OVERDUE) >= 1

    first = (MARIA, NINA, Cause.NOT_ACKNOWLEDGED)
    assert (await hands(team, escalation))[0] == first
    assert Cause.NOT_ANSWERED not in [cause for _, _, cause in await hands(team, escalation)]


async def test_a_crash_in_the_middle_leaves_the_timer_due(team: Team) -> None:
    """As the worker does: settled and decided in one transaction, or neither."""
    escalation = await team.escalates()
    async with team.sessions.begin() as session:
        (timer,) = await leases.lease_due(session, TIMERS, owner="worker", now=LATE)

    with pytest.raises(RuntimeError, match="power cut"):
        await decides_and_dies(team, timer)

    assert (await team.sees(timer)).state is State.READY
    assert (await team.sees(escalation)).assignee == MARIA
    assert await hands(team, escalation) == []
    assert await team.until(LATE + leases.LEASE) == 1
    assert (await team.sees(escalation)).assignee == NINA
    assert len(await team.planned(Kind.PASSED_ON)) == 1


async def decides_and_dies(team: Team, timer: Notification) -> None:
    async with team.sessions.begin() as session:
        assert await leases.settle(session, timer, State.DONE)
        await timers.decide(session, timer, library=team.library, now=LATE)
        raise RuntimeError("power cut")


async def test_the_log_tells_that_time_did_it(team: Team) -> None:
    escalation = await team.escalates(FIRE, by=PAUL)
    await team.until(LATE)

    async with team.sessions.begin() as session:
        lines = await history(session, escalation)
    assert [(line.by, line.deed) for line in lines] == [
        (PAUL, "escalation.opened"),
        (CLOCK, "escalation.asked"),
        (CLOCK, "escalation.overdue"),
        (CLOCK, "escalation.asked"),
    ]
    late = {"cause": "not_acknowledged", "round": 1, "person": MARIA}
    assert lines[2].facts == late


def test_every_timer_has_somebody_who_decides_it() -> None:
    assert {*timers.TIMERS, Kind.COMPARE} == {*TIMERS}  # the one that takes a search
