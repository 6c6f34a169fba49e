"""Silences that the machine of `tests/silence` has found, each by its shortest way."""

from datetime import timedelta

import pytest

from knowledge import absences, absent, askers, assignees, detours, leases, requests
from knowledge.errors import NotAllowed
from knowledge.escalation import Status
from knowledge.leases import LEASE
from knowledge.outbox import TIMERS, Kind, Notification, State
from knowledge.trouble import Trouble
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import FIRE, Team

MINUTES = timedelta(minutes=1)
DAYS = timedelta(days=1)
HOUR = timedelta(hours=1)

MESSAGES = [kind for kind in Kind if kind not in TIMERS]
LEADERLESS = CHARTER[: CHARTER.index("fallback:")]


async def test_taking_what_waits_for_details_changes_nothing(team: Team) -> None:
    """It is taken already; taken again, its clock would never have run on."""
    escalation = await team.escalates()
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)

    await team.does(assignees.acknowledge, escalation, by=MARIA)

    assert (await team.sees(escalation)).status is Status.PAUSED


async def test_nobody_else_asks_for_the_same_details(team: Team) -> None:
    escalation = await team.escalates()
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)

    with pytest.raises(NotAllowed):
        await team.does(assignees.ask_details, escalation, "Lequel ?", by=PAUL)


async def test_what_becomes_urgent_after_the_last_step_reaches_the_leads_at_once(
    team: Team,
) -> None:
    """They would not have heard of it again: what was planned for tomorrow was void."""
    escalation = await team.escalates()
    for minutes in (30, 90):
        await team.until(NOW + minutes * MINUTES)
    assert (await team.sees(escalation)).is_exhausted

    now = NOW + 100 * MINUTES
    await team.does(askers.hurry, escalation, "Il y a le feu", by=ANA, now=now)

    told = [row.to for row in await team.planned(Kind.OVERDUE) if row.created_at == now]
    again = (await team.planned(Kind.LEAD_AGAIN))[-1]
    assert told == [NINA]
    assert (again.facts["plan"], again.due_at) == ((await team.sees(escalation)).plan, now + DAYS)


@pytest.mark.parametrize("first", ["2026-01-05", "2026-01-13"])
async def test_who_is_away_for_years_is_asked_for_details_all_the_same(
    new_team: Team, first: str
) -> None:
    """Who has left for good may still be named in a charter, and may have asked."""
    years = f"  - {{slack: {ANA}, away: [{{from: {first}, back: 2030-01-01}}]}}\n"
    await new_team.agrees(CHARTER.replace("people:\n", "people:\n" + years))
    escalation = await new_team.escalates()

    await new_team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)

    (timer,) = await new_team.planned(Kind.DETAILS_BY)
    assert timer.due_at == NOW + 3 * DAYS


@pytest.mark.parametrize("back", ["2026-01-20", "2026-02-16", "2030-01-01"])
async def test_who_leaves_soon_is_asked_while_they_are_there(new_team: Team, back: str) -> None:
    """With the deadlines of any other day: nobody waits until they are back."""
    away = f"slack: {MARIA}, away: [{{from: 2026-01-13, back: {back}}}]"
    text = CHARTER.replace(f"slack: {MARIA}", away).replace("answer: 2h", "answer: 2d")
    await new_team.agrees(text)

    escalation = await new_team.escalates()

    assert (escalation.assignee, escalation.due_at) == (MARIA, NOW + 2 * DAYS)


async def test_the_leads_hear_when_it_passes_to_somebody_who_is_away(new_team: Team) -> None:
    """Nobody else is there, and whoever waits would wait for the end of a holiday."""
    away = f"slack: {NINA}, away: [{{from: 2026-01-05, back: 2026-02-16}}]"
    leads = "lead_channel: C0LEADS\nautonomy:"
    text = CHARTER.replace(f"slack: {NINA}", away).replace("autonomy:", leads, 1)
    await new_team.agrees(text)
    escalation = await new_team.escalates()

    await new_team.until(NOW + 30 * MINUTES)

    assert (await new_team.sees(escalation)).assignee == NINA
    assert [row.to for row in await new_team.planned(Kind.OVERDUE)] == ["C0LEADS", NINA]


async def test_who_is_back_sooner_is_asked_sooner(team: Team) -> None:
    """The request waited for the day on which they had said to be back."""
    await _all_away(team, 30 * DAYS)
    escalation = await team.escalates()
    assert (escalation.assignee, escalation.due_at > NOW + 30 * DAYS) == (MARIA, True)

    now = NOW + 2 * DAYS
    async with team.sessions.begin() as session:
        await absences.come_back(session, WORKSPACE, MARIA, by=MARIA, now=now)

    assert [row.due_at for row in await team.planned(Kind.REQUEST)] == [now]


async def test_new_rules_give_no_more_time_than_they_allow(team: Team) -> None:
    """What a holiday had put off was put off again, by new rules, after its end."""
    await _all_away(team, 30 * DAYS)
    escalation = await team.escalates()
    async with team.sessions.begin() as session:
        await absences.come_back(session, WORKSPACE, MARIA, by=MARIA, now=NOW)

    await team.agrees(CHARTER.replace("answer: 2h", "answer: 3h"))

    assert (await team.sees(escalation)).due_at == NOW + 3 * HOUR


async def test_a_status_that_cannot_be_changed_any_more_is_said_anew(team: Team) -> None:
    escalation = await team.escalates()
    await _sent(team)
    await team.does(assignees.acknowledge, escalation, by=MARIA)
    (refresh,) = [row for row in await team.planned(Kind.REFRESH) if row.to == ANA]

    await _fails(team, refresh, Trouble.REFUSED)

    former, anew = await team.planned(Kind.STATUS, to=ANA)
    assert (former.state, former.trouble) == (State.FAILED, Trouble.REFUSED)
    assert anew.state is State.READY


async def test_the_leads_hear_of_who_cannot_even_be_told_anew(team: Team) -> None:
    escalation = await team.escalates()
    await _sent(team)
    await team.does(assignees.acknowledge, escalation, by=MARIA)
    (refresh,) = [row for row in await team.planned(Kind.REFRESH) if row.to == ANA]
    await _fails(team, refresh, Trouble.GONE)

    _former, anew = await team.planned(Kind.STATUS)
    await _fails(team, anew, Trouble.GONE)

    (told,) = await team.planned(Kind.UNDELIVERED)
    assert (told.to, told.facts["unreached"]) == (NINA, ANA)


async def test_several_statuses_that_cannot_be_changed_are_said_anew_once(team: Team) -> None:
    escalation = await team.escalates()
    await team.until(NOW + 30 * MINUTES)  # it has moved on, and Ana was told so
    await _sent(team)
    await team.does(assignees.acknowledge, escalation, by=NINA)
    refreshes = [row for row in await team.planned(Kind.REFRESH) if row.to == ANA]
    assert len(refreshes) == 2

    for refresh in refreshes:
        await _fails(team, refresh, Trouble.REFUSED)

    assert len([row for row in await team.planned(Kind.STATUS) if row.ts is None]) == 1


async def test_without_leads_whoever_answers_hears_that_the_asker_is_not_reached(
    new_team: Team,
) -> None:
    await new_team.agrees(LEADERLESS)
    await new_team.escalates()

    await _fails(new_team, (await new_team.planned(Kind.STATUS))[0], Trouble.GONE)

    (told,) = await new_team.planned(Kind.UNDELIVERED)
    assert (told.to, told.facts["unreached"]) == (MARIA, ANA)


async def test_a_message_whose_sender_died_is_brought_up_to_date(team: Team) -> None:
    """Nobody knows whether it was sent; if it was, it is found again and says what it said."""
    escalation = await team.escalates()
    async with team.sessions.begin() as session:
        await leases.lease_due(session, [Kind.STATUS], owner="one", now=NOW)
    async with team.sessions.begin() as session:
        await leases.release(session)

    await team.does(assignees.acknowledge, escalation, by=MARIA, now=NOW + LEASE)

    assert [row.to for row in await team.planned(Kind.REFRESH)] == [ANA]


async def test_after_the_last_step_nobody_is_asked_for_details_any_more(team: Team) -> None:
    escalation = await team.escalates()
    await team.until(NOW + 30 * MINUTES)
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=NINA)

    await team.loses(NINA)
    request = (await team.planned(Kind.REQUEST, to=NINA))[0]
    await _fails(team, request, Trouble.GONE)

    seen = await team.sees(escalation)
    assert seen.is_exhausted
    assert (seen.left, seen.wanted, seen.paused_at) == (None, None, None)


async def test_who_is_left_the_question_is_asked_for_the_details_as_well(team: Team) -> None:
    escalation = await team.escalates(by=ANA)
    await team.escalates(by=PAUL)
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)

    await team.does(askers.cancel, escalation, by=ANA)

    plan = (await team.sees(escalation)).plan
    wanted = await team.planned(Kind.DETAILS_WANTED, to=PAUL)
    assert [row.facts["plan"] for row in wanted] == [plan] * 3
    assert (await team.planned(Kind.DETAILS_BY))[-1].facts["plan"] == plan


@pytest.mark.parametrize("reply", [True, False])
async def test_when_the_clock_runs_again_whoever_is_gone_is_not_waited_for(
    team: Team, reply: bool
) -> None:
    escalation = await team.escalates()
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)
    await team.loses(MARIA)
    async with team.sessions.begin() as session:
        assert await absent.follow(session, WORKSPACE, MARIA, now=NOW) == 0  # nobody is late yet

    if reply:
        await team.does(askers.add_details, escalation, "Le grand", by=ANA)
    else:
        await team.until(NOW + 3 * DAYS)

    assert (await team.sees(escalation)).assignee == NINA


async def test_who_is_away_for_less_than_is_left_keeps_all_that_is_left(team: Team) -> None:
    """They had less: they would be there in time to answer, though not in time to take it."""
    escalation = await team.escalates()
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)
    async with team.sessions.begin() as session:
        await absences.stay_away(
            session, WORKSPACE, MARIA, until=NOW + HOUR, from_at=NOW, by=MARIA, now=NOW
        )

    await team.does(askers.add_details, escalation, "Le grand", by=ANA)

    seen = await team.sees(escalation)
    assert (seen.assignee, seen.due_at) == (MARIA, NOW + 3 * HOUR)


async def test_who_left_and_joins_again_sees_that_they_wait(team: Team) -> None:
    """Their message said that they wait no longer, and went on saying so."""
    first = await team.escalates(by=ANA)
    outcome = await team.asks(FIRE, by=PAUL)
    own = await team.does(requests.separate, first, outcome.question, by=PAUL)
    await team.does(askers.cancel, own, by=PAUL)
    await _sent(team)

    assert (await team.escalates(by=PAUL)).id == first.id

    (status,) = [row for row in await team.planned(Kind.STATUS, to=PAUL) if row.about == first.id]
    refreshes = [row for row in await team.planned(Kind.REFRESH) if row.about == status.id]
    assert State.READY in {row.state for row in refreshes}


async def _all_away(team: Team, length: timedelta) -> None:
    """Whoever could answer has said to be away; Maria is back first."""
    async with team.sessions.begin() as session:
        for person, more in ((MARIA, 0 * DAYS), (NINA, DAYS)):
            until = NOW + length + more
            await absences.stay_away(
                session, WORKSPACE, person, until=until, from_at=NOW, by=person, now=NOW
            )


async def _sent(team: Team) -> None:
    """Everything that is due has been sent."""
    async with team.sessions.begin() as session:
        now = NOW + 30 * MINUTES
        while rows := await leases.lease_due(session, MESSAGES, owner="one", now=now):
            for row in rows:
                await leases.settle(session, row, State.DONE, channel=row.to, ts=str(row.id))


async def _fails(team: Team, row: Notification, trouble: Trouble) -> None:
    """It cannot be delivered; what is done instead is done."""
    async with team.sessions.begin() as session:
        sent = await session.get_one(Notification, row.id)
        sent.state, sent.trouble = State.FAILED, trouble
        await detours.take(session, sent, trouble, now=NOW)
