"""Deadlines: what an escalation makes due, for whom, when."""

from datetime import timedelta
from typing import Any

from knowledge import askers, assignees, deadlines, news
from knowledge.outbox import TIMERS, Kind
from knowledge.worktime import ALWAYS
from tests.factories import ANA, MARIA, NINA, NOW, WORKSPACE
from tests.knowledge.team import FIRE, Team

MINUTES = timedelta(minutes=1)


async def test_all_that_may_become_due_is_planned_at_once(team: Team) -> None:
    await team.escalates(FIRE)

    planned = [(row.kind, row.to, (row.due_at - NOW) / MINUTES) for row in await team.planned()]

    assert sorted(planned) == sorted(
        [
            (Kind.REQUEST, MARIA, 0),
            (Kind.STATUS, ANA, 0),
            (Kind.ACKNOWLEDGE_BY, MARIA, 30),
            (Kind.REMINDER, MARIA, 60),
            (Kind.REMINDER, MARIA, 96),
            (Kind.ANSWER_BY, MARIA, 120),
        ]
    )


async def test_reminders_say_how_late_it_is(team: Team) -> None:
    await team.escalates()

    assert [row.facts["part"] for row in await team.planned(Kind.REMINDER)] == [0.5, 0.8]


async def test_each_round_has_reminders_of_its_own(team: Team) -> None:
    """Whoever sends them looks at the round: those of an earlier one are no longer true."""
    await team.escalates()
    await team.until(NOW + 30 * MINUTES)

    reminders = await team.planned(Kind.REMINDER)

    assert [(row.to, row.facts["round"]) for row in reminders] == 2 * [(MARIA, 1)] + 2 * [(NINA, 2)]


async def test_planning_twice_plans_once(team: Team) -> None:
    escalation = await team.escalates()
    before = await team.planned()

    await team.does(deadlines.ask_assignee, escalation, time=ALWAYS)

    assert [row.id for row in await team.planned()] == [row.id for row in before]


async def test_timers_wait_for_no_message(team: Team) -> None:
    escalation = await team.escalates()

    await team.does(assignees.ask_details, escalation, "Laquelle ?", by=MARIA)
    for times in (1, 2):
        how: dict[str, Any] = {"time": ALWAYS, "times": times}
        await team.does(deadlines.await_owner, escalation, **how)

    lanes = {row.kind: row.lane for row in await team.planned()}

    assert lanes[Kind.REQUEST] == lanes[Kind.REMINDER] == f"{WORKSPACE}:{MARIA}"
    timers = [kind for kind in TIMERS if kind in lanes]
    assert len({lanes[kind] for kind in timers}) == len(timers) == 4
    assert lanes[Kind.ANSWER_BY] == f"{WORKSPACE}:escalation:{escalation.id}:answer_by"


async def test_each_lead_is_told_once_of_each_reason(team: Team) -> None:
    escalation = await team.escalates()

    for reason in ("not_answered", "not_answered", "unreachable"):
        about: dict[str, Any] = {"reason": reason, "former": MARIA}
        await team.does(news.tell_leads, escalation, (NINA, "U0LEO"), **about)

    told = [(row.to, row.facts["reason"]) for row in await team.planned(Kind.OVERDUE)]
    assert told == [
        (NINA, "not_answered"),
        ("U0LEO", "not_answered"),
        (NINA, "unreachable"),
        ("U0LEO", "unreachable"),
    ]


async def test_whoever_is_released_is_told_once(team: Team) -> None:
    escalation = await team.escalates()
    await team.does(askers.cancel, escalation, by=ANA)
    await team.does(askers.cancel, escalation, by=ANA)

    assert [row.to for row in await team.planned(Kind.CANCELLED)] == [MARIA]
