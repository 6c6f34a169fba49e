"""Amendments: a lead's change is a version of the charter, told to the others, undone for a day."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from knowledge import amendments, charters
from knowledge.amendments import UNDO, may_undo
from knowledge.charter import Autonomy, Charter
from knowledge.charter.changes import Change, Crisis, Experts, Leave, Level, Times
from knowledge.charter.refusals import (
    ChangedCharter,
    CharterMovedOn,
    NobodyCompetent,
    TooLateToUndo,
)
from knowledge.charters import CharterVersion
from knowledge.database import open_database
from knowledge.errors import NoMandate, NotFound
from knowledge.outbox import Kind
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import Team

LEADS = CHARTER.replace(
    f"fallback: {{chain: [{{who: [{NINA}]", f"fallback: {{chain: [{{who: [{NINA}, {PAUL}, {MARIA}]"
)
PAUL_AWAY = Leave(person=PAUL, from_=date(2026, 2, 2), back=date(2026, 2, 9))
NINA_FIRST = Experts(topic="refunds", step=0, who=(NINA, MARIA))
HOURS = {"acknowledge": timedelta(hours=1), "answer": timedelta(hours=2)}


@pytest.fixture
async def team(new_team: Team) -> Team:
    """A team with three leads: Nina, Paul and Maria."""
    await new_team.agrees(LEADS)
    return new_team


async def amends(team: Team, change: Change, *, by: str = NINA, **how: Any) -> CharterVersion:
    facts: dict[str, Any] = {"workspace": WORKSPACE, "seen": 1, "now": NOW} | how
    async with team.sessions.begin() as session:
        return await amendments.amend(session, change, by=by, **facts)


async def undoes(team: Team, number: int, *, by: str = PAUL, now: datetime = NOW) -> CharterVersion:
    async with team.sessions.begin() as session:
        return await amendments.undo(session, number, workspace=WORKSPACE, by=by, now=now)


async def in_force(team: Team) -> tuple[int, Charter]:
    async with team.sessions.begin() as session:
        return await charters.current(session, WORKSPACE)


async def test_a_change_is_a_version_and_the_other_leads_hear_of_it(team: Team) -> None:
    version = await amends(team, NINA_FIRST, why="Maria is at a fair.")

    number, charter = await in_force(team)
    assert (version.number, version.applied_by, number) == (2, NINA, 2)
    assert charter.topics[0].chain[0].who == (NINA, MARIA)
    told = await team.planned(Kind.CHARTER_CHANGED)
    assert {row.to for row in told} == {PAUL, MARIA}
    assert {row.about for row in told} == {version.id}
    assert told[0].facts == {
        "change": {"kind": "experts", "topic": "refunds", "step": 0, "who": [NINA, MARIA]},
        "why": "Maria is at a fair.",
    }


async def test_the_same_twice_is_one_version_told_once(team: Team) -> None:
    first = await amends(team, NINA_FIRST)

    assert (await amends(team, NINA_FIRST)).id == first.id
    assert (await amends(team, NINA_FIRST, by=PAUL)).id == first.id
    assert len(await team.planned(Kind.CHARTER_CHANGED)) == 2


@pytest.mark.parametrize("person", [ANA, "U0STRANGER"])
async def test_only_leads_change_anything(team: Team, person: str) -> None:
    with pytest.raises(NoMandate):
        await amends(team, NINA_FIRST, by=person)
    version = await amends(team, NINA_FIRST)
    with pytest.raises(NoMandate):
        await undoes(team, version.id, by=person)
    async with team.sessions.begin() as session:
        assert not await may_undo(session, version, by=person, now=NOW)
        with pytest.raises(NoMandate):
            await amendments.opened(session, WORKSPACE, by=person)

    assert (await in_force(team))[0] == 2


async def test_without_a_charter_nobody_leads(new_team: Team) -> None:
    with pytest.raises(NoMandate):
        await amends(new_team, PAUL_AWAY, seen=0)


async def test_who_leads_no_more_changes_nothing_more(team: Team) -> None:
    await team.agrees()

    with pytest.raises(NoMandate):
        await amends(team, NINA_FIRST, by=PAUL)


async def test_what_would_be_a_fault_changes_nothing(team: Team) -> None:
    with pytest.raises(NobodyCompetent):
        await amends(team, Level(person=NINA, level=Autonomy.TRAINEE))

    assert (await in_force(team))[0] == 1
    assert await team.planned() == []


async def test_two_leads_change_two_things(team: Team) -> None:
    await amends(team, PAUL_AWAY)
    version = await amends(team, NINA_FIRST, by=MARIA)

    _number, charter = await in_force(team)
    assert version.number == 3
    assert charter.topics[0].chain[0].who == (NINA, MARIA)
    assert charter.person(PAUL).away  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (NINA_FIRST, Experts(topic="refunds", step=0, who=(PAUL,))),
        (NINA_FIRST, Times(topic="refunds", step=0, **HOURS)),
        (Times(step=0, **HOURS), Times(step=0, **(HOURS | {"acknowledge": timedelta(minutes=5)}))),
        (PAUL_AWAY, PAUL_AWAY.model_copy(update={"back": date(2026, 3, 9)})),
        (
            Level(person=ANA, level=Autonomy.SENIOR),
            Level(person=ANA, level=Autonomy.AUTONOMOUS),
        ),
        (
            Level(person=ANA, level=Autonomy.SENIOR, topic="refunds"),
            Level(person=ANA, level=Autonomy.AUTONOMOUS, topic="refunds"),
        ),
        (Crisis(topic="refunds", fr="Un."), Crisis(topic="refunds", fr="Deux.")),
    ],
    ids=lambda change: change.kind,
)
async def test_two_leads_do_not_overwrite_each_other(
    team: Team, first: Change, second: Change
) -> None:
    await amends(team, first)
    with pytest.raises(ChangedCharter):
        await amends(team, second, by=PAUL)

    assert (await in_force(team))[0] == 2
    assert (await amends(team, second, by=PAUL, seen=2)).number == 3


async def test_a_window_of_a_charter_that_never_was_changes_nothing(team: Team) -> None:
    with pytest.raises(ChangedCharter):
        await amends(team, NINA_FIRST, seen=99)


async def test_undoing_puts_the_text_before_into_force_again(team: Team) -> None:
    version = await amends(team, NINA_FIRST)

    undone = await undoes(team, version.id)

    assert (undone.number, undone.text, undone.applied_by) == (3, LEADS, PAUL)
    told = [row for row in await team.planned(Kind.CHARTER_CHANGED) if row.about == undone.id]
    assert {row.to: row.facts for row in told} == {
        NINA: {"why": "", "undone": 2},
        MARIA: {"why": "", "undone": 2},
    }


async def test_undoing_twice_is_undoing_once(team: Team) -> None:
    version = await amends(team, NINA_FIRST)
    await undoes(team, version.id)

    with pytest.raises(CharterMovedOn):
        await undoes(team, version.id)

    assert (await in_force(team))[0] == 3


async def test_only_the_last_word_is_undone(team: Team) -> None:
    version = await amends(team, NINA_FIRST)
    await amends(team, PAUL_AWAY)

    with pytest.raises(CharterMovedOn):
        await undoes(team, version.id)
    async with team.sessions.begin() as session:
        assert not await may_undo(session, version, by=PAUL, now=NOW)


async def test_a_change_is_undone_within_a_day(team: Team) -> None:
    version = await amends(team, NINA_FIRST)
    late, last = NOW + UNDO, NOW + UNDO - timedelta(seconds=1)

    async with team.sessions.begin() as session:
        assert await may_undo(session, version, by=PAUL, now=last)
        assert not await may_undo(session, version, by=PAUL, now=late)
    with pytest.raises(TooLateToUndo):
        await undoes(team, version.id, now=late)
    assert (await undoes(team, version.id, now=last)).text == LEADS


async def test_the_first_charter_is_not_undone(team: Team) -> None:
    [first] = await team.all(CharterVersion)

    async with team.sessions.begin() as session:
        assert not await may_undo(session, first, by=PAUL, now=NOW)
    for number in (first.id, 0, -1, 2**70, first.id + 99):
        with pytest.raises(NotFound):
            await undoes(team, number)


async def test_leads_at_once_lose_no_change(team: Team, database_url: str) -> None:
    others = [open_database(database_url) for _ in range(3)]
    changes: list[Change] = [PAUL_AWAY, NINA_FIRST, Crisis(topic="safety", fr="Nous vérifions.")]

    async def change(sessions: Any, change: Change) -> int:
        async with sessions.begin() as session:
            facts: dict[str, Any] = {"workspace": WORKSPACE, "seen": 1, "now": NOW}
            return (await amendments.amend(session, change, by=NINA, **facts)).number

    try:
        pairs = zip(others, changes, strict=True)
        numbers = await asyncio.gather(*(change(one.sessions, wish) for one, wish in pairs))
    finally:
        for other in others:
            await other.close()

    _number, charter = await in_force(team)
    assert sorted(numbers) == [2, 3, 4]
    assert all(change.on(charter) == charter for change in changes)
