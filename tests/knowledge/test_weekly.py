"""Once a week owners hear what waits for their word; what nobody reads is put aside."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from knowledge import absences, archiving, charters, review, upkeep, weekly, weeks
from knowledge.entry import Entry, Revision, Status
from knowledge.notification import Kind, Notification, State
from knowledge.timeline import CLOCK
from knowledge.verification import UNREAD
from tests.factories import ANA, AT_WORK, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import Team
from tests.knowledge.weekly_team import DAY, WEEK, a_working_team, begins, known, passes

MONDAY = NOW + WEEK - timedelta(hours=1)
"""Nine o'clock in Paris, a week from now."""


@pytest.fixture
async def team(new_team: Team) -> Team:
    return await a_working_team(new_team)


def named(row: Notification) -> tuple[str, list[int]]:
    return row.to, row.facts["entries"]


async def test_an_owner_hears_on_monday_morning_of_all_that_is_due(team: Team) -> None:
    entries = [await known(team) for _ in range(3)]
    await known(team, verified_at=NOW)
    await begins(team, NOW)

    [row] = await passes(team, NOW, NOW + 8 * DAY)

    assert named(row) == (MARIA, [entry.id for entry in entries])
    assert row.due_at == MONDAY


async def test_each_week_has_one_letter_until_there_is_nothing_to_say(team: Team) -> None:
    entry = await known(team)
    await begins(team, NOW)

    letters = await passes(team, NOW, NOW + 3 * WEEK)
    assert [row.due_at for row in letters] == [MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK]
    how = {"by": MARIA, "charter": team.charter}
    await team.does(upkeep.verify, entry, now=NOW + 3 * WEEK, **how)
    assert await passes(team, NOW + 3 * WEEK, NOW + 6 * WEEK) == []


async def test_replicas_and_repetitions_bring_nothing_twice(team: Team) -> None:
    await known(team)
    for _replica in range(3):
        await begins(team, NOW)
    assert len(await team.planned(Kind.UPKEEP)) == 1

    await passes(team, NOW, MONDAY - timedelta(hours=6))
    timers = [row for row in await team.planned(Kind.UPKEEP) if row.facts["week"] < "2026-01-19"]
    async with team.sessions.begin() as session:
        await weekly.begin_day(session, timers[-1], now=MONDAY - timedelta(hours=6))

    assert len(await team.planned(Kind.VERIFY)) == 1
    ready = [row for row in await team.planned(Kind.UPKEEP) if row.state is State.READY]
    assert len(ready) == 1


async def test_after_a_week_asleep_the_owner_hears_once(team: Team) -> None:
    await known(team)
    await begins(team, NOW)

    awake = NOW + 2 * WEEK + 2 * DAY
    [row] = await passes(team, awake - timedelta(minutes=1), awake)
    assert row.to == MARIA
    assert awake - timedelta(minutes=1) <= row.due_at <= awake
    [later] = await passes(team, awake, awake + WEEK)
    assert later.due_at == MONDAY + 2 * WEEK


async def test_a_timer_that_was_lost_is_planned_again(team: Team) -> None:
    await known(team)
    await begins(team, NOW)
    async with team.sessions.begin() as session:
        [row] = await team.planned(Kind.UPKEEP)
        (await session.get_one(Notification, row.id)).state = State.FAILED

    await begins(team, NOW + 2 * DAY)

    assert len(await passes(team, NOW + 2 * DAY, NOW + 8 * DAY)) == 1


async def test_a_workspace_with_nothing_to_keep_has_no_timer(team: Team) -> None:
    await known(team, status=Status.DRAFT)

    await begins(team, NOW)

    assert await team.planned(Kind.UPKEEP) == []


async def stays_away(team: Team, person: str, start: datetime, end: datetime) -> None:
    async with team.sessions.begin() as session:
        await absences.stay_away(
            session, WORKSPACE, person, from_at=start, until=end, by=person, now=NOW
        )


async def test_who_is_back_in_the_week_hears_on_their_first_day(team: Team) -> None:
    await known(team)
    await stays_away(team, MARIA, NOW, MONDAY + 2 * DAY)
    await begins(team, NOW)

    [row] = await passes(team, NOW, NOW + 10 * DAY)

    assert (row.to, row.due_at) == (MARIA, MONDAY + 2 * DAY)


async def test_while_the_owner_is_away_somebody_else_is_asked(team: Team) -> None:
    entry = await known(team)
    await stays_away(team, MARIA, NOW, NOW + 3 * WEEK)
    await begins(team, NOW)

    [row] = await passes(team, NOW, NOW + 8 * DAY)

    assert named(row) == (NINA, [entry.id])


async def test_the_entries_of_who_has_left_go_to_the_reviewer(team: Team) -> None:
    entry = await known(team, owner=NINA, verified_by=NINA)
    await team.loses(NINA)
    await begins(team, NOW)

    [row] = await passes(team, NOW, NOW + 8 * DAY)

    assert named(row) == (MARIA, [entry.id])


async def test_what_an_owner_cannot_be_told_another_is(team: Team) -> None:
    entry = await known(team)
    other = await known(team, owner=NINA)
    await begins(team, NOW)

    letters = await passes(team, NOW, NOW + 8 * DAY, deaf=[MARIA])

    assert sorted(map(named, letters)) == [(NINA, [entry.id]), (NINA, [other.id])]


async def test_with_everybody_away_a_later_week_will_do(team: Team) -> None:
    await known(team)
    for person in (MARIA, NINA):
        await stays_away(team, person, NOW, MONDAY + 8 * DAY)
    await begins(team, NOW)

    letters = await passes(team, NOW, NOW + 3 * WEEK)

    assert [(row.to, row.due_at) for row in letters] == [
        (MARIA, MONDAY + 8 * DAY),
        (MARIA, MONDAY + 2 * WEEK),
    ]


async def test_without_hours_in_the_charter_monday_begins_where_people_live(
    new_team: Team,
) -> None:
    await new_team.agrees()
    await new_team.meets(MARIA, zone="America/Los_Angeles")
    await known(new_team)
    await begins(new_team, NOW)

    [row] = await passes(new_team, NOW, NOW + 9 * DAY)

    assert row.due_at == MONDAY + timedelta(hours=9)


async def test_monday_begins_for_everybody_in_their_own_zone(new_team: Team) -> None:
    far = "hours: {zone: Pacific/Auckland}"
    text = AT_WORK.replace(f"slack: {MARIA}, autonomy", f"slack: {MARIA}, {far}, autonomy")
    await new_team.agrees(text)
    await known(new_team)
    await begins(new_team, NOW)

    [row] = await passes(new_team, NOW, NOW + 7 * DAY)

    assert row.due_at == datetime.fromisoformat("2026-01-19T09:00+13:00")


async def test_what_is_due_is_before_its_owner_at_any_time(team: Team) -> None:
    entry = await known(team)
    lost = await known(team, owner=PAUL)

    async def waits(person: str) -> list[int]:
        async with team.sessions.begin() as session:
            found = await weekly.waiting_for(session, WORKSPACE, person, now=NOW)
            return [one.id for one in found]

    assert await waits(MARIA) == [entry.id]
    assert await waits(NINA) == [lost.id]  # who reviews: the last step of the chain comes first
    assert await waits(PAUL) == await waits(ANA) == []


async def test_letters_that_name_an_entry_follow_what_becomes_of_it(team: Team) -> None:
    entry = await known(team)
    await begins(team, NOW)
    await passes(team, NOW, NOW + 8 * DAY)
    later, how = NOW + 8 * DAY, {"by": MARIA, "charter": team.charter}

    deeds: list[tuple[Any, dict[str, Any]]] = [
        (upkeep.verify, {}),
        (review.edit, {"title": "T", "body": "B", "seen": 1}),
        (archiving.archive, {}),
        (archiving.restore, {}),
        (upkeep.hand_over, {"to": NINA}),
    ]
    for number, (deed, more) in enumerate(deeds, 1):
        await team.does(deed, entry, now=later, **how, **more)
        assert len(await team.planned(Kind.REFRESH)) == number


async def unread(team: Team, **facts: Any) -> Entry:
    """An entry that will have been unread for six months on Monday in a week."""
    long_ago = MONDAY + WEEK - UNREAD
    moments = {"published_at": long_ago, "verified_at": long_ago, "viewed_at": None}
    return await known(team, **moments | facts)


async def test_what_nobody_reads_is_put_aside_a_week_after_its_owner_heard(team: Team) -> None:
    entry = await unread(team)
    await begins(team, NOW)

    [row] = await passes(team, NOW, MONDAY + WEEK - timedelta(hours=1))
    assert row.facts["outlived"] == [entry.id]
    assert (await team.sees(entry)).status is Status.PUBLISHED
    await passes(team, MONDAY + WEEK - timedelta(hours=1), MONDAY + WEEK + DAY)

    assert (await team.sees(entry)).status is Status.ARCHIVED
    last = (await team.all(Revision, Revision.entry_id == entry.id))[-1]
    assert (last.by, last.reason) == (CLOCK, "entry.outlived")


async def test_a_letter_that_comes_late_leaves_its_week_all_the_same(team: Team) -> None:
    entry = await unread(team)
    await begins(team, NOW)
    await team.until(MONDAY - DAY)
    asleep = MONDAY + 3 * DAY

    [row] = await passes(team, asleep - timedelta(minutes=1), asleep)
    await passes(team, asleep, asleep + WEEK - timedelta(minutes=1))
    assert (await team.sees(entry)).status is Status.PUBLISHED
    await passes(team, asleep + WEEK - timedelta(minutes=1), asleep + WEEK + DAY)

    assert row.facts["outlived"] == [entry.id]
    assert (await team.sees(entry)).status is Status.ARCHIVED


async def test_what_nobody_was_told_of_is_not_put_aside(team: Team) -> None:
    entry = await unread(team)
    await begins(team, NOW)

    assert await passes(team, NOW, MONDAY + 4 * WEEK, deaf=[MARIA, NINA]) == []

    assert (await team.sees(entry)).status is Status.PUBLISHED


@pytest.mark.parametrize("how", ["read", "verified"])
async def test_what_is_read_or_verified_in_time_stays(team: Team, how: str) -> None:
    entry = await unread(team)
    await begins(team, NOW)
    await passes(team, NOW, MONDAY + DAY)

    if how == "read":
        async with team.sessions.begin() as session:
            await upkeep.viewed(session, WORKSPACE, [entry.id], now=MONDAY + 2 * DAY)
    else:
        facts: dict[str, Any] = {"by": NINA, "charter": team.charter}
        await team.does(upkeep.verify, entry, now=MONDAY + 2 * DAY, **facts)
    await passes(team, MONDAY + 2 * DAY, MONDAY + 2 * WEEK)

    assert (await team.sees(entry)).status is Status.PUBLISHED


async def test_a_verifier_who_loses_the_mandate_makes_it_due(team: Team) -> None:
    entry = await known(team, owner=NINA, verified_at=NOW)
    async with team.sessions.begin() as session:
        text = AT_WORK.replace(f"{{slack: {MARIA}, autonomy: senior}}", f"{{slack: {MARIA}}}")
        await charters.apply(session, text, workspace=WORKSPACE, by=NINA, now=NOW)
    await begins(team, NOW)

    [row] = await passes(team, NOW, NOW + 8 * DAY)

    assert named(row) == (NINA, [entry.id])


def test_a_week_begins_where_a_day_begins_first() -> None:
    sunday = datetime.fromisoformat("2026-01-18T10:00+00:00")

    assert weeks.monday(sunday - timedelta(seconds=1)).isoformat() == "2026-01-12"
    assert weeks.monday(sunday).isoformat() == "2026-01-19"
    assert weeks.tomorrow(sunday - timedelta(seconds=1)) == sunday
    assert weeks.tomorrow(sunday) == sunday + DAY
