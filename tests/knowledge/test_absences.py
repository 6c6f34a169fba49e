"""Absences: who is away, said by themselves, by a lead or by Slack's signs, in their last word."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import absences, absent
from knowledge.absence import FAR, Absence, Source
from knowledge.audit import history
from knowledge.errors import BackTooSoon, NoMandate, NotFound
from knowledge.outbox import Kind
from knowledge.spans import Span, merged
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = NOW + 7 * DAY
WITH_SUBSTITUTE = CHARTER.replace(
    f"slack: {MARIA}, autonomy: senior", f"slack: {MARIA}, autonomy: senior, substitute: {PAUL}"
)


@pytest.fixture
async def team(new_team: Team) -> Team:
    """Paul stands in for Maria."""
    await new_team.agrees(WITH_SUBSTITUTE)
    return new_team


async def leaves(team: Team, person: str = MARIA, *, now: datetime = NOW, **how: Any) -> Absence:
    """Somebody says that they are away until Monday, unless `how` says otherwise."""
    said: dict[str, Any] = {"until": MONDAY, "from_at": now, "by": person} | how
    async with team.sessions.begin() as session:
        return await absences.stay_away(session, WORKSPACE, person, now=now, **said)


async def returns(
    team: Team, person: str = MARIA, *, by: str | None = None, now: datetime = NOW + HOUR
) -> Sequence[Absence]:
    async with team.sessions.begin() as session:
        return await absences.come_back(session, WORKSPACE, person, by=by or person, now=now)


async def shows(
    team: Team,
    source: Source,
    until: datetime | None = None,
    *,
    start: datetime | None = NOW,
    person: str = MARIA,
    now: datetime = NOW,
) -> Absence | None:
    """Slack shows of somebody that they are away; with `start` None that they are not."""
    async with team.sessions.begin() as session:
        return await absences.heard(
            session, WORKSPACE, person, source=source, from_at=start, until_at=until, now=now
        )


async def away(team: Team, now: datetime = NOW) -> Mapping[str, tuple[Span, ...]]:
    async with team.sessions.begin() as session:
        return await absences.current(session, WORKSPACE, now=now)


async def letters(team: Team) -> list[str]:
    return [row.to for row in await team.planned(Kind.SUBSTITUTE)]


async def test_somebody_is_away_until_they_said(team: Team) -> None:
    await leaves(team)

    assert await away(team) == {MARIA: ((NOW, MONDAY),)}
    assert await away(team, MONDAY - HOUR) == {MARIA: ((NOW, MONDAY),)}
    assert await away(team, MONDAY) == {}


async def test_without_an_end_an_absence_lasts_beyond_every_deadline(team: Team) -> None:
    await leaves(team, until=None)

    later = NOW + 300 * DAY
    assert await away(team, later) == {MARIA: ((NOW, later + FAR),)}


async def test_a_new_statement_replaces_the_old_one(team: Team) -> None:
    first = await leaves(team)
    second = await leaves(team, until=MONDAY + DAY, now=NOW + HOUR)

    assert second.id == first.id
    assert await away(team) == {MARIA: ((NOW + HOUR, MONDAY + DAY),)}


async def test_saying_the_same_twice_changes_nothing(team: Team) -> None:
    await leaves(team)
    again = await leaves(team, now=NOW + HOUR)

    assert again.number == 1
    assert again.from_at == NOW
    assert await letters(team) == [PAUL]


async def test_people_who_say_it_at_once_are_away_once(team: Team) -> None:
    await asyncio.gather(*(leaves(team) for _ in range(4)))

    assert len(await team.all(Absence)) == 1
    assert await letters(team) == [PAUL]


async def test_a_lead_may_say_it_for_somebody_and_nobody_else(team: Team) -> None:
    with pytest.raises(NoMandate):
        await leaves(team, by=PAUL)
    await leaves(team, by=NINA)
    with pytest.raises(NoMandate):
        await returns(team, by=PAUL)
    assert await away(team) != {}

    await returns(team, by=NINA)

    assert await away(team) == {}


@pytest.mark.parametrize(
    ("from_at", "until"),
    [(NOW, NOW), (NOW, NOW - DAY), (NOW - 2 * DAY, NOW), (MONDAY, MONDAY), (MONDAY, NOW + DAY)],
)
async def test_nobody_is_back_before_they_leave(
    team: Team, from_at: datetime, until: datetime
) -> None:
    with pytest.raises(BackTooSoon):
        await leaves(team, from_at=from_at, until=until)
    assert await team.all(Absence) == []


async def test_what_begins_in_the_past_begins_now(team: Team) -> None:
    said = await leaves(team, from_at=NOW - DAY)

    assert said.from_at == NOW


async def test_everything_is_written_down(team: Team) -> None:
    said = await leaves(team, by=NINA)
    await returns(team)

    async with team.sessions.begin() as session:
        lines = await history(session, said)
    assert [(line.by, line.deed) for line in lines] == [
        (NINA, "absence.said"),
        (MARIA, "absence.ended"),
    ]
    assert lines[0].facts == {
        "source": "person",
        "from_at": NOW.isoformat(),
        "until_at": MONDAY.isoformat(),
    }


async def test_sources_are_kept_apart_and_their_spans_joined(team: Team) -> None:
    await leaves(team, until=NOW + DAY)
    await shows(team, Source.STATUS, NOW + 2 * DAY)
    await shows(team, Source.DND, NOW + 5 * DAY, start=NOW + 4 * DAY)

    assert await away(team) == {
        MARIA: ((NOW, NOW + 2 * DAY), (NOW + 4 * DAY, NOW + 5 * DAY)),
    }


async def test_a_sign_that_says_the_same_is_not_written_again(team: Team) -> None:
    await shows(team, Source.STATUS, None)

    assert await shows(team, Source.STATUS, None, start=NOW + HOUR, now=NOW + HOUR) is None
    assert await shows(team, Source.DND, start=None) is None
    [kept] = await team.all(Absence)
    assert kept.number == 1


async def test_a_sign_that_is_gone_ends_what_it_said_and_no_more(team: Team) -> None:
    await shows(team, Source.STATUS, None)
    await shows(team, Source.STATUS, start=None, now=NOW + HOUR)
    assert await away(team, NOW + HOUR) == {}

    await leaves(team, now=NOW + HOUR)
    await shows(team, Source.STATUS, None, start=NOW + 2 * HOUR, now=NOW + 2 * HOUR)
    await shows(team, Source.STATUS, start=None, now=NOW + 3 * HOUR)

    assert await away(team, NOW + 3 * HOUR) == {MARIA: ((NOW + HOUR, MONDAY),)}


async def test_signs_of_people_the_charter_does_not_name_are_not_kept(team: Team) -> None:
    await shows(team, Source.STATUS, None, person=ANA)

    assert await team.all(Absence) == []


async def test_coming_back_overrules_a_sign_until_it_says_something_else(team: Team) -> None:
    await shows(team, Source.STATUS, None)
    await returns(team)
    await shows(team, Source.STATUS, None, start=NOW + 2 * HOUR, now=NOW + 2 * HOUR)
    assert await away(team, NOW + 2 * HOUR) == {}

    await shows(team, Source.STATUS, start=None, now=NOW + 3 * HOUR)
    await shows(team, Source.STATUS, None, start=NOW + 4 * HOUR, now=NOW + 4 * HOUR)

    assert MARIA in await away(team, NOW + 4 * HOUR)


async def test_coming_back_ends_what_goes_on_and_leaves_what_was_announced(team: Team) -> None:
    await leaves(team, from_at=MONDAY, until=MONDAY + DAY)
    await shows(team, Source.STATUS, None)

    assert [one.source for one in await returns(team)] == [Source.STATUS]
    assert await away(team, NOW + HOUR) == {MARIA: ((MONDAY, MONDAY + DAY),)}
    assert [one.source for one in await returns(team)] == [Source.PERSON]
    assert await away(team, NOW + HOUR) == {}
    assert await returns(team) == []


async def test_the_substitute_is_told_and_told_of_an_early_end(team: Team) -> None:
    await leaves(team)
    await returns(team)
    await returns(team)

    assert await letters(team) == [PAUL, PAUL]


async def test_who_was_told_hears_the_end_even_if_the_charter_has_changed(team: Team) -> None:
    await leaves(team)
    await team.agrees(WITH_SUBSTITUTE.replace(f"substitute: {PAUL}", f"substitute: {NINA}"))
    await returns(team)

    assert await letters(team) == [PAUL, PAUL]


async def test_the_substitute_is_not_told_twice_by_two_sources(team: Team) -> None:
    await leaves(team)
    await shows(team, Source.STATUS, NOW + DAY)
    assert await letters(team) == [PAUL]

    await shows(team, Source.STATUS, MONDAY + DAY)
    assert await letters(team) == [PAUL, PAUL]
    await returns(team)

    assert await letters(team) == [PAUL, PAUL, PAUL]


async def test_of_quiet_hours_nobody_is_told(team: Team) -> None:
    await shows(team, Source.DND, NOW + HOUR)
    await shows(team, Source.DND, MONDAY + HOUR, start=MONDAY)

    assert await team.planned() == []


async def test_nobody_is_told_where_nobody_stands_in(team: Team) -> None:
    await leaves(team, PAUL)

    assert await letters(team) == []


async def test_what_they_owe_is_looked_after_as_they_leave(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[tuple[str, datetime]] = []

    async def follow(_session: object, _workspace: str, person: str, *, now: datetime) -> None:
        followed.append((person, now))

    monkeypatch.setattr(absent, "follow", follow)
    await leaves(team)
    await leaves(team)
    await shows(team, Source.DND, NOW + HOUR)
    assert followed == [(MARIA, NOW), (MARIA, NOW)]

    await leaves(team, PAUL, from_at=NOW + DAY)
    await leaves(team, NINA, from_at=NOW + DAY)
    await returns(team, NINA)
    await team.until(NOW + DAY)

    assert followed[2:] == [(PAUL, NOW + DAY)]


async def test_what_somebody_owes_goes_to_somebody_who_is_there(team: Team) -> None:
    owed = await team.escalates()

    await leaves(team, MARIA)

    assert (await team.sees(owed)).assignee == NINA
    assert [row.to for row in await team.planned(Kind.PASSED_ON)] == [MARIA]


async def test_another_workspace_is_another_team(team: Team) -> None:
    said = await leaves(team)

    async with team.sessions.begin() as session:
        assert await absences.current(session, "T0OTHER", now=NOW) == {}
        assert await absences.of_person(session, "T0OTHER", MARIA, now=NOW) == []
        with pytest.raises(NotFound):
            await absences.get(session, "T0OTHER", said.id)


minutes = st.integers(0, 200)
spans = st.lists(st.tuples(minutes, minutes).map(lambda two: (min(two), max(two) + 1)), max_size=12)


@given(spans)
def test_joined_spans_hold_the_same_minutes_and_do_not_touch(each: list[tuple[int, int]]) -> None:
    def at(minute: int) -> datetime:
        return NOW + timedelta(minutes=minute)

    joined = merged((at(start), at(end)) for start, end in each)

    def held(minute: int, among: Sequence[Span]) -> bool:
        return any(start <= at(minute) < end for start, end in among)

    whole = [(at(start), at(end)) for start, end in each]
    assert all(held(minute, joined) == held(minute, whole) for minute in range(202))
    assert all(one[1] < other[0] for one, other in pairwise(joined))
