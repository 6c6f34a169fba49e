"""The nearest: of a step who is there soonest and least burdened; else who stands in for them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.charter import Autonomy, Charter, Person, Step
from knowledge.charter.hours import Away, OwnHours
from knowledge.decision import Because, Nearest
from knowledge.nearest import find_nearest
from knowledge.roster import Roster
from knowledge.routing import Reason, Rule, about_nearest
from tests.factories import ANA, AT_WORK, MARIA, NINA, NOW, PAUL, a_charter

LEO, ZOE = "U0LEO", "U0ZOE"
SATURDAY = NOW + timedelta(days=5)
PARIS = a_charter(AT_WORK).hours
MONTREAL = OwnHours(zone="America/Montreal")
WEEK = ((NOW - timedelta(days=1), NOW + timedelta(days=7)),)
EXPERTS = (MARIA, PAUL, NINA, LEO, ZOE)


def a_step(*who: str, minutes: int = 60, **rest: Any) -> Step:
    """These are asked, and have an hour to take it and four to answer."""
    times = {"acknowledge": timedelta(minutes=minutes), "answer": timedelta(hours=4)}
    return Step(who=who, **times, **rest)


def a_team(*steps: Step, people: Sequence[Person] = (), **rest: Any) -> Charter:
    """A charter whose refunds have these steps; who is not listed is a senior."""
    named = {person.slack for person in people}
    seniors = [Person(slack=one, autonomy=Autonomy.SENIOR) for one in EXPERTS if one not in named]
    charter = a_charter(people=(*people, *seniors), **rest)
    topics = (charter.topics[0].model_copy(update={"chain": steps}),)
    return charter.model_copy(update={"topics": topics})


def a_senior(slack: str, **rest: Any) -> Person:
    return Person(slack=slack, autonomy=Autonomy.SENIOR, **rest)


def nearest(charter: Charter, *, now: datetime = NOW, **how: Any) -> Nearest:
    """Who is asked Ana's question; `how` says who is there."""
    routed: dict[str, Any] = {"asker": ANA}
    routed |= {name: how.pop(name) for name in ("asker", "after", "gone") if name in how}
    there = Roster(now, **how)
    found = find_nearest(charter, charter.topics[0], **routed, roster=there)
    assert found
    return found


def over(found: Nearest) -> list[tuple[str, Because]]:
    return [(one.person, one.because) for one in found.passed_over]


def test_of_equals_the_first_who_is_named_is_asked() -> None:
    assert nearest(a_team(a_step(MARIA, PAUL))).person == MARIA


def test_of_those_who_are_there_the_least_burdened_is_asked() -> None:
    team = a_team(a_step(MARIA, PAUL, NINA))

    assert nearest(team, owed={MARIA: 2, PAUL: 1, NINA: 1}).person == PAUL


def test_who_is_there_sooner_comes_before_who_is_less_burdened() -> None:
    people = [a_senior(MARIA, hours=MONTREAL)]  # ten in Paris: four in the morning in Montréal
    team = a_team(a_step(MARIA, PAUL), people=people, hours=PARIS)

    assert nearest(team, owed={PAUL: 9}).person == PAUL


def test_at_the_cap_the_next_of_the_same_step_is_asked() -> None:
    team = a_team(a_step(MARIA, PAUL), a_step(NINA), cap=3)

    found = nearest(team, asked={MARIA: 3})

    assert (found.person, found.step, over(found)) == (PAUL, 0, [(MARIA, Because.CAP)])


def test_with_everybody_at_the_cap_the_step_is_asked_all_the_same() -> None:
    """A cap spreads the work; it takes no question to a more distant step."""
    team = a_team(a_step(MARIA, PAUL), a_step(NINA), cap=3)

    assert nearest(team, asked={MARIA: 3, PAUL: 4}).person == MARIA
    assert nearest(team, asked={MARIA: 3, PAUL: 4}).step == 0


def test_a_cap_of_ones_own_counts_instead_of_everybodys() -> None:
    team = a_team(a_step(MARIA, PAUL), people=[a_senior(MARIA, cap=5)], cap=3)

    assert nearest(team, asked={MARIA: 3}).person == MARIA


def test_the_askers_own_team_comes_first_where_the_step_says_so() -> None:
    people = [Person(slack=ANA, team="care"), a_senior(LEO, team="care"), a_senior(ZOE, team="it")]
    first = a_team(a_step(MARIA, own_team_first=True), people=people)
    not_first = a_team(a_step(MARIA), people=people)

    assert nearest(first, owed={LEO: 4}).person == LEO
    assert nearest(not_first).person == MARIA
    assert nearest(first, asker=PAUL).person == MARIA, "Paul is in no team"


def test_ones_own_team_is_no_way_around_the_level_the_cap_or_an_absence() -> None:
    people = [
        Person(slack=ANA, team="care"),
        Person(slack=LEO, team="care", autonomy=Autonomy.TRAINEE),
        a_senior(ZOE, team="care", cap=1),
    ]
    team = a_team(a_step(MARIA, own_team_first=True), people=people)

    assert nearest(team).person == ZOE
    assert nearest(team, asked={ZOE: 1}).person == MARIA
    assert nearest(team, away={ZOE: WEEK}).person == MARIA


def test_colleagues_who_may_not_answer_are_not_spoken_of() -> None:
    """The step did not name them: that they lack the level explains nothing."""
    people = [Person(slack=one, team="care", autonomy=Autonomy.TRAINEE) for one in (ANA, LEO, ZOE)]
    team = a_team(a_step(MARIA, own_team_first=True), people=people)

    assert over(nearest(team)) == []


def test_a_substitute_is_asked_instead_of_who_is_away() -> None:
    team = a_team(a_step(MARIA), a_step(NINA), people=[a_senior(MARIA, substitute=LEO)])

    found = nearest(team, away={MARIA: WEEK})

    assert (found.person, found.instead_of, found.step) == (LEO, MARIA, 0)
    assert over(found) == [(MARIA, Because.AWAY)]


def test_substitutes_are_followed_until_one_is_there() -> None:
    people = [a_senior(MARIA, substitute=LEO), a_senior(LEO, substitute=ZOE)]
    team = a_team(a_step(MARIA), people=people)

    found = nearest(team, away={MARIA: WEEK, LEO: WEEK})

    assert (found.person, found.instead_of) == (ZOE, MARIA)


def test_substitutes_in_a_circle_end_the_search() -> None:
    people = [a_senior(MARIA, substitute=LEO), a_senior(LEO, substitute=MARIA)]
    team = a_team(a_step(MARIA), a_step(NINA), people=people)

    assert nearest(team, away={MARIA: WEEK, LEO: WEEK}).person == NINA


@pytest.mark.parametrize("why", ["asker", "level", "asked"])
def test_a_substitute_who_cannot_be_asked_is_not(why: str) -> None:
    level = Autonomy.TRAINEE if why == "level" else Autonomy.SENIOR
    people = [a_senior(MARIA, substitute=LEO), Person(slack=LEO, autonomy=level)]
    team = a_team(a_step(MARIA), a_step(NINA), people=people)
    cannot: dict[str, dict[str, Any]] = {"asker": {"asker": LEO}, "asked": {"gone": {LEO}}}
    how = cannot.get(why, {})

    assert nearest(team, away={MARIA: WEEK}, **how).person == NINA


def test_who_is_closed_is_stood_in_for_too() -> None:
    team = a_team(a_step(MARIA), people=[a_senior(MARIA, substitute=LEO)])
    there = Roster(NOW, gone=frozenset({MARIA}))

    found = find_nearest(team, team.topics[0], asker=ANA, roster=there)

    assert found
    assert (found.person, found.instead_of) == (LEO, MARIA)
    assert over(found) == [(MARIA, Because.GONE)]


def test_who_is_back_before_the_time_to_take_it_is_over_is_asked_themselves() -> None:
    people = [a_senior(MARIA, substitute=LEO)]
    team = a_team(a_step(MARIA, minutes=60), people=people, hours=PARIS)
    lunch = ((NOW - timedelta(hours=1), NOW + timedelta(minutes=60)),)
    longer = ((NOW - timedelta(hours=1), NOW + timedelta(minutes=61)),)

    assert nearest(team, away={MARIA: lunch}).person == MARIA
    assert nearest(team, away={MARIA: longer}).person == LEO


def test_a_weekend_is_no_absence() -> None:
    people = [a_senior(MARIA, substitute=LEO)]
    team = a_team(a_step(MARIA), people=people, hours=PARIS)

    assert nearest(team, now=SATURDAY).person == MARIA


def test_days_away_in_the_charter_count() -> None:
    off = Away.model_validate({"from": date(2026, 1, 12), "back": date(2026, 1, 14)})
    people = [a_senior(MARIA, substitute=LEO, away=(off,))]
    team = a_team(a_step(MARIA), people=people, hours=PARIS)

    assert nearest(team).person == LEO
    assert nearest(team, now=NOW + timedelta(days=2)).person == MARIA


def test_the_next_step_is_asked_before_somebody_away() -> None:
    team = a_team(a_step(MARIA), a_step(NINA))

    found = nearest(team, away={MARIA: WEEK})

    assert (found.person, found.step, found.is_away) == (NINA, 1, False)
    assert over(found) == [(MARIA, Because.AWAY)]


def test_with_everybody_away_it_is_who_is_back_soonest() -> None:
    team = a_team(a_step(MARIA), a_step(NINA))
    sooner = ((NOW - timedelta(days=1), NOW + timedelta(days=3)),)

    found = nearest(team, away={MARIA: WEEK, NINA: sooner})

    assert (found.person, found.step, found.is_away) == (NINA, 1, True)
    assert over(found) == [(MARIA, Because.AWAY)], "Nina is not passed over: she is asked"


def test_with_everybody_away_who_stands_in_may_be_the_one_who_is_back_soonest() -> None:
    team = a_team(a_step(MARIA), people=[a_senior(MARIA, substitute=LEO), a_senior(LEO)])
    sooner = ((NOW - timedelta(days=1), NOW + timedelta(days=3)),)

    found = nearest(team, away={MARIA: WEEK, LEO: sooner})

    assert (found.person, found.instead_of, found.is_away) == (LEO, MARIA, True)


def test_nobody_is_asked_who_cannot_be_even_with_everybody_away() -> None:
    low = Person(slack=PAUL, autonomy=Autonomy.TRAINEE)
    team = a_team(a_step(MARIA, PAUL, LEO, ANA), people=[low, a_senior(ANA)])

    found = nearest(team, away=dict.fromkeys(EXPERTS, WEEK), gone={LEO})

    assert (found.person, found.is_away) == (MARIA, True)


def test_who_is_passed_over_is_named_with_the_reason() -> None:
    people = [Person(slack=PAUL, autonomy=Autonomy.TRAINEE), a_senior(ANA)]
    team = a_team(a_step(ANA, PAUL, MARIA), a_step(LEO, ZOE), people=people)
    there = Roster(NOW, gone=frozenset({MARIA}))

    found = find_nearest(team, team.topics[0], asker=ANA, roster=there, gone={LEO})

    assert found
    assert found.person == ZOE
    assert over(found) == [
        (ANA, Because.ASKER),
        (PAUL, Because.LEVEL),
        (MARIA, Because.GONE),
        (LEO, Because.ASKED),
    ]


def test_the_reasons_say_who_was_passed_over_and_for_whom_somebody_stands_in() -> None:
    team = a_team(a_step(MARIA), people=[a_senior(MARIA, substitute=LEO)])

    assert about_nearest(nearest(team, away={MARIA: WEEK})) == (
        Reason(Rule.PASSED_OVER, {"person": MARIA, "because": "away"}),
        Reason(Rule.STANDS_IN, {"person": LEO, "instead_of": MARIA}),
        Reason(Rule.NEAREST, {"person": LEO, "step": 1}),
    )


def test_the_reasons_say_that_everybody_is_away() -> None:
    team = a_team(a_step(MARIA))

    told = about_nearest(nearest(team, away={MARIA: WEEK}))

    assert Reason(Rule.EVERYBODY_AWAY, {"person": MARIA}) in told


PEOPLE = (ANA, *EXPERTS)
levels = st.sampled_from([Autonomy.TRAINEE, Autonomy.AUTONOMOUS, Autonomy.SENIOR])
steps = st.builds(
    a_step,
    st.sampled_from(PEOPLE),
    st.sampled_from(PEOPLE),
    minutes=st.sampled_from([0, 30, 200]),
    own_team_first=st.booleans(),
)
spans = st.tuples(st.integers(-72, 24), st.integers(1, 240)).map(
    lambda hours: ((NOW + timedelta(hours=hours[0]), NOW + timedelta(hours=hours[0] + hours[1])),)
)


@st.composite
def teams(draw: st.DrawFn) -> Charter:
    people = [
        Person(
            slack=one,
            autonomy=draw(levels),
            substitute=draw(st.sampled_from([None, *(p for p in PEOPLE if p != one)])),
            team=draw(st.sampled_from([None, "care"])),
            cap=draw(st.sampled_from([None, 1])),
        )
        for one in PEOPLE
    ]
    hours = draw(st.sampled_from([None, PARIS]))
    chain = draw(st.lists(steps, min_size=1, max_size=3))
    return a_team(*chain, people=people, hours=hours)


rosters = st.builds(
    Roster,
    now=st.sampled_from([NOW, SATURDAY, datetime(2026, 1, 12, 3, tzinfo=UTC)]),
    gone=st.frozensets(st.sampled_from(PEOPLE), max_size=3),
    away=st.dictionaries(st.sampled_from(PEOPLE), spans),
    owed=st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 3)),
    asked=st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 3)),
    rings=st.booleans(),
)
always = settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@always
@given(teams(), rosters, st.frozensets(st.sampled_from(PEOPLE), max_size=3))
def test_whoever_is_asked_may_answer_is_there_and_is_not_asked_again(
    team: Charter, there: Roster, asked: frozenset[str]
) -> None:
    topic = team.topics[0]

    found = find_nearest(team, topic, asker=ANA, roster=there, gone=asked)

    reachable = [one for step in topic.chain for one in step.who if one not in {ANA, *asked}]
    able = [one for one in reachable if one not in there.gone and team.may_answer(one, topic)]
    if found is None:
        assert not able, "somebody could have been asked"
        return
    assert found.person not in {ANA, *asked, *there.gone}
    assert team.may_answer(found.person, topic)
    is_there = there.is_there(found.person, team, found.acknowledge)
    assert is_there is not found.is_away
    assert found.person not in {one.person for one in found.passed_over}
    if found.instead_of:
        assert not there.is_there(found.instead_of, team, found.acknowledge)


@always
@given(teams(), rosters)
def test_nobody_nearer_who_is_there_is_passed_by(team: Charter, there: Roster) -> None:
    topic = team.topics[0]
    found = find_nearest(team, topic, asker=ANA, roster=there)
    if found is None:
        return

    limit = len(topic.chain) if found.is_away else found.step
    for step in topic.chain[:limit]:
        for one in step.who:
            can = one != ANA and team.may_answer(one, topic)
            assert not (can and there.is_there(one, team, step.acknowledge))
