"""Dead ends: what the outlook says is what asking at every hour would find."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knowledge.charter import Charter, Topic
from knowledge.nearest import find_nearest
from knowledge.outlook.dead_ends import DeadEnd, dead_ends
from knowledge.outlook.presence import LONG, Presence
from knowledge.roster import Roster
from knowledge.spans import Span

PEOPLE = ("U0ANA", "U0LEO", "U0MAX", "U0ZOE")
STRANGER = "U0NEW"
HOUR = timedelta(hours=1)
HOURS = {"zone": "Europe/Paris", "days": ["mon", "tue", "wed", "thu", "fri"]}
OFFICE = {**HOURS, "from": "09:00", "to": "18:00", "holidays": "FR"}
START = datetime.fromisoformat("2026-04-30T07:20:00+00:00")
"""The day before a public holiday, which a weekend follows."""


def moments() -> st.SearchStrategy[datetime]:
    """Quarters of an hour around the fortnight that is looked at."""
    quarters = st.integers(-4 * 72, 4 * 24 * 20)
    return quarters.map(lambda count: START + count * timedelta(minutes=15))


def spans() -> st.SearchStrategy[Span]:
    lengths = st.integers(1, 4 * 24 * 9).map(lambda count: count * timedelta(minutes=15))
    return st.tuples(moments(), lengths).map(lambda span: (span[0], span[0] + span[1]))


def away() -> st.SearchStrategy[list[dict[str, str]]]:
    """At most two absences, as the charter has them."""
    leave = st.tuples(st.integers(-3, 14), st.integers(1, 12)).map(_leave)
    return st.lists(leave, max_size=2)


def _leave(days: tuple[int, int]) -> dict[str, str]:
    start = START.date() + timedelta(days=days[0])
    return {"from": str(start), "back": str(start + timedelta(days=days[1]))}


@st.composite
def charters(draw: st.DrawFn) -> Charter:
    """Four people, some away, some substitutes (in circles, too), and a topic with its chain."""
    people = [draw(persons(slack)) for slack in PEOPLE]
    hours = draw(st.sampled_from([None, OFFICE, OFFICE]))
    topic = {
        "id": "refunds",
        "name": {"en": "Refunds"},
        "autonomy": draw(st.sampled_from(["trainee", "autonomous", "senior"])),
        "chain": draw(st.lists(steps(), min_size=1, max_size=3)),
    }
    return Charter.model_validate(
        {"relais": 1, "hours": hours, "people": people, "topics": [topic]}
        | {"fallback": {"chain": draw(st.lists(steps(), min_size=1, max_size=2))}}
    )


@st.composite
def persons(draw: st.DrawFn, slack: str) -> dict[str, Any]:
    others = [None, None, *(one for one in (*PEOPLE, STRANGER) if one != slack)]
    return {
        "slack": slack,
        "autonomy": draw(st.sampled_from(["trainee", "autonomous", "senior", "senior"])),
        "substitute": draw(st.sampled_from(others)),
        "team": draw(st.sampled_from([None, "north", "south"])),
        "away": draw(away()),
        "hours": draw(
            st.sampled_from(
                [
                    None,
                    {"days": ["mon", "thu"]},
                    {"zone": "America/Toronto", "holidays": "CA-QC"},
                    {"days": ["sun"]},
                    {"from": "22:00", "to": "23:30"},
                ]
            )
        ),
    }


@st.composite
def steps(draw: st.DrawFn) -> dict[str, Any]:
    who = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True))
    return {
        "who": who,
        "acknowledge": draw(st.sampled_from(["30m", "4h", "1d", "1w"])),
        "answer": "2w",
        "own_team_first": draw(st.booleans()),
    }


def rosters() -> st.SearchStrategy[Roster]:
    """What is known of people elsewhere."""
    return st.builds(
        Roster,
        now=st.just(START),
        gone=st.frozensets(st.sampled_from(PEOPLE), max_size=1),
        away=st.dictionaries(
            st.sampled_from(PEOPLE), st.lists(spans(), max_size=2).map(tuple), max_size=2
        ),
    )


def team_of(charter: Charter, person: str) -> str | None:
    known = charter.person(person)
    return known.team if known else None


def is_named(ends: tuple[DeadEnd, ...], charter: Charter, asker: str, at: datetime) -> bool:
    """Whether the outlook says that this asker would find nobody at this moment."""
    team = team_of(charter, asker)
    return any(
        begin <= at < until
        for end in ends
        if end.asker == asker or (end.asker is None and team not in end.helped)
        for begin, until in end.spans
    )


def finds_somebody(
    charter: Charter, topic: Topic | None, asker: str, roster: Roster, at: datetime
) -> bool:
    """Whether asking at this moment would find somebody who is there."""
    there = replace(roster, now=at)
    found = find_nearest(charter, topic, asker=asker, roster=there)
    return found is not None and not found.is_away


def hours(ends: tuple[DeadEnd, ...], presence: Presence) -> list[datetime]:
    """Every sixth hour of the fortnight, and the moments around which something changes."""
    sampled = [presence.start + count * 7 * HOUR for count in range(LONG // HOUR // 7)]
    changes = {moment for end in ends for span in end.spans for moment in span}
    second = timedelta(seconds=1)
    around = {moment + one for moment in changes for one in (-second, timedelta(), second)}
    return [at for at in (*sampled, *sorted(around)) if presence.start <= at < presence.end]


@given(charters(), rosters())
def test_the_outlook_names_every_dead_end_and_no_other(charter: Charter, roster: Roster) -> None:
    presence = Presence(charter, roster)
    for topic in (*charter.topics, None):
        ends = dead_ends(charter, topic, presence)
        for at in hours(ends, presence):
            for asker in (*PEOPLE, STRANGER):
                named = is_named(ends, charter, asker, at)
                found = finds_somebody(charter, topic, asker, roster, at)
                assert named is not found, (topic and topic.id, asker, at, ends)
