"""Comparing charters: every rule that changes for somebody is named, and nothing else is."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.charter import (
    EMPTY,
    Autonomy,
    Away,
    Charter,
    Day,
    Default,
    Fallback,
    Hours,
    Localised,
    OwnHours,
    Person,
    Process,
    Stance,
    Step,
    Topic,
    Urgent,
    parse,
)
from knowledge.charter.comparing import differences
from knowledge.charter.difference import Aspect, Difference, Sign
from tests.factories import ANA, CHARTER, MARIA, NINA, PAUL, a_charter

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICE = 'hours: {zone: Europe/Paris, days: [mon, tue], from: "09:00", to: "18:00"}\n'


def changes(old: str, new: str, *, text: str = CHARTER) -> list[Difference]:
    """What differs once something is written instead of something else."""
    assert old in text
    return list(differences(parse(text), parse(text.replace(old, new, 1))))


def change(old: str, new: str, **where: str) -> Difference:
    """The one thing that differs."""
    (one,) = changes(old, new, **where)
    return one


FIRST = f"{{who: [{MARIA}], acknowledge: 30m, answer: 4h}}"
REFUNDS, STEP_1 = ("topics", "refunds"), ("topics", "refunds", "chain", 1)
SAYING_MORE = [
    ("language: fr", "language: en", Aspect.LANGUAGE, (), "~"),
    ("language: fr", "language: fr\nlead_channel: C0LEADS", Aspect.LEAD_CHANNEL, (), "+"),
    ("language: fr", "language: fr\ncap: 5", Aspect.TEAM_CAP, (), "+"),
    ("language: fr", "language: fr\nconsent: ask", Aspect.CONSENT, (), "~"),
    ("language: fr", "language: fr\nrisk: low", Aspect.RISK, (), "~"),
    ("language: fr", "language: fr\namounts: high", Aspect.AMOUNTS, (), "+"),
    ("language: fr", "language: fr\nreactions: {ask: {emoji: [sos]}}", Aspect.REACTIONS, (), "~"),
    ("language: fr", "language: fr\nupkeep: {verify: 30d}", Aspect.UPKEEP, (), "~"),
    ("    stance: answer", "    risk: high", Aspect.RISK, REFUNDS, "+"),
    ("    stance: answer", "    verify: 30d", Aspect.VERIFY, REFUNDS, "+"),
    ("    stance: answer", "    open_to: [guests]", Aspect.OPEN_TO, REFUNDS, "+"),
    ("language: fr", f"language: fr\n{OFFICE}", Aspect.HOURS, (), "+"),
    ("default: trainee", "default: autonomous", Aspect.DEFAULT_LEVEL, (), "~"),
    ("en: Refunds", "en: Money back", Aspect.NAME, REFUNDS, "~"),
    ("stance: answer", "stance: refer", Aspect.STANCE, REFUNDS, "~"),
    ("    autonomy: autonomous\n", "", Aspect.NEEDS, REFUNDS, "-"),
    ("    stance: answer", "    process: communication", Aspect.PROCESS, REFUNDS, "~"),
    ("    stance: answer", f"    reviewers: [{NINA}]", Aspect.REVIEWERS, REFUNDS, "+"),
    ("    stance: answer", "    publish: senior", Aspect.PUBLISH, REFUNDS, "+"),
    ("    stance: answer", "    crisis: {fr: Oups.}", Aspect.CRISIS, REFUNDS, "+"),
    (
        "    stance: answer",
        "    urgent: {acknowledge: 5m, answer: 1h}",
        Aspect.URGENT,
        REFUNDS,
        "+",
    ),
    ("par courrier.", "par écrit.", Aspect.HOLDING, ("topics", "litigation"), "~"),
    ('"comment être remboursé ?", ', "", Aspect.EXAMPLES, REFUNDS, "-"),
    (FIRST, FIRST.replace(MARIA, PAUL), Aspect.ASKED, STEP_1, "~"),
    (FIRST, FIRST.replace("30m", "20m"), Aspect.TAKE, STEP_1, "~"),
    (FIRST, FIRST.replace("4h", "1d"), Aspect.ANSWER, STEP_1, "~"),
    (FIRST, FIRST.replace("{who", "{own_team_first: true, who"), Aspect.OWN_TEAM, STEP_1, "+"),
    (f"{PAUL}, autonomy: autonomous", f"{PAUL}, autonomy: senior", Aspect.LEVEL, PAUL, "~"),
    (f"slack: {PAUL}", f"slack: {PAUL}, substitute: {NINA}", Aspect.SUBSTITUTE, PAUL, "+"),
    (f"slack: {PAUL}", f"slack: {PAUL}, team: Logistics", Aspect.TEAM, PAUL, "+"),
    (f"slack: {PAUL}", f"slack: {PAUL}, cap: 3", Aspect.CAP, PAUL, "+"),
    (
        f"slack: {PAUL}",
        f"slack: {PAUL}, away: [{{from: 2026-12-24, back: 2027-01-04}}]",
        Aspect.AWAY,
        PAUL,
        "+",
    ),
    (
        f"slack: {PAUL}",
        f"slack: {PAUL}, topics: {{refunds: senior}}",
        Aspect.LEVEL_ON,
        ("people", PAUL, "refunds"),
        "+",
    ),
    (f"  - {{slack: {PAUL}, autonomy: autonomous}}\n", "", Aspect.LEVEL, PAUL, "-"),
    (f"  - {{slack: {PAUL}", f"  - {{slack: {ANA}}}\n  - {{slack: {PAUL}", Aspect.PERSON, ANA, "+"),
    (
        "topics:\n",
        f"processes: [{{id: ideas, owners: [{NINA}]}}]\ntopics:\n",
        Aspect.WORK,
        ("processes", "ideas"),
        "+",
    ),
    (
        f"fallback: {{chain: [{{who: [{NINA}], acknowledge: 1h",
        f"fallback: {{chain: [{{who: [{NINA}], acknowledge: 2h",
        Aspect.TAKE,
        ("fallback", "chain", 1),
        "~",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "aspect", "path", "sign"),
    SAYING_MORE,
    ids=[f"{aspect}{sign}" for _, _, aspect, _, sign in SAYING_MORE],
)
def test_each_rule_is_compared(
    old: str, new: str, aspect: Aspect, path: tuple[str | int, ...] | str, sign: str
) -> None:
    found = change(old, new)

    where = ("people", path) if isinstance(path, str) else path
    assert (found.aspect, found.path, found.sign) == (aspect, where, sign)


def test_a_difference_holds_what_was_and_what_is() -> None:
    found = change("answer: 4h", "answer: 1d")

    assert found == Difference(Aspect.ANSWER, STEP_1, timedelta(hours=4), DAY)
    assert (found.part, found.whose, found.says) == ("topics", "refunds", DAY)
    assert change("language: fr", "language: en").whose is None


def test_a_crisis_begins_changes_and_ends() -> None:
    begun = CHARTER.replace("    stance: refer", "    stance: refer\n    crisis: {fr: Oups.}")

    assert change("{fr: Oups.}", "{fr: Ah.}", text=begun).sign is Sign.CHANGED
    ended = change("    crisis: {fr: Oups.}\n", "", text=begun)
    assert (ended.aspect, ended.sign) == (Aspect.CRISIS, Sign.REMOVED)


def test_a_step_that_comes_first_leaves_the_others_what_they_are() -> None:
    found = change(
        f"chain:\n      - {FIRST}",
        f"chain:\n      - {{who: [{PAUL}], acknowledge: 5m, answer: 1h}}\n      - {FIRST}",
    )

    assert (found.aspect, found.path, found.sign) == (Aspect.STEP, STEP_1, "+")


def test_a_step_that_goes_is_named_by_the_number_it_had() -> None:
    found = change(f"      - {FIRST}\n", "")

    assert (found.aspect, found.path, found.sign) == (Aspect.STEP, STEP_1, "-")
    assert found.before.who == (MARIA,)


def test_topics_come_go_and_change_places() -> None:
    charter = a_charter()
    one, two, three = charter.topics

    def what(*topics: Topic) -> list[tuple[str, str, tuple[str | int, ...]]]:
        found = differences(charter, charter.model_copy(update={"topics": topics}))
        return [(each.aspect, each.sign, each.path) for each in found]

    assert what(one, two) == [("topic", "-", ("topics", "litigation"))]
    assert what(one, three, two) == [("order", "~", ("topics",))]
    renamed = one.model_copy(update={"id": "money"})
    assert what(renamed, two, three) == [
        ("topic", "-", ("topics", "refunds")),
        ("topic", "+", ("topics", "money")),
    ]


def test_examples_that_only_change_places_are_told_so() -> None:
    found = change(
        '"comment être remboursé ?", "my refund has not arrived"',
        '"my refund has not arrived", "comment être remboursé ?"',
    )

    assert (found.aspect, found.sign) == (Aspect.EXAMPLES, Sign.CHANGED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("language: fr\n", 'language: "fr"   # as before\n'),
        ("answer: 4h", "answer: 240m"),
        ('from: "09:00", to: "18:00"', 'periods: [{from: "9:00", to: "18:00"}]'),
        ("days: [mon, tue]", "days: [tue, mon]"),
        (
            f"  - {{slack: {PAUL}, autonomy: autonomous}}\n  - {{slack: {NINA}, autonomy: senior}}",
            f"  - {{slack: {NINA}, autonomy: senior}}\n  - {{slack: {PAUL}, autonomy: autonomous}}",
        ),
        (f"slack: {PAUL},", f"slack: {PAUL}, hours: {{}},"),
    ],
)
def test_the_same_written_otherwise_is_no_difference(old: str, new: str) -> None:
    assert changes(old, new, text=CHARTER.replace("people:", f"{OFFICE}people:")) == []


PEOPLE = (ANA, MARIA, PAUL, NINA)
IDS = ("one", "two", "three")
members = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True).map(tuple)
levels = st.sampled_from(list(Autonomy))
said = st.sampled_from([Localised(fr="Un instant."), Localised(en="Wait."), Localised(fr="Oui.")])
words = st.sampled_from(["support", "logistics"])
caps = st.none() | st.integers(1, 3)
times = st.sampled_from([(HOUR, DAY), (HOUR, 2 * DAY), (DAY, DAY)])


def with_times(kind: Any, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return times.flatmap(
        lambda both: st.builds(kind, acknowledge=st.just(both[0]), answer=st.just(both[1]), **more)
    )


chains = st.lists(
    with_times(Step, who=members, own_team_first=st.booleans()), min_size=1, max_size=3
).map(tuple)
days = st.sampled_from([(Day.MON,), (Day.MON, Day.TUE)])
ends = st.sampled_from([time(12), time(18)])
hours = st.builds(
    lambda days, end, zone: Hours.model_validate(
        {"zone": zone, "days": days, "from": time(9), "to": end}
    ),
    days,
    ends,
    st.sampled_from(["Europe/Paris", "America/Montreal"]),
)
absences = st.sets(st.integers(1, 3), max_size=2).map(
    lambda days: tuple(
        Away.model_validate({"from": date(2026, 1, day), "back": date(2026, 2, day)})
        for day in sorted(days)
    )
)


def a_person(slack: str) -> st.SearchStrategy[Person]:
    return st.builds(
        Person,
        slack=st.just(slack),
        autonomy=st.none() | levels,
        topics=st.dictionaries(st.sampled_from(IDS), levels, max_size=2),
        substitute=st.none() | st.sampled_from([one for one in PEOPLE if one != slack]),
        team=st.none() | words,
        cap=caps,
        hours=st.none() | st.builds(OwnHours, days=days),
        away=absences,
    )


def a_topic(id: str) -> st.SearchStrategy[Topic]:  # noqa: A002
    return st.builds(
        Topic,
        id=st.just(id),
        name=said,
        examples=st.lists(words, max_size=3).map(tuple),
        stance=st.sampled_from(list(Stance)),
        autonomy=st.none() | levels,
        process=words,
        chain=chains,
        reviewers=st.just(()) | members,
        publish=st.none() | levels,
        holding=said,
        crisis=st.none() | said,
        urgent=st.none() | with_times(Urgent, outside_hours=st.booleans()),
    )


processes = st.lists(
    st.builds(Process, id=words, name=st.none() | said, owners=members, answer=st.just(DAY)),
    max_size=2,
    unique_by=lambda process: process.id,
).map(tuple)
charters = st.builds(
    Charter,
    relais=st.just(1),
    language=st.sampled_from(["fr", "en"]),
    hours=st.none() | hours,
    lead_channel=st.none() | st.just("C0LEADS"),
    autonomy=st.builds(Default, default=levels),
    cap=caps,
    people=st.sets(st.sampled_from(PEOPLE)).flatmap(
        lambda some: st.tuples(*map(a_person, sorted(some)))
    ),
    topics=st.permutations(IDS).flatmap(lambda ids: st.tuples(*map(a_topic, ids[:2]))),
    processes=processes,
    fallback=st.none() | st.builds(Fallback, chain=chains),
)


def nearly(charter: Charter, other: Charter, parts: set[str]) -> Charter:
    """The one, with a few parts as they are in the other."""
    return charter.model_copy(update={part: getattr(other, part) for part in parts})


parts = st.sets(st.sampled_from(sorted(set(Charter.model_fields) - {"relais"})), max_size=2)


@given(charters)
def test_a_charter_does_not_differ_from_itself(charter: Charter) -> None:
    assert differences(charter, charter) == ()
    assert differences(charter, Charter.model_validate(charter.model_dump(by_alias=True))) == ()


@given(charters, charters, parts)
def test_charters_that_differ_differ_in_something(
    one: Charter, two: Charter, alike: set[str]
) -> None:
    for other in (two, nearly(one, two, alike)):
        assert bool(differences(one, other)) == (one != other)


@given(charters, charters)
def test_the_way_back_takes_back_what_the_way_there_adds(one: Charter, two: Charter) -> None:
    back = {Sign.ADDED: Sign.REMOVED, Sign.REMOVED: Sign.ADDED, Sign.CHANGED: Sign.CHANGED}
    there = differences(one, two)

    assert all(each.before != each.after for each in there)
    told = sorted((each.aspect, back[each.sign]) for each in there if "chain" not in each.path)
    again = (each for each in differences(two, one) if "chain" not in each.path)
    assert told == sorted((each.aspect, each.sign) for each in again)


def test_before_the_first_charter_everything_is_new() -> None:
    found = differences(EMPTY, a_charter())

    assert {each.sign for each in found if each.path} == {Sign.ADDED}
