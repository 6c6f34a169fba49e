"""Any charter: Hypothesis strategies in which every key of the charter is used."""

from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from knowledge.charter import Autonomy, Charter, Consent, Day, Risk, Stance
from knowledge.entry import Genre

BOSS = "U0BOSS"
"""May answer everything, and is asked last about everything."""
PEOPLE = ("U0ANA", "U0MARIA", "U0PAUL", "U0NINA")
TOPICS = ("one", "two-and-more", "3")
NO_TOPIC = "unknown"

# What YAML might take for something else, and whatever else people write.
tricky = st.sampled_from(
    [
        *("true", "null", "~", "12", "0x1F", "1e3", "no", "=", "<<", "2026-12-24", "09:00"),
        *("- a", "a: b", "# no", "{x}", "[y]", "'q'", '"', "\\", "é\x85è", "x\u2028y"),
        *("@a", "*b", "&c", "!d", "%e", "|", ">", "?", "a\n\nb", "\ufeff", "\x00", "🧑🏽"),
    ]
)
words = tricky | st.text(min_size=1, max_size=30).filter(lambda text: bool(text.strip()))
members = st.sampled_from(PEOPLE)
crowds = st.lists(members, min_size=1, max_size=3, unique=True)
levels = st.sampled_from(list(Autonomy))
lengths = st.integers(1, 90 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
risks = st.sampled_from(list(Risk))
emoji = st.sampled_from(["bookmark", "+1", "e-mail", "flag-fr"])
clocks = st.times().map(lambda at: time(at.hour, at.minute))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
Tree = dict[str, Any]


def some(required: Tree, optional: Tree) -> st.SearchStrategy[Tree]:
    """A mapping with what it must have, and any of what it may have."""
    return st.fixed_dictionaries(required, optional=optional)


said = st.lists(st.sampled_from(["fr", "en"]), min_size=1, unique=True).flatmap(
    lambda languages: st.fixed_dictionaries(dict.fromkeys(sorted(languages), words))
)
deadlines = st.tuples(lengths, lengths).map(
    lambda pair: {"acknowledge": min(pair), "answer": max(pair)}
)
absences = st.lists(st.tuples(days, days).filter(lambda pair: pair[0] != pair[1]), max_size=3).map(
    lambda pairs: [{"from": min(pair), "back": max(pair)} for pair in pairs]
)
periods = (
    st.lists(clocks, min_size=4, max_size=4, unique=True)
    .map(sorted)
    .map(lambda at: [{"from": at[0], "to": at[1]}, {"from": at[2], "to": at[3]}])
)
working = st.one_of(
    periods.map(lambda found: {"periods": found}),
    periods.map(lambda found: {"from": found[0]["from"], "to": found[0]["to"]}),
)
working_days = st.lists(st.sampled_from(list(Day)), min_size=1, unique=True)
zones = st.sampled_from(["Europe/Paris", "America/Argentina/Buenos_Aires", "UTC"])
holidays = st.sampled_from(["FR", "FR-57", "CA-QC", "NO"])


gestures = some({}, {"emoji": st.lists(emoji, max_size=2, unique=True), "autonomy": levels})


def merged(*parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """One mapping of several."""
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


hours = merged(some({"zone": zones, "days": working_days}, {"holidays": holidays}), working)
own_hours = merged(
    some({}, {"zone": zones, "days": working_days, "holidays": holidays}), st.just({}) | working
)
steps = merged(some({"who": crowds}, {"own_team_first": st.booleans()}), deadlines)
chains = st.lists(steps, min_size=1, max_size=3)


def a_topic(id: str) -> st.SearchStrategy[Tree]:  # noqa: A002
    """A topic that the boss, at least, may answer."""
    last = deadlines.map(lambda times: {"who": [BOSS], **times})
    chain = st.tuples(chains, last).map(lambda found: [*found[0], found[1]])
    return some(
        {"id": st.just(id), "name": said, "holding": said, "chain": chain},
        {
            "examples": st.lists(words, max_size=3),
            "stance": st.sampled_from(list(Stance)),
            "autonomy": levels,
            "process": words,
            "reviewers": crowds,
            "publish": levels,
            "risk": risks,
            "verify": lengths,
            "open_to": st.lists(st.sampled_from(["guests", "partners"]), unique=True),
            "crisis": said,
            "urgent": merged(deadlines, some({}, {"outside_hours": st.booleans()})),
        },
    )


def a_person(slack: str) -> st.SearchStrategy[Tree]:
    """A person of whom anything is said. Substitutes never stand in for each other in a circle."""
    later = PEOPLE[PEOPLE.index(slack) + 1 :]
    return some(
        {"slack": st.just(slack)},
        {
            "autonomy": levels,
            "topics": st.dictionaries(st.sampled_from(TOPICS), levels),
            **({"substitute": st.sampled_from(later)} if later else {}),
            "team": words,
            "cap": st.integers(1, 99),
            "hours": own_hours,
            "away": absences,
        },
    )


def people() -> st.SearchStrategy[list[Tree]]:
    """The boss among some of the others."""
    chosen = st.lists(members, max_size=4, unique=True)
    boss = st.just({"slack": BOSS, "autonomy": Autonomy.SENIOR})
    return chosen.flatmap(lambda named: st.tuples(boss, *map(a_person, named)).map(list))


charters: st.SearchStrategy[Charter] = some(
    {"relais": st.just(1), "people": people(), "topics": st.tuples(*map(a_topic, TOPICS))},
    {
        "language": st.sampled_from(["fr", "en"]),
        "hours": hours,
        "lead_channel": st.just("C0LEADS"),
        "autonomy": st.fixed_dictionaries({"default": levels}),
        "cap": st.integers(1, 99),
        "consent": st.sampled_from(list(Consent)),
        "risk": risks,
        "amounts": risks,
        "reactions": some({}, dict.fromkeys(["keep", "ask", "wrong", "signal"], gestures)),
        "upkeep": some(
            {},
            {
                **dict.fromkeys(["verify", "flags", "recall"], lengths),
                "kinds": st.dictionaries(st.sampled_from(list(Genre)), lengths),
            },
        ),
        "processes": st.lists(
            some({"id": words, "owners": crowds}, {"name": said, "answer": lengths}),
            max_size=2,
            unique_by=lambda process: process["id"].strip(),
        ),
        "fallback": st.fixed_dictionaries({"chain": chains}),
    },
).map(Charter.model_validate)
"""Charters without a fault, with any of the keys a charter can have."""
