"""Flags: who keeps an entry true answers whoever doubts it, in time, or somebody else does."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge import absences, entries, flag_overdue, flag_settling, flagging, flags
from knowledge.entry import Entry
from knowledge.entry import Status as Life
from knowledge.entry_errors import Changed, NothingChanged
from knowledge.errors import (
    EmptyText,
    IllegalMove,
    LacksMandate,
    NobodyToTell,
    NoMandate,
    NotFound,
    NotThere,
)
from knowledge.flag import Doubt, Flag, Status
from knowledge.flagging import Saying
from knowledge.outbox import Kind, Notification, State
from tests.factories import ANA, AT_WORK, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.flagged import an_answer, archives, corrects, does, flagged, remarks, the_flag
from tests.knowledge.team import Team

DAY = timedelta(days=1)
WITH_LEAD_CHANNEL = CHARTER.replace("language: fr\n", "language: fr\nlead_channel: C0LEADS\n")


async def news(team: Team) -> list[tuple[str, str]]:
    return [(row.to, row.facts["news"]) for row in await team.planned(Kind.FLAG_NEWS)]


async def test_the_owner_is_asked_reminded_and_given_two_days(team: Team) -> None:
    flag = await flagged(team, await an_answer(team))

    assert (flag.owner, flag.due_at, flag.revision) == (MARIA, NOW + 2 * DAY, 1)
    [request] = await team.planned(Kind.FLAG)
    reminders = await team.planned(Kind.FLAG_REMINDER)
    assert (request.to, request.due_at) == (MARIA, NOW)
    assert [row.due_at for row in reminders] == [NOW + DAY, NOW + DAY * 1.6]


async def test_the_deadline_counts_working_time(new_team: Team) -> None:
    await new_team.agrees(AT_WORK)
    friday = NOW + 4 * DAY

    flag = await flagged(new_team, await an_answer(new_team), now=friday)

    assert flag.due_at == friday + 4 * DAY


async def test_several_who_doubt_it_join_one_flag(team: Team) -> None:
    entry = await an_answer(team)
    first = await flagged(team, entry)
    second = await flagged(team, entry, by=PAUL, doubt=Doubt.UNCLEAR)

    assert first.id == second.id
    assert await remarks(team) == [(ANA, Doubt.WRONG), (PAUL, Doubt.UNCLEAR)]
    assert len(await team.planned(Kind.FLAG)) == 1


async def test_the_same_window_twice_is_one_remark_even_after_it_was_settled(team: Team) -> None:
    entry = await an_answer(team)
    flag = await flagged(team, entry, key="modal:V1")
    await does(team, flag_settling.uphold, flag, "Vérifié.")
    again = await flagged(team, entry, key="modal:V1")

    assert again.id == flag.id
    assert await remarks(team) == [(ANA, Doubt.WRONG)]


@pytest.mark.parametrize("status", [Life.IN_REVIEW, Life.ARCHIVED])
async def test_people_doubt_what_is_published_only(team: Team, status: Life) -> None:
    with pytest.raises(IllegalMove):
        await flagged(team, await an_answer(team, status=status))


async def test_without_anybody_who_may_change_it_nobody_is_promised_anything(team: Team) -> None:
    await team.loses(MARIA, NINA)
    with pytest.raises(NobodyToTell):
        await flagged(team, await an_answer(team))


async def test_a_correction_answers_everybody_who_doubted_it(team: Team) -> None:
    entry = await an_answer(team)
    await flagged(team, entry)
    await flagged(team, entry, by=PAUL)

    await corrects(team, entry, "Sous 30 jours.", reason="Le délai a changé.")

    flag = await the_flag(team)
    assert (flag.status, flag.settled_by, flag.reason) == (
        Status.CORRECTED,
        MARIA,
        "Le délai a changé.",
    )
    assert (await team.sees(entry)).body == "Sous 30 jours."
    assert await news(team) == [(ANA, "corrected"), (PAUL, "corrected")]


async def test_a_correction_that_changes_nothing_is_none(team: Team) -> None:
    entry = await an_answer(team)
    await flagged(team, entry)

    with pytest.raises(NothingChanged):
        await corrects(team, entry, entry.body)
    assert (await the_flag(team)).is_open


async def test_what_was_edited_since_needs_no_further_change(team: Team) -> None:
    entry = await an_answer(team)
    await flagged(team, entry)
    edit: dict[str, Any] = {"title": entry.title, "body": "Sous 30 jours.", "seen": 1}
    await team.does(entries.edit, entry, by=NINA, **edit)
    await corrects(team, entry, "Sous 30 jours.")
    assert (await the_flag(team)).status is Status.CORRECTED


async def test_two_who_correct_at_once_overwrite_nothing(team: Team) -> None:
    entry = await an_answer(team)
    await flagged(team, entry)
    await corrects(team, entry, "Sous 30 jours.")

    with pytest.raises(Changed):
        await corrects(team, entry, "Sous 60 jours.", by=NINA, seen=1)


async def test_it_is_right_because(team: Team) -> None:
    flag = await flagged(team, await an_answer(team))

    with pytest.raises(EmptyText):
        await does(team, flag_settling.uphold, flag, "  ")
    for _again in range(2):
        await does(team, flag_settling.uphold, flag, "La loi dit 14 jours.")

    assert (await the_flag(team)).reason == "La loi dit 14 jours."
    assert await news(team) == [(ANA, "upheld")]
    with pytest.raises(IllegalMove):
        await does(team, flag_settling.uphold, flag, "Autre chose.", by=NINA)


async def test_archiving_answers_too(team: Team) -> None:
    entry = await an_answer(team)
    await flagged(team, entry)
    for _again in range(2):
        await archives(team, entry)

    assert (await the_flag(team)).status is Status.ARCHIVED
    assert (await team.sees(entry)).archived_at == NOW
    assert await news(team) == [(ANA, "archived")]


@pytest.mark.parametrize("who", [ANA, PAUL])
async def test_who_may_not_change_an_entry_settles_nothing(team: Team, who: str) -> None:
    entry = await an_answer(team, topic="safety")
    flag = await flagged(team, entry)

    with pytest.raises(NoMandate):
        await does(team, flag_settling.uphold, flag, "Si.", by=who)
    with pytest.raises(NoMandate):
        await corrects(team, entry, "Autre.", by=who)
    with pytest.raises(NoMandate):
        await archives(team, entry, by=who)
    with pytest.raises(NoMandate):
        await does(team, flag_settling.hand_over, flag, NINA, by=who, seen=1)


async def test_it_is_handed_over_to_somebody_who_may(team: Team) -> None:
    flag = await flagged(team, await an_answer(team))

    with pytest.raises(LacksMandate):
        await does(team, flag_settling.hand_over, flag, ANA, seen=1)
    for _again in range(2):
        await does(team, flag_settling.hand_over, flag, NINA, seen=1, now=NOW + DAY)

    one = await the_flag(team)
    assert (one.owner, one.round, one.due_at) == (NINA, 2, NOW + 3 * DAY)
    with pytest.raises(IllegalMove):
        await does(team, flag_settling.hand_over, flag, MARIA, by=NINA, seen=1)


async def test_it_is_not_handed_to_who_has_left(team: Team) -> None:
    flag = await flagged(team, await an_answer(team))
    await team.loses(NINA)
    with pytest.raises(NotThere):
        await does(team, flag_settling.hand_over, flag, NINA, seen=1)


async def test_a_late_owner_is_followed_by_the_next_then_by_the_leads_each_day(
    new_team: Team,
) -> None:
    await new_team.agrees(WITH_LEAD_CHANNEL)
    flag = await flagged(new_team, await an_answer(new_team))

    await new_team.until(flag.due_at)
    assert (await the_flag(new_team)).owner == NINA
    [moved] = await new_team.planned(Kind.FLAG_MOVED)
    assert (moved.to, moved.facts["cause"]) == (MARIA, "late")

    await new_team.until(NOW + 4 * DAY)
    await new_team.until(NOW + 5 * DAY)
    overdue = await new_team.planned(Kind.FLAG_OVERDUE)
    assert [row.to for row in overdue] == ["C0LEADS", NINA] * 2
    assert await news(new_team) == [(ANA, "late")]
    one = await the_flag(new_team)
    assert (one.owner, one.exhausted_at) == (NINA, NOW + 4 * DAY)
    await does(new_team, flag_settling.uphold, one, "Si.", by=NINA)
    assert await new_team.until(NOW + 9 * DAY)
    assert len(await new_team.planned(Kind.FLAG_OVERDUE)) == 4


async def undeliverable(team: Team, row: Notification) -> None:
    async with team.sessions.begin() as session:
        await flag_overdue.unreachable(session, row, now=NOW)


async def test_an_owner_nobody_reaches_is_followed_at_once_and_once(team: Team) -> None:
    await flagged(team, await an_answer(team))
    [request] = await team.planned(Kind.FLAG)

    for _again in range(2):
        await undeliverable(team, request)

    assert (await the_flag(team)).asked == [MARIA, NINA]


async def test_a_closed_lead_channel_brings_it_to_each_lead(new_team: Team) -> None:
    await new_team.agrees(WITH_LEAD_CHANNEL)
    await flagged(
        new_team, await an_answer(new_team, topic="litigation", owner=NINA, reviewer=NINA)
    )
    await new_team.until(NOW + 2 * DAY)
    [channel, _lead] = await new_team.planned(Kind.FLAG_OVERDUE)
    async with new_team.sessions.begin() as session:
        await flag_overdue.lead_channel_closed(session, channel, now=NOW)
    told = await new_team.planned(Kind.FLAG_OVERDUE)
    assert [row.to for row in told] == ["C0LEADS", NINA]


async def test_who_will_not_be_back_in_time_is_followed_at_once(team: Team) -> None:
    await flagged(team, await an_answer(team))
    async with team.sessions.begin() as session:
        when: dict[str, Any] = {"from_at": NOW, "until": NOW + 9 * DAY}
        await absences.stay_away(session, WORKSPACE, MARIA, by=MARIA, now=NOW, **when)
    assert (await the_flag(team)).owner == NINA


async def test_an_entry_that_is_gone_owes_nothing_any_more(team: Team) -> None:
    entry = await an_answer(team)
    flag = await flagged(team, entry)
    async with team.sessions.begin() as session:
        (await session.get_one(Entry, entry.id)).status = Life.ARCHIVED
    await team.until(flag.due_at)
    assert (await the_flag(team)).status is Status.ARCHIVED
    assert await news(team) == [(ANA, "archived")]


async def test_a_flag_by_emoji_can_be_explained_and_taken_back(team: Team) -> None:
    entry = await an_answer(team)
    flag = await flagged(team, entry, text="", place="C1:17.1", key="reaction:1")
    said = Saying("modal:9", Doubt.UNCLEAR, "Quel moyen ?")
    await team.does(flagging.say_why, flag, said, by=ANA)
    assert await remarks(team) == [(ANA, Doubt.UNCLEAR)]
    with pytest.raises(NotFound):
        await team.does(flagging.say_why, flag, said, by=PAUL)

    assert await takes_back(team, PAUL) is None
    await takes_back(team, ANA)
    assert (await the_flag(team)).status is Status.WITHDRAWN
    assert await takes_back(team, ANA) is None


async def takes_back(team: Team, by: str) -> Flag | None:
    async with team.sessions.begin() as session:
        return await flagging.take_back(session, WORKSPACE, "C1:17.1", by=by, now=NOW)


async def test_while_others_doubt_it_taking_back_settles_nothing(team: Team) -> None:
    entry = await an_answer(team)
    await flagged(team, entry, place="C1:17.1")
    await flagged(team, entry, by=PAUL)
    await takes_back(team, ANA)
    assert (await the_flag(team)).is_open
    assert await remarks(team) == [(PAUL, Doubt.WRONG)]


async def test_what_somebody_calls_wrong_is_doubted_until_it_is_settled(team: Team) -> None:
    wrong, unclear = await an_answer(team), await an_answer(team)
    flag = await flagged(team, wrong)
    await flagged(team, unclear, doubt=Doubt.UNCLEAR)
    both = [wrong.id, unclear.id]

    async with team.sessions.begin() as session:
        assert await flags.doubted(session, WORKSPACE, both) == {wrong.id}
        assert await flags.doubted(session, WORKSPACE, []) == frozenset()
        assert await flags.by_topic(session, WORKSPACE) == {"refunds": 2}
        assert len(await flags.open_ones(session, WORKSPACE)) == 2
        assert len(await flags.owed_by(session, WORKSPACE, MARIA)) == 2
    await does(team, flag_settling.uphold, flag, "Si.")
    async with team.sessions.begin() as session:
        assert await flags.doubted(session, WORKSPACE, both) == frozenset()


async def test_it_is_not_given_to_who_cannot_read_it(team: Team) -> None:
    entry = await an_answer(team, audience="G1")
    flag = await flagged(team, entry, outsiders=[MARIA])
    assert flag.owner == NINA


async def test_an_open_flag_without_a_timer_is_found_by_the_vigil(team: Team) -> None:
    await flagged(team, await an_answer(team))
    async with team.sessions.begin() as session:
        assert await flag_overdue.keep(session, now=NOW) == []
    for row in await team.planned(Kind.FLAG_SETTLE_BY):
        async with team.sessions.begin() as session:
            (await session.get_one(Notification, row.id)).state = State.FAILED
    async with team.sessions.begin() as session:
        assert len(await flag_overdue.keep(session, now=NOW)) == 1
    assert (await the_flag(team)).owner == NINA
