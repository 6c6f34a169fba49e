"""Charters of small teams, as good or bad as teams write them: any of them may be in force."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

PEOPLE = ("U0ANA", "U0BEN", "U0CLO", "U0DAN", "U0EVA", "U0FAY")
TOPICS = ("refunds", "safety")
LEADS = "C0LEADS"

ZONES = ("Europe/Paris", "America/Montreal", "Pacific/Auckland", "UTC")
WEEKS = (["mon", "tue", "wed", "thu", "fri"], ["tue", "sat"])
DAYS = ({"from": "09:00", "to": "18:00"}, {"periods": [{"from": "01:30", "to": "03:00"}]})
TIMES = (("5m", "2h"), ("30m", "4h"), ("1h", "1d"), ("1d", "1w"), ("30m", "30m"))
LENGTHS = (1, 5, 30, 400, 1200)

Charter = dict[str, Any]


@st.composite
def charters(draw: st.DrawFn, today: date) -> Charter:
    """A charter about two topics; who is in no chain may still ask."""
    trainees = draw(st.sampled_from(((), ("U0ANA",), ("U0BEN", "U0CLO"))))
    seniors = [person for person in PEOPLE if person not in trainees]
    charter: Charter = {
        "relais": 1,
        "autonomy": {"default": "senior"},
        "people": [_person(draw, person, person in trainees, today) for person in PEOPLE],
        "topics": [_topic(draw, name, seniors) for name in TOPICS[: draw(st.integers(1, 2))]],
    }
    parts = {
        "hours": st.builds(_hours, *map(st.sampled_from, (ZONES, WEEKS, DAYS, ("FR", "CA-QC")))),
        "lead_channel": st.just(LEADS),
        "fallback": st.builds(lambda chain: {"chain": chain}, _chain(seniors)),
        "cap": st.integers(1, 3),
    }
    wanted = draw(st.sets(st.sampled_from(sorted(parts))))
    return charter | {name: draw(parts[name]) for name in sorted(wanted)}


def written(charter: Charter) -> str:
    """The same as a file: JSON is YAML."""
    said = [person for person in charter["people"] if len(person) > 1]
    return json.dumps(charter | {"people": said})


def _away(first: date, days: int) -> dict[str, str]:
    """A time away."""
    return {"from": first.isoformat(), "back": (first + timedelta(days=days)).isoformat()}


def _person(draw: st.DrawFn, person: str, is_trainee: bool, today: date) -> Charter:
    later = PEOPLE[PEOPLE.index(person) + 1 :]
    parts = {
        "team": st.just("north"),
        "cap": st.integers(1, 2),
        "hours": st.builds(lambda zone: {"zone": zone}, st.sampled_from(ZONES)),
        "away": st.builds(
            lambda start, days: [_away(today + timedelta(days=start), days)],
            st.integers(-3, 10),
            st.sampled_from(LENGTHS),
        ),
    }
    if later:  # a circle of substitutes would be refused
        parts["substitute"] = st.sampled_from(later)
    wanted = draw(st.sets(st.sampled_from(sorted(parts)), max_size=2))
    said = {name: draw(parts[name]) for name in sorted(wanted)}
    return {"slack": person} | ({"autonomy": "trainee"} if is_trainee else {}) | said


def _topic(draw: st.DrawFn, name: str, seniors: list[str]) -> Charter:
    topic: Charter = {"id": name, "name": {"en": name}, "chain": draw(_chain(seniors))}
    if draw(st.booleans()):
        acknowledge, answer = draw(st.sampled_from(TIMES))
        outside = draw(st.booleans())
        topic["urgent"] = {
            "acknowledge": acknowledge,
            "answer": answer,
            "outside_hours": outside,
        }
    if draw(st.booleans()):
        topic |= {"autonomy": "senior", "publish": "senior"}
    return topic


@st.composite
def _chain(draw: st.DrawFn, seniors: list[str]) -> list[Charter]:
    """One to three steps; somebody in the last of them is competent."""
    steps = [_step(draw, PEOPLE) for _ in range(draw(st.integers(0, 2)))]
    return [*steps, _step(draw, seniors)]


def _step(draw: st.DrawFn, people: Any) -> Charter:
    who = draw(st.lists(st.sampled_from(people), min_size=1, max_size=2, unique=True))
    acknowledge, answer = draw(st.sampled_from(TIMES))
    step: Charter = {"who": who, "acknowledge": acknowledge, "answer": answer}
    return step | ({"own_team_first": True} if draw(st.booleans()) else {})


def _hours(zone: str, days: list[str], day: Charter, holidays: str) -> Charter:
    return {"zone": zone, "days": days, "holidays": holidays, **day}
