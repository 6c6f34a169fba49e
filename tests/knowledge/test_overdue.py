"""Overdue: no signal ends in silence: the next owner, then the leads, day after day."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from knowledge import overdue, passing, signals
from knowledge.audit import history
from knowledge.notification import Kind, Notification
from knowledge.signal import Signal, Status
from knowledge.timeline import CLOCK
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, PROCESSES
from tests.knowledge.team import Team
from tests.knowledge.test_passing import passes

DAY = timedelta(days=1)
DUE = NOW + 2 * DAY
WITH_CHANNEL = CHARTER.replace("language: fr\n", "language: fr\nlead_channel: C0LEADS\n")


@pytest.fixture
async def team(new_team: Team) -> Team:
    """A team whose charter says whose the work is."""
    await new_team.agrees(CHARTER + PROCESSES)
    return new_team


async def to(team: Team, kind: Kind) -> list[str]:
    return [row.to for row in await team.planned(kind)]


async def when(team: Team, kind: Kind) -> list[datetime]:
    return [row.due_at for row in await team.planned(kind)]


async def undelivered(team: Team, row: Notification, now: datetime = NOW) -> None:
    async with team.sessions.begin() as session:
        await overdue.unreachable(session, row, now)


async def test_the_owner_is_reminded_at_half(team: Team) -> None:
    await passes(team)

    assert await when(team, Kind.SIGNAL_REMINDER) == [NOW + DAY]
    assert await when(team, Kind.SIGNAL_ANSWER_BY) == [DUE]
    assert await to(team, Kind.SIGNAL_REMINDER) == [MARIA]


@pytest.mark.parametrize("received", [False, True])
async def test_at_the_end_the_next_owner_has_it_received_or_not(team: Team, received: bool) -> None:
    signal = await passes(team)
    if received:
        await team.does(signals.receive, signal, by=MARIA, charter=team.charter)
    assert await team.until(DUE - timedelta(seconds=1)) == 0

    await team.until(DUE)

    now = await team.sees(signal)
    assert (now.owner, now.status, now.due_at) == (PAUL, Status.PASSED_ON, DUE + 2 * DAY)
    assert await to(team, Kind.SIGNAL) == [MARIA, PAUL]
    assert await to(team, Kind.SIGNAL_MOVED) == [MARIA]
    assert await to(team, Kind.SIGNAL_OVERDUE) == []


async def test_after_the_last_owner_the_leads_are_told_every_day(team: Team) -> None:
    signal = await passes(team)
    for days in (2, 4, 5, 6):
        await team.until(NOW + days * DAY)

    now = await team.sees(signal)
    assert (now.owner, now.status) == (PAUL, Status.PASSED_ON)
    assert await to(team, Kind.SIGNAL_OVERDUE) == [NINA, NINA, NINA]
    assert [row.facts["part"] for row in await team.planned(Kind.SIGNAL_REMINDER, to=PAUL)] == [
        0.5,
        1.0,
        1.0,
        1.0,
    ]
    assert await to(team, Kind.SIGNAL_NEWS) == [ANA]
    assert (await when(team, Kind.SIGNAL_ANSWER_BY))[-1] == NOW + 7 * DAY


async def test_the_lead_channel_hears_of_it_where_there_is_one(new_team: Team) -> None:
    await new_team.agrees(WITH_CHANNEL + PROCESSES)
    await passes(new_team, process=None)

    await new_team.until(NOW + 3 * DAY)

    assert await to(new_team, Kind.SIGNAL_OVERDUE) == ["C0LEADS"]


async def test_a_closed_lead_channel_is_replaced_by_the_leads(new_team: Team) -> None:
    await new_team.agrees(WITH_CHANNEL + PROCESSES)
    await passes(new_team, process=None)
    await new_team.until(NOW + 3 * DAY)
    (row,) = await new_team.planned(Kind.SIGNAL_OVERDUE)

    async with new_team.sessions.begin() as session:
        await overdue.lead_channel_closed(session, row, NOW)
    assert await to(new_team, Kind.SIGNAL_OVERDUE) == ["C0LEADS", NINA]
    (_, last) = await new_team.planned(Kind.SIGNAL_OVERDUE)
    async with new_team.sessions.begin() as session:
        await overdue.lead_channel_closed(session, last, NOW)
    assert await to(new_team, Kind.SIGNAL_OVERDUE) == ["C0LEADS", NINA]


async def test_without_leads_who_passed_it_on_is_told(new_team: Team) -> None:
    only = f"relais: 1\nprocesses:\n  - {{id: support, owners: [{MARIA}], answer: 1d}}\n"
    await new_team.agrees(only)
    await passes(new_team, process="support")

    await new_team.until(NOW + DAY)

    assert await to(new_team, Kind.SIGNAL_OVERDUE) == [ANA]


@pytest.mark.parametrize("deed", [signals.act_on, passing.withdraw])
async def test_once_it_is_answered_no_clock_runs(team: Team, deed: Any) -> None:
    signal = await passes(team)
    if deed is signals.act_on:
        await team.does(signals.act_on, signal, by=MARIA, charter=team.charter)
    else:
        await team.does(passing.withdraw, signal, by=ANA)

    await team.until(NOW + 30 * DAY)

    assert await to(team, Kind.SIGNAL) == [MARIA]
    assert await to(team, Kind.SIGNAL_OVERDUE) == []


async def test_a_word_after_the_leads_were_told_ends_it(team: Team) -> None:
    signal = await passes(team, process=None)
    await team.until(NOW + 3 * DAY)
    await team.does(signals.act_on, signal, by=NINA, charter=team.charter)

    await team.until(NOW + 30 * DAY)

    assert await to(team, Kind.SIGNAL_OVERDUE) == [NINA]


async def test_an_owner_who_cannot_be_told_is_passed_over_at_once(team: Team) -> None:
    signal = await passes(team)
    (row,) = await team.planned(Kind.SIGNAL)

    await undelivered(team, row)
    await undelivered(team, row)

    assert (await team.sees(signal)).owner == PAUL
    assert await to(team, Kind.SIGNAL) == [MARIA, PAUL]


async def test_then_a_lead_has_it_then_the_leads_are_told(team: Team) -> None:
    signal = await passes(team)
    for _ in range(3):
        await undelivered(team, (await team.planned(Kind.SIGNAL))[-1])

    assert (await team.sees(signal)).owner == NINA
    assert await to(team, Kind.SIGNAL) == [MARIA, PAUL, NINA]
    assert await to(team, Kind.SIGNAL_OVERDUE) == [NINA]
    assert [row.facts["news"] for row in await team.planned(Kind.SIGNAL_NEWS)] == ["unreachable"]
    await team.until(NOW + DAY)
    assert await to(team, Kind.SIGNAL_OVERDUE) == [NINA, NINA]


async def test_nobody_who_passes_it_on_or_has_left_has_it_next(team: Team) -> None:
    signal = await passes(team)
    await passes(team, PAUL)

    await team.until(DUE)

    assert (await team.sees(signal)).owner == MARIA
    assert await to(team, Kind.SIGNAL_OVERDUE) == [NINA]


async def test_time_is_written_down_as_the_one_who_did_it(team: Team) -> None:
    signal: Signal = await passes(team)
    await team.until(DUE)

    async with team.sessions.begin() as session:
        line = (await history(session, signal))[-1]
    assert (line.by, line.deed) == (CLOCK, "signal.overdue")
    assert line.facts == {"cause": "late", "round": 1, "owner": PAUL}
