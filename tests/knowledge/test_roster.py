"""The roster: when each person is there, how much they owe, how often they were asked this week."""

from datetime import UTC, date, datetime, timedelta

from knowledge import answers, assignees, roster
from knowledge.charter import Autonomy, Person
from knowledge.charter.hours import Away
from knowledge.roster import Roster, week_of
from tests.factories import ANA, AT_WORK, MARIA, NINA, NOW, PAUL, WORKSPACE, a_charter
from tests.knowledge.team import FIRE, Team

FRIDAY_NIGHT = datetime(2026, 1, 16, 20, 0, tzinfo=UTC)
MONDAY = datetime(2026, 1, 19, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEAM = a_charter(AT_WORK)


def test_somebody_is_back_when_they_next_work() -> None:
    assert Roster(NOW).back_at(MARIA, TEAM) == NOW
    assert Roster(FRIDAY_NIGHT).back_at(MARIA, TEAM) == MONDAY


def test_who_has_closed_their_account_is_never_back() -> None:
    there = Roster(NOW, gone=frozenset({MARIA}))

    assert there.back_at(MARIA, TEAM) is None
    assert not there.is_there(MARIA, TEAM, 9 * HOUR)


def test_a_night_is_no_absence_and_a_day_off_is() -> None:
    night = Roster(FRIDAY_NIGHT)
    off = Roster(FRIDAY_NIGHT, away={MARIA: ((MONDAY, MONDAY + 24 * HOUR),)})

    assert night.is_there(MARIA, TEAM, HOUR)
    assert not off.is_there(MARIA, TEAM, HOUR)
    assert off.is_there(MARIA, TEAM, timedelta(days=1)), "they have till Tuesday anyway"


def test_absences_of_the_charter_and_of_people_add_up() -> None:
    monday = Away.model_validate({"from": date(2026, 1, 19), "back": date(2026, 1, 20)})
    person = Person(slack=MARIA, autonomy=Autonomy.SENIOR, away=(monday,))
    charter = a_charter(hours=TEAM.hours, people=(person,))
    there = Roster(FRIDAY_NIGHT, away={MARIA: ((MONDAY + 24 * HOUR, MONDAY + 48 * HOUR),)})

    assert there.back_at(MARIA, charter) == MONDAY + 48 * HOUR


def test_what_rings_finds_people_at_night_but_not_on_holiday() -> None:
    rings = Roster(FRIDAY_NIGHT, rings=True)
    away = Roster(FRIDAY_NIGHT, rings=True, away={MARIA: ((FRIDAY_NIGHT, MONDAY),)})

    assert rings.back_at(MARIA, TEAM) == FRIDAY_NIGHT
    assert rings.is_there(MARIA, TEAM, HOUR)
    assert away.back_at(MARIA, TEAM) == MONDAY
    assert not away.is_there(MARIA, TEAM, HOUR)


def test_a_cap_is_reached_when_somebody_was_asked_that_often() -> None:
    charter = a_charter(cap=2, people=(Person(slack=PAUL, cap=1),))
    there = Roster(NOW, asked={MARIA: 2, PAUL: 1, NINA: 1})

    capped = [one for one in (MARIA, PAUL, NINA, ANA) if there.is_capped(one, charter)]
    assert capped == [MARIA, PAUL]
    assert not there.is_capped(MARIA, a_charter())


def test_the_week_begins_on_monday_at_midnight_where_the_team_works() -> None:
    midnight = datetime(2026, 1, 11, 23, 0, tzinfo=UTC)

    assert week_of(TEAM, NOW) == midnight
    assert week_of(TEAM, midnight - timedelta(seconds=1)) == midnight - timedelta(days=7)
    assert week_of(a_charter(), NOW) == datetime(2026, 1, 12, tzinfo=UTC)


async def test_what_is_owed_and_asked_is_counted(team: Team) -> None:
    await team.meets(PAUL)
    await team.loses("U0GONE")
    fire = await team.escalates(FIRE, by=ANA)
    await team.escalates("is this toxic", by=ANA)
    await team.does(assignees.hand_over, fire, NINA, "Elle sait.", by=MARIA)

    there = await loaded(team, NOW)

    assert there.gone == {"U0GONE"}
    assert there.owed == {MARIA: 1, NINA: 1}
    assert there.asked == {MARIA: 2, NINA: 1}


async def test_what_is_answered_is_owed_no_more_and_was_asked_all_the_same(team: Team) -> None:
    fire = await team.escalates(FIRE)
    await team.does(answers.answer, fire, "Débranchez-le.", by=MARIA, charter=team.charter)

    there = await loaded(team, NOW)

    assert there.owed == {}
    assert there.asked == {MARIA: 1}


async def test_a_new_week_counts_anew(team: Team) -> None:
    await team.escalates(FIRE)

    assert (await loaded(team, NOW + timedelta(days=7))).asked == {}


async def loaded(team: Team, now: datetime) -> Roster:
    async with team.sessions.begin() as session:
        return await roster.load(session, WORKSPACE, team.charter, now=now)
