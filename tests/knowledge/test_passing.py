"""Passing on: once for each message, to the owner of its process; joined, and taken back."""

import asyncio
from typing import Any

import pytest

from knowledge import passing, signals
from knowledge.audit import history
from knowledge.database import open_database
from knowledge.errors import AlreadyYours, IllegalMove, NobodyToTell
from knowledge.notification import Kind
from knowledge.passing import Passing
from knowledge.signal import Signal, Status, Supporter
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, PROCESSES, WORKSPACE
from tests.knowledge.team import Team

KEY = "C0GENERAL:1768.000001"
TEXT = "Encore une qui voudrait louer la sorbetière."


@pytest.fixture
async def team(new_team: Team) -> Team:
    """A team whose charter says whose the work is."""
    await new_team.agrees(CHARTER + PROCESSES)
    return new_team


def a_passing(**changes: Any) -> Passing:
    facts = {"workspace": WORKSPACE, "key": KEY, "text": TEXT, "author": PAUL}
    facts |= {"channel": "C0GENERAL", "topic": "refunds", "process": "innovation"}
    return Passing(**facts | changes)


async def passes(team: Team, by: str = ANA, *, note: str = "", **changes: Any) -> Signal:
    async with team.sessions.begin() as session:
        return await passing.pass_on(
            session, a_passing(**changes), charter=team.charter, by=by, now=NOW, note=note
        )


async def passing_on(team: Team) -> list[tuple[str, str | None]]:
    return [(one.person, one.note) for one in await team.all(Supporter)]


async def deeds(team: Team, signal: Signal) -> list[str]:
    async with team.sessions.begin() as session:
        return [line.deed for line in await history(session, signal)]


async def test_it_goes_to_the_owner_of_its_process(team: Team) -> None:
    signal = await passes(team)

    assert (signal.owner, signal.by, signal.status) == (MARIA, ANA, Status.PASSED_ON)
    assert (signal.text, signal.topic, signal.process) == (TEXT, "refunds", "innovation")
    assert [row.to for row in await team.planned(Kind.SIGNAL)] == [MARIA]
    assert [row.to for row in await team.planned(Kind.SIGNAL_STATE)] == [ANA]
    assert await passing_on(team) == [(ANA, None)]
    assert await deeds(team, signal) == ["signal.passed_on"]


@pytest.mark.parametrize(
    ("by", "process", "owner"),
    [(MARIA, "innovation", PAUL), (ANA, None, NINA), (ANA, "gone", NINA), (NINA, "support", MARIA)],
)
async def test_never_to_who_passes_it_on(
    team: Team, by: str, process: str | None, owner: str
) -> None:
    assert (await passes(team, by, process=process)).owner == owner


async def test_never_to_somebody_who_has_left(team: Team) -> None:
    await team.loses(MARIA)
    assert (await passes(team)).owner == PAUL

    await team.loses(PAUL)
    assert (await passes(team, key="C0GENERAL:2")).owner == NINA


async def test_with_nobody_to_go_to_it_is_refused_and_nothing_is_kept(team: Team) -> None:
    await team.loses(MARIA, PAUL, NINA)

    with pytest.raises(NobodyToTell):
        await passes(team)
    assert await team.all(Signal) == []
    assert await team.planned() == []


async def test_the_same_again_is_one_signal_and_one_message(team: Team) -> None:
    first = await passes(team)
    again = await passes(team, process="support", text="Edited since.")

    assert (again.id, again.process, again.text) == (first.id, "innovation", TEXT)
    assert await passing_on(team) == [(ANA, None)]
    assert len(await team.planned(Kind.SIGNAL)) == len(await team.planned(Kind.SIGNAL_STATE)) == 1


async def test_the_same_key_elsewhere_is_another_signal(team: Team) -> None:
    await passes(team)
    async with team.sessions.begin() as session:
        assert await signals.of_key(session, "T0OTHER", KEY) is None


async def test_who_passes_on_the_same_joins_and_is_told_too(team: Team) -> None:
    signal = await passes(team)
    await passes(team, NINA, note="Trois cette semaine.")

    assert await passing_on(team) == [(ANA, None), (NINA, "Trois cette semaine.")]
    assert [row.to for row in await team.planned(Kind.SIGNAL_STATE)] == [ANA, NINA]
    assert await deeds(team, signal) == ["signal.passed_on", "signal.joined"]


async def test_a_note_may_come_later(team: Team) -> None:
    await passes(team)
    await passes(team, note="Et une de plus.")
    await passes(team)

    assert await passing_on(team) == [(ANA, "Et une de plus.")]


async def test_who_has_it_does_not_pass_it_on(team: Team) -> None:
    await passes(team)

    with pytest.raises(AlreadyYours):
        await passes(team, MARIA)
    assert await passing_on(team) == [(ANA, None)]


async def test_what_is_dealt_with_can_still_be_joined(team: Team) -> None:
    signal = await passes(team)
    await team.does(signals.act_on, signal, by=MARIA, charter=team.charter)

    assert (await passes(team, NINA)).status is Status.ACTED_ON
    assert [row.to for row in await team.planned(Kind.SIGNAL_STATE)] == [ANA, NINA]


async def test_the_last_who_takes_it_back_ends_it(team: Team) -> None:
    signal = await passes(team)
    await passes(team, NINA)

    await team.does(passing.withdraw, signal, by=ANA)
    left = await team.sees(signal)
    assert (left.status, left.by) == (Status.PASSED_ON, NINA)
    await team.does(passing.withdraw, signal, by=NINA)
    await team.does(passing.withdraw, signal, by=NINA)

    assert (await team.sees(signal)).status is Status.WITHDRAWN
    assert await deeds(team, signal) == [
        "signal.passed_on",
        "signal.joined",
        "signal.left",
        "signal.withdrawn",
    ]


async def test_only_who_passed_it_on_takes_it_back(team: Team) -> None:
    signal = await passes(team)

    await team.does(passing.withdraw, signal, by=PAUL)

    assert (await team.sees(signal)).status is Status.PASSED_ON


@pytest.mark.parametrize("deed", [signals.receive, signals.act_on])
async def test_what_its_owner_has_in_hand_is_not_taken_back(team: Team, deed: Any) -> None:
    signal = await passes(team)
    await team.does(deed, signal, by=MARIA, charter=team.charter)

    with pytest.raises(IllegalMove):
        await team.does(passing.withdraw, signal, by=ANA)
    assert await passing_on(team) == [(ANA, None)]


async def test_what_was_taken_back_can_be_passed_on_again(team: Team) -> None:
    signal = await passes(team)
    await team.does(passing.withdraw, signal, by=ANA)

    again = await passes(team, NINA, process="support", text="Edited since.")

    assert (again.id, again.by, again.owner) == (signal.id, NINA, MARIA)
    assert (again.status, again.process, again.text) == (
        Status.PASSED_ON,
        "support",
        "Edited since.",
    )
    assert [row.to for row in await team.planned(Kind.SIGNAL)] == [MARIA, MARIA]
    assert await passing_on(team) == [(NINA, None)]


async def test_two_who_react_at_the_same_instant_make_one_signal(
    team: Team, database_url: str
) -> None:
    others = [open_database(database_url) for _ in range(4)]
    people = [ANA, NINA, "U0ZOE", "U0LEO"]

    async def react(sessions: Any, by: str) -> None:
        async with sessions.begin() as session:
            how: dict[str, Any] = {"charter": team.charter, "by": by, "now": NOW}
            await passing.pass_on(session, a_passing(), **how)

    try:
        await asyncio.gather(*(react(o.sessions, by) for o, by in zip(others, people, strict=True)))
    finally:
        for other in others:
            await other.close()

    assert len(await team.all(Signal)) == len(await team.planned(Kind.SIGNAL)) == 1
    assert sorted(person for person, _ in await passing_on(team)) == sorted(people)
