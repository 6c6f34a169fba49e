"""Receipts: what somebody was given is noted once, in the place where it can be taken back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from knowledge import answers, receipts, upkeep
from knowledge.entry import Entry
from knowledge.question import Way as Asked
from knowledge.receipts import Place, Receipt, Way
from tests.factories import ANA, CHARTER, MARIA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import FIRE, REFUND, Team

DAY = timedelta(days=1)


async def noted(team: Team) -> list[tuple[Way, str, str, str]]:
    return [(r.way, r.person, r.channel, r.thread_ts) for r in await team.all(Receipt)]


async def known(team: Team) -> Entry:
    entry = an_entry(title=REFUND)
    await team.knows(entry)
    return entry


@pytest.mark.parametrize(
    ("asked", "way", "place"),
    [
        (Asked.COMMAND, Way.REPLY, ("", "")),
        (Asked.SHORTCUT, Way.REPLY, ("", "")),
        (Asked.DM, Way.DM, ("", "")),
        (Asked.MENTION, Way.THREAD, ("C1", "17.1")),
    ],
)
async def test_who_asks_is_noted_where_they_are_answered(
    team: Team, asked: Asked, way: Way, place: tuple[str, str]
) -> None:
    entry = await known(team)

    outcome = await team.asks(REFUND, by=PAUL, way=asked, channel="C1", thread_ts="17.1")

    assert [one.id for one in outcome.entries] == [entry.id]
    assert await noted(team) == [(way, PAUL, *place)]
    [receipt] = await team.all(Receipt)
    assert (receipt.entry_id, receipt.revision, receipt.question_id, receipt.at) == (
        entry.id,
        1,
        outcome.question.id,
        NOW,
    )


async def test_what_is_whispered_is_taken_back_directly(team: Team) -> None:
    await known(team)
    await team.asks(REFUND, by=ANA, way=Asked.MENTION, channel="C1", thread_ts="17.1")
    assert await noted(team) == [(Way.WHISPER, ANA, "", "")]


async def test_nothing_is_noted_where_nothing_was_shown(team: Team) -> None:
    await team.asks(REFUND)
    assert await noted(team) == []


async def test_the_same_again_is_noted_once_as_of_the_last_time(team: Team) -> None:
    await known(team)
    for days in range(3):
        await team.asks(REFUND, now=NOW + days * DAY)
    [receipt] = await team.all(Receipt)
    assert receipt.at == NOW + 2 * DAY


async def test_a_new_revision_is_another_receipt(team: Team) -> None:
    entry = await known(team)
    async with team.sessions.begin() as session:
        for revision in (1, 2):
            entry.revision = revision
            twice = [Place(Way.CARD, ANA), Place(Way.DM, ANA)]
            await receipts.record(session, [entry, entry], *twice, now=NOW)
        await receipts.record(session, [], Place(Way.CARD, ANA), now=NOW)
    assert [one.revision for one in await team.all(Receipt)] == [1, 2]


async def test_what_is_shared_is_noted_for_the_channel_and_who_shared_it(team: Team) -> None:
    entry = await known(team)
    outcome = await team.asks(REFUND, channel="C1")
    async with team.sessions.begin() as session:
        await receipts.shared(session, outcome.question, entry, by=PAUL, now=NOW)
    assert (Way.SHARE, "", "C1", "") in await noted(team)
    assert (await team.all(Receipt))[-1].by == PAUL


async def test_an_experts_answer_is_noted_for_everyone_who_waited(team: Team) -> None:
    escalation = await team.escalates()
    where: dict[str, Any] = {"way": Asked.MENTION, "channel": "C1", "thread_ts": "5.1"}
    await team.asks(FIRE, by=PAUL, **where)

    how: dict[str, Any] = {"by": MARIA, "charter": team.charter}
    entry = await team.does(answers.answer, escalation, "Débranchez-le.", **how)

    assert await noted(team) == [(Way.ANSWER, ANA, "", ""), (Way.ANSWER, PAUL, "C1", "5.1")]
    assert {one.entry_id for one in await team.all(Receipt)} == {entry.id}


async def test_receipts_expire_by_the_charter(new_team: Team) -> None:
    await new_team.agrees(CHARTER + "upkeep: {recall: 7d}\n")
    entry = await known(new_team)
    async with new_team.sessions.begin() as session:
        for days, person in enumerate((ANA, PAUL, MARIA)):
            place = Place(Way.CARD, person)
            await receipts.record(session, [entry], place, now=NOW + days * DAY)
        await receipts.forget(session, now=NOW + 8 * DAY)
    assert [one.person for one in await new_team.all(Receipt)] == [PAUL, MARIA]
    async with new_team.sessions.begin() as session:
        late = await receipts.of_entry(session, entry, since=NOW + 2 * DAY)
        assert [one.person for one in late] == [MARIA]
        assert late[0].workspace == WORKSPACE


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_two_who_are_shown_the_same_at_once_do_not_wait_for_each_other_in_a_circle(
    team: Team,
) -> None:
    """Somebody asks twice within a moment, and nobody has read the entry today: the first notes
    that it was read, then the second and the first note that it was given."""
    await team.knows(entry := an_entry())
    place = Place(Way.REPLY, ANA)
    async with team.sessions.begin() as first:
        await upkeep.viewed(first, WORKSPACE, [entry.id], now=NOW)
        async with asyncio.timeout(10), team.sessions.begin() as second:
            await upkeep.viewed(second, WORKSPACE, [entry.id], now=NOW)
            await receipts.record(second, [entry], place, now=NOW)
        await receipts.record(first, [entry], place, now=NOW)

    assert len(await team.all(Receipt)) == 1
