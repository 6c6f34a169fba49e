"""Signals: the owner answers, those who passed it on hear it; others may answer in their place."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge import passing, signals, tally
from knowledge.errors import EmptyText, IllegalMove, NobodyToTell, NotAllowed, NotFound
from knowledge.notification import Kind, Notification, State
from knowledge.signal import Signal, Status
from knowledge.tally import Count, by_process
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, PROCESSES, WORKSPACE
from tests.knowledge.team import Team
from tests.knowledge.test_passing import passes

LATER = NOW + timedelta(hours=3)


@pytest.fixture
async def team(new_team: Team) -> Team:
    """A team whose charter says whose the work is."""
    await new_team.agrees(CHARTER + PROCESSES)
    return new_team


async def says(team: Team, deed: Any, signal: Signal, *said: Any, **how: Any) -> None:
    await team.does(deed, signal, *said, **{"by": MARIA, "charter": team.charter, **how})


async def told(team: Team, kind: Kind = Kind.SIGNAL_NEWS) -> list[tuple[str, str]]:
    return [(row.to, row.facts.get("news", "")) for row in await team.planned(kind)]


async def test_who_passed_it_on_hears_each_word(team: Team) -> None:
    signal = await passes(team)
    await passes(team, NINA)

    await says(team, signals.receive, signal)
    await says(team, signals.decline, signal, "Le budget est clos.")

    assert await told(team) == [
        (ANA, "received"),
        (NINA, "received"),
        (ANA, "not_now"),
        (NINA, "not_now"),
    ]
    now = await team.sees(signal)
    assert (now.status, now.reason, now.received_at) == (Status.NOT_NOW, "Le budget est clos.", NOW)


async def test_it_may_be_answered_without_being_received(team: Team) -> None:
    signal = await passes(team)

    await says(team, signals.act_on, signal, now=LATER)

    assert (await team.sees(signal)).answered_at == LATER
    assert await told(team) == [(ANA, "acted_on")]


@pytest.mark.parametrize(
    ("deed", "said"),
    [(signals.receive, ()), (signals.act_on, ()), (signals.decline, ("Plus tard.",))],
)
async def test_saying_it_twice_says_it_once(team: Team, deed: Any, said: tuple[str, ...]) -> None:
    signal = await passes(team)

    await says(team, deed, signal, *said)
    await says(team, deed, signal, *said, now=LATER)

    assert len(await told(team)) == 1


@pytest.mark.parametrize(
    ("deed", "said"),
    [(signals.receive, ()), (signals.act_on, ()), (signals.decline, ("Non.",))],
)
async def test_nobody_else_may_say_it(team: Team, deed: Any, said: tuple[str, ...]) -> None:
    signal = await passes(team)

    with pytest.raises(NotAllowed, match=MARIA):
        await says(team, deed, signal, *said, by=ANA)
    with pytest.raises(NotAllowed):
        await says(team, signals.reassign, signal, "support", by=ANA, seen=signal.round)
    assert (await team.sees(signal)).status is Status.PASSED_ON


async def test_another_owner_or_a_lead_who_receives_it_has_it(team: Team) -> None:
    signal = await passes(team)

    await says(team, signals.receive, signal, by=NINA, now=LATER)

    now = await team.sees(signal)
    assert (now.owner, now.status, now.due_at) == (NINA, Status.RECEIVED, LATER + timedelta(days=2))
    assert [row.to for row in await team.planned(Kind.SIGNAL)] == [MARIA, NINA]
    assert await told(team) == [(ANA, "received")]


async def test_who_owns_and_passed_it_on_is_not_told_their_own_word(team: Team) -> None:
    signal = await passes(team)
    await passes(team, NINA)

    await says(team, signals.act_on, signal, by=NINA)

    assert await told(team) == [(ANA, "acted_on")]


@pytest.mark.parametrize("ended", [signals.act_on, passing.withdraw])
async def test_after_the_end_nothing_is_received_or_passed_on(team: Team, ended: Any) -> None:
    signal = await passes(team)
    if ended is signals.act_on:
        await says(team, signals.act_on, signal)
    else:
        await team.does(passing.withdraw, signal, by=ANA)
    before = (await team.sees(signal)).status

    for deed, said in ((signals.receive, ()), (signals.decline, ("Non.",))):
        with pytest.raises(IllegalMove):
            await says(team, deed, signal, *said, by=NINA)
    with pytest.raises(IllegalMove):
        await says(team, signals.reassign, signal, "support", seen=signal.round)
    assert (await team.sees(signal)).status is before


async def test_not_now_needs_a_reason_and_may_become_done(team: Team) -> None:
    signal = await passes(team)
    with pytest.raises(EmptyText):
        await says(team, signals.decline, signal, "  ")

    await says(team, signals.decline, signal, "Au printemps.")
    await says(team, signals.act_on, signal, now=LATER)

    assert [news for _, news in await told(team)] == ["not_now", "acted_on"]


async def test_it_may_belong_to_another_process(team: Team) -> None:
    signal = await passes(team)

    await says(team, signals.reassign, signal, "support", seen=1, now=LATER)
    await says(team, signals.reassign, signal, "support", seen=1, now=LATER)

    now = await team.sees(signal)
    assert (now.owner, now.process, now.round) == (NINA, "support", 2)
    assert now.due_at == LATER + timedelta(days=1)
    assert [row.to for row in await team.planned(Kind.SIGNAL)] == [MARIA, NINA]


async def test_it_may_go_to_the_other_owner_and_come_back(team: Team) -> None:
    signal = await passes(team)

    await says(team, signals.reassign, signal, "innovation", seen=1)
    assert (await team.sees(signal)).owner == PAUL
    await says(team, signals.reassign, signal, "support", by=PAUL, seen=2)

    assert (await team.sees(signal)).owner == MARIA


async def test_it_is_not_passed_on_from_where_it_no_longer_is(team: Team) -> None:
    signal = await passes(team)
    await says(team, signals.reassign, signal, "innovation", seen=1)

    with pytest.raises(IllegalMove):
        await says(team, signals.reassign, signal, "support", seen=1)


async def test_it_is_never_given_to_who_passes_it_on(team: Team) -> None:
    signal = await passes(team)
    await passes(team, PAUL)
    await passes(team, NINA)

    with pytest.raises(NobodyToTell):
        await says(team, signals.reassign, signal, "innovation", seen=1)
    assert (await team.sees(signal)).owner == MARIA


async def test_what_was_sent_is_redrawn_at_each_word(team: Team) -> None:
    signal = await passes(team)
    await team.until(NOW)
    for row in await team.planned(Kind.SIGNAL, Kind.SIGNAL_STATE):
        await team.does(sent, row)

    await says(team, signals.receive, signal)

    refreshed = [row.to for row in await team.planned(Kind.REFRESH)]
    assert refreshed == [MARIA, ANA]


async def sent(_session: object, row: Notification, *, now: object) -> None:
    row.state, row.channel, row.ts = State.DONE, f"D{row.id}", f"1768.{row.id}"


async def test_people_find_what_they_owe_and_what_they_passed_on(team: Team) -> None:
    urgent = await passes(team, key="C:1", process="support")
    slow = await passes(team, PAUL, key="C:2")
    done = await passes(team, key="C:3")
    await says(team, signals.act_on, done)

    async with team.sessions.begin() as session:
        owed = await signals.owed_by(session, WORKSPACE, MARIA)
        passed = await signals.passed_on_by(session, WORKSPACE, ANA)
        assert await signals.owed_by(session, "T0OTHER", MARIA) == []
        assert await signals.passed_on_by(session, "T0OTHER", ANA) == []
    assert [one.id for one in owed] == [urgent.id, slow.id]
    assert [one.id for one in passed] == [done.id, urgent.id]


async def test_a_signal_of_another_workspace_is_not_found(team: Team) -> None:
    signal = await passes(team)

    async with team.sessions.begin() as session:
        with pytest.raises(NotFound):
            await signals.get(session, "T0OTHER", signal.id)


async def test_they_are_counted_by_process_and_topic(team: Team) -> None:
    for number, (topic, process) in enumerate(
        [("refunds", "support"), ("refunds", "support"), (None, "support"), (None, None)]
    ):
        await passes(team, key=f"C:{number}", topic=topic, process=process)
    first, second, third, fourth = await team.all(Signal)
    await says(team, signals.act_on, first)
    await says(team, signals.receive, second)
    await says(team, signals.decline, third, "Non.")
    await team.does(passing.withdraw, fourth, by=ANA)

    async with team.sessions.begin() as session:
        found = await tally.counts(session, WORKSPACE, NOW)
        assert await tally.counts(session, WORKSPACE, NOW + timedelta(seconds=1)) == []
        assert await tally.counts(session, "T0OTHER", NOW) == []
    assert found == [Count("support", "refunds", 1, 1, 0), Count("support", None, 0, 0, 1)]
    assert by_process(found) == [Count("support", None, 1, 1, 1)]
    assert by_process(found)[0].total == 3
