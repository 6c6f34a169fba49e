"""The course of a question: who would be asked, when, and who after them, if nobody acted."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from knowledge.charter import Charter, parse
from knowledge.course import Course, course
from knowledge.nearest import find_nearest
from knowledge.roster import Roster
from tests.factories import ANA, MARIA, NINA, NOW, PAUL
from tests.knowledge.test_dead_ends import PEOPLE, STRANGER, charters, rosters

PARIS = ZoneInfo("Europe/Paris")
CHARTER = """\
relais: 1
hours: {zone: Europe/Paris, days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00"}
lead_channel: C0LEADS
people:
  - {slack: U0MARIA, autonomy: senior, substitute: U0PAUL}
  - {slack: U0NINA, autonomy: senior}
  - {slack: U0PAUL, autonomy: senior}
topics:
  - id: refunds
    name: {fr: Remboursements}
    autonomy: autonomous
    chain:
      - {who: [U0MARIA], acknowledge: 30m, answer: 4h}
      - {who: [U0NINA], acknowledge: 1h, answer: 1d}
fallback:
  chain:
    - {who: [U0NINA], acknowledge: 1h, answer: 1d}
"""


def played(at: datetime = NOW, text: str = CHARTER, asker: str = ANA, **known: Any) -> Course:
    """What would become of a question on refunds."""
    charter = parse(text)
    roster = Roster(at, **known)
    return course(charter, charter.topic("refunds"), asker=asker, roster=roster, at=at)


def told(found: Course) -> list[tuple[str, ...]]:
    """Each person, from when it is theirs, and both deadlines, by the clock in Paris."""
    return [
        (
            stage.nearest.person,
            *(
                f"{at.astimezone(PARIS):%a %H:%M}"
                for at in (stage.at, stage.acknowledge_by, stage.answer_by)
            ),
        )
        for stage in found.stages
    ]


def by_the_clock(at: datetime) -> str:
    return f"{at.astimezone(PARIS):%a %H:%M}"


def test_each_step_begins_when_the_one_before_was_to_be_taken() -> None:
    found = played()

    assert told(found) == [
        (MARIA, "Mon 10:00", "Mon 10:30", "Mon 14:00"),
        (NINA, "Mon 10:30", "Mon 11:30", "Tue 10:30"),
    ]


def test_at_its_end_the_leads_are_told_and_told_again_the_next_working_day() -> None:
    found = played(NOW + timedelta(days=4))

    assert found.leads == ("C0LEADS", NINA)
    assert by_the_clock(found.leads_at) == "Fri 11:30"
    assert by_the_clock(found.again_at) == "Mon 11:30"
    assert not found.at_once


def test_what_is_asked_at_night_is_read_in_the_morning() -> None:
    """It is theirs from Friday evening on, and their time begins on Monday."""
    found = played(datetime(2026, 1, 16, 20, tzinfo=PARIS))

    assert told(found)[0] == (MARIA, "Fri 20:00", "Mon 09:30", "Mon 13:00")
    assert by_the_clock(found.stages[0].read_at) == "Mon 09:00"


def test_an_absence_counts_from_when_it_begins() -> None:
    """Nina leaves before her turn comes: nobody is there, and she is who is back first."""
    away = {NINA: ((NOW + timedelta(minutes=20), NOW + timedelta(days=3)),)}

    found = played(away=away)

    assert [stage.nearest.person for stage in found.stages] == [MARIA, NINA]
    assert [stage.nearest.is_away for stage in found.stages] == [False, True]
    assert by_the_clock(found.stages[1].read_at) == "Thu 10:00"


def test_substitutes_stand_in() -> None:
    found = played(away={MARIA: ((NOW - timedelta(days=1), NOW + timedelta(days=2)),)})

    first = found.stages[0].nearest
    assert (first.person, first.instead_of) == (PAUL, MARIA)
    assert [stage.nearest.person for stage in found.stages] == [PAUL, NINA, MARIA]


def test_where_everybody_is_away_the_leads_know_at_once() -> None:
    gone = (NOW - timedelta(days=1), NOW + timedelta(days=2))
    found = played(away=dict.fromkeys((MARIA, NINA, PAUL), (gone,)))

    assert found.at_once
    assert found.stages[0].nearest.is_away


def test_who_asks_is_never_asked_nor_anybody_twice() -> None:
    assert [stage.nearest.person for stage in played(asker=MARIA).stages] == [NINA]


def test_those_who_have_left_are_asked_and_told_nothing() -> None:
    found = played(gone=frozenset({NINA}))

    assert [stage.nearest.person for stage in found.stages] == [MARIA]
    assert found.leads == ("C0LEADS",)


def test_a_cap_counts_until_the_week_is_over() -> None:
    """Two people of a step, one of whom was asked often enough this week."""
    text = CHARTER.replace("[U0MARIA]", "[U0MARIA, U0PAUL]").replace(
        "lead_channel", "cap: 1\nlead_channel"
    )
    this_week = played(text=text, asked={MARIA: 1})
    charter = parse(text)
    next_week = course(
        charter,
        charter.topic("refunds"),
        asker=ANA,
        roster=Roster(NOW, asked={MARIA: 1}),
        at=NOW + timedelta(days=7),
    )

    assert this_week.stages[0].nearest.person == PAUL
    assert next_week.stages[0].nearest.person == MARIA


def test_a_charter_that_names_nobody_has_no_course() -> None:
    found = course(Charter(relais=1), None, asker=ANA, roster=Roster(NOW), at=NOW)

    assert (found.stages, found.leads) == ((), ())


@given(charters(), rosters())
def test_every_course_ends_with_everybody_asked_once(charter: Charter, roster: Roster) -> None:
    for topic in (*charter.topics, None):
        for asker in (*PEOPLE, STRANGER):
            found = course(charter, topic, asker=asker, roster=roster, at=roster.now)

            asked = [stage.nearest.person for stage in found.stages]
            assert len(asked) == len({*asked})
            assert asker not in asked
            starts = [stage.at for stage in found.stages] + [found.leads_at]
            assert starts == sorted(starts)
            assert all(
                one.at <= one.read_at <= one.acknowledge_by <= one.answer_by for one in found.stages
            )
            assert (
                not find_nearest(
                    charter, topic, asker=asker, roster=Roster(found.leads_at), gone={*asked, asker}
                )
                or roster.gone
            )


@pytest.mark.parametrize("asker", [ANA, MARIA, NINA])
def test_the_first_turn_is_that_of_the_nearest(asker: str) -> None:
    charter = parse(CHARTER)
    nearest = find_nearest(charter, charter.topic("refunds"), asker=asker, roster=Roster(NOW))

    assert played(asker=asker).stages[0].nearest == nearest
