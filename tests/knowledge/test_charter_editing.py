"""Editing a charter's text: each edit changes what it says, and nothing else."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from difflib import ndiff

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from knowledge.charter import Autonomy, Charter, CharterFaults, Person, parse
from knowledge.charter.changes import (
    Calm,
    Change,
    Crisis,
    Experts,
    Leave,
    Level,
    Return,
    Times,
    read,
)
from knowledge.charter.editing import (
    begin_crisis,
    edit,
    end_away,
    end_crisis,
    set_autonomy,
    set_away,
    set_deadlines,
    set_experts,
)
from knowledge.charter.patching import patch
from knowledge.charter.refusals import (
    AnswerBeforeTaken,
    BackBeforeLeaving,
    ChangedCharter,
    NobodyCompetent,
    NobodyElse,
    NotCompetent,
    WordlessCrisis,
)
from knowledge.charter.succession import Succession
from knowledge.charter.writing import plain, write
from tests.factories import CHARTER, MARIA, NINA, PAUL
from tests.knowledge.any_charter import BOSS, PEOPLE, TOPICS, charters, days, lengths, levels, words
from tests.stage import CHARTER as EXAMPLE

TEXT = EXAMPLE.read_text("utf-8")
HALF_AN_HOUR, AN_HOUR, A_DAY = timedelta(minutes=30), timedelta(hours=1), timedelta(days=1)
CHRISTMAS, NEW_YEAR = date(2026, 12, 24), date(2027, 1, 4)


def difference(old: str, new: str) -> list[str]:
    """The lines that went, and those that came."""
    return [line for line in ndiff(old.split("\n"), new.split("\n")) if line[0] in "-+"]


def test_experts_take_the_place_of_those_before_them() -> None:
    edited = set_experts(TEXT, "refunds", 1, ["U0MARC", "U0NEW"])

    assert difference(TEXT, edited) == [
        "-       - {who: [U0CAMILLE, U0MARC], acknowledge: 1h, answer: 4h}",
        "+       - {who: [U0MARC, U0NEW], acknowledge: 1h, answer: 4h}",
    ]


def test_a_successor_takes_every_place_and_comments_stay() -> None:
    change = Succession(
        person="U0INES", successors={"refunds": "U0CAMILLE", "safety": "U0MARC"}, rest="U0SOFIA"
    )
    lines = difference(TEXT, edit(TEXT, change))

    assert "-   # Orders, refunds, product." in lines  # it was about her
    assert "-   - {slack: U0INES, autonomy: senior, substitute: U0MARC}" in lines
    assert [line for line in lines if "U0INES" in line and line[0] == "+"] == []
    assert "+     reviewers: [U0CAMILLE, U0SOFIA]" in lines
    comments = [line for line in lines if line[1:].lstrip().startswith("#")]
    assert comments == ["-   # Orders, refunds, product."]
    assert "U0INES" not in edit(TEXT, change)


def test_a_step_of_whoever_leaves_is_gone_where_their_successor_stands_already() -> None:
    text = edit(CHARTER, Succession(person=MARIA, successors={"refunds": NINA, "safety": NINA}))
    charter = parse(text)

    assert [[step.who for step in topic.chain] for topic in charter.topics] == [[(NINA,)]] * 3
    assert charter.person(MARIA) is None


def test_nobody_follows_whoever_lacks_the_autonomy() -> None:
    with pytest.raises(NotCompetent, match=f"<@{PAUL}>.*Sécurité des produits"):
        edit(CHARTER, Succession(person=MARIA, successors={"safety": PAUL}))


def test_whoever_leads_alone_does_not_leave_without_a_successor() -> None:
    with pytest.raises(NobodyElse, match=f"<@{NINA}>"):
        edit(CHARTER, Succession(person=NINA, successors={"litigation": MARIA}))


def test_substitutes_never_stand_in_for_each_other_once_somebody_has_left() -> None:
    def substitutes(before: dict[str, str]) -> dict[str, str | None]:
        people = tuple(
            Person(slack=who, substitute=before.get(who)) for who in (MARIA, PAUL, NINA, "U0ANA")
        )
        charter = parse(CHARTER).model_copy(update={"people": people})
        after = Succession(person=MARIA, rest=NINA).on(charter.model_copy(update={"topics": ()}))
        return {one.slack: one.substitute for one in after.people if one.substitute}

    assert substitutes({PAUL: MARIA}) == {PAUL: NINA}
    assert substitutes({PAUL: MARIA, NINA: PAUL}) == {NINA: PAUL}
    assert substitutes({NINA: MARIA, MARIA: NINA}) == {}
    assert substitutes({PAUL: MARIA, MARIA: "U0ANA"}) == {PAUL: "U0ANA"}


def test_deadlines_take_the_place_of_those_before_them() -> None:
    edited = set_deadlines(TEXT, "refunds", 0, AN_HOUR, A_DAY)

    assert difference(TEXT, edited) == [
        "-       - {who: [U0INES], acknowledge: 30m, answer: 4h}",
        "+       - {who: [U0INES], acknowledge: 1h, answer: 1d}",
    ]
    assert difference(TEXT, set_deadlines(TEXT, None, 0, AN_HOUR, 2 * A_DAY)) == [
        "-     - {who: [U0SOFIA], acknowledge: 1h, answer: 1d}",
        "+     - {who: [U0SOFIA], acknowledge: 1h, answer: 2d}",
    ]


def test_autonomy_is_raised_everywhere_or_on_one_topic() -> None:
    theo = "  - {slack: U0THEO, autonomy: trainee}"

    assert difference(TEXT, set_autonomy(TEXT, "U0THEO", Autonomy.AUTONOMOUS)) == [
        f"- {theo}",
        f"+ {theo.replace('trainee', 'autonomous')}",
    ]
    assert difference(TEXT, set_autonomy(TEXT, "U0THEO", Autonomy.SENIOR, "refunds")) == [
        f"- {theo}",
        f"+ {theo[:-1]}, topics: {{refunds: senior}}}}",
    ]


def test_people_not_listed_yet_are_listed_below_the_others() -> None:
    edited = set_autonomy(TEXT, "U0NEW", Autonomy.SENIOR, "refunds")

    assert difference(TEXT, edited) == ["+   - {slack: U0NEW, topics: {refunds: senior}}"]
    assert "U0SOFIA, autonomy: senior}\n  - {slack: U0NEW" in edited


def test_absences_come_and_go() -> None:
    away = set_away(TEXT, "U0MARC", CHRISTMAS, NEW_YEAR)
    longer = set_away(away, "U0MARC", CHRISTMAS, date(2027, 1, 11))
    earlier = set_away(longer, "U0MARC", date(2026, 5, 4), date(2026, 5, 11))

    assert "substitute: U0SOFIA, away: [{from: 2026-12-24, back: 2027-01-04}]}" in away
    assert difference(TEXT, away.replace("back: 2027-01-04", "X")) != difference(TEXT, away)
    assert "away: [{from: 2026-12-24, back: 2027-01-11}]}" in longer
    assert "away: [{from: 2026-05-04, back: 2026-05-11}, {from: 2026-12-24, b" in earlier
    assert end_away(earlier, "U0MARC", date(2026, 5, 4)) == longer
    assert end_away(longer, "U0MARC", CHRISTMAS) == TEXT
    assert end_away(TEXT, "U0MARC", CHRISTMAS) == TEXT
    assert end_away(TEXT, "U0UNKNOWN", CHRISTMAS) == TEXT


def test_a_crisis_begins_and_ends() -> None:
    crisis = begin_crisis(TEXT, "care", " Nous vérifions. ", "")

    assert difference(TEXT, crisis) == ['+     crisis: {fr: "Nous vérifions."}']
    other = begin_crisis(crisis, "care", None, "We are looking into it.")
    assert '    crisis: {en: "We are looking into it."}\n' in other
    assert end_crisis(other, "care") == TEXT
    assert end_crisis(TEXT, "care") == TEXT


def test_what_is_said_already_changes_nothing() -> None:
    assert set_experts(TEXT, "refunds", 1, ["U0CAMILLE", "U0MARC"]) == TEXT
    assert set_deadlines(TEXT, "refunds", 0, HALF_AN_HOUR, timedelta(hours=4)) == TEXT
    assert set_autonomy(TEXT, "U0THEO", Autonomy.TRAINEE) == TEXT


REFUSED: dict[str, tuple[Callable[[], str], type[Exception]]] = {
    "a topic that is gone": (lambda: set_experts(TEXT, "gone", 0, [MARIA]), ChangedCharter),
    "a step that is gone": (lambda: set_experts(TEXT, "refunds", 3, [MARIA]), ChangedCharter),
    "a step before the first": (lambda: set_experts(TEXT, "refunds", -1, [MARIA]), ChangedCharter),
    "no fallback": (
        lambda: set_deadlines("relais: 1\n", None, 0, AN_HOUR, A_DAY),
        ChangedCharter,
    ),
    "experts without a mandate": (
        lambda: set_experts(CHARTER, "litigation", 0, [PAUL]),
        NobodyCompetent,
    ),
    "a level that leaves nobody": (
        lambda: set_autonomy(CHARTER, NINA, Autonomy.TRAINEE),
        NobodyCompetent,
    ),
    "a level on a topic that leaves nobody": (
        lambda: set_autonomy(CHARTER, NINA, Autonomy.AUTONOMOUS, "litigation"),
        NobodyCompetent,
    ),
    "a level on no topic": (
        lambda: set_autonomy(CHARTER, NINA, Autonomy.SENIOR, "gone"),
        ChangedCharter,
    ),
    "answered before it is taken": (
        lambda: set_deadlines(TEXT, "care", 0, A_DAY, AN_HOUR),
        AnswerBeforeTaken,
    ),
    "back before leaving": (
        lambda: set_away(TEXT, MARIA, NEW_YEAR, CHRISTMAS),
        BackBeforeLeaving,
    ),
    "back at once": (lambda: set_away(TEXT, MARIA, NEW_YEAR, NEW_YEAR), BackBeforeLeaving),
    "a crisis without words": (lambda: begin_crisis(TEXT, "care", " ", None), WordlessCrisis),
    "no charter": (lambda: set_autonomy("", MARIA, Autonomy.SENIOR), CharterFaults),
    "a charter with faults": (
        lambda: set_autonomy("relais: 1\nx: y", MARIA, Autonomy.SENIOR),
        CharterFaults,
    ),
}


@pytest.mark.parametrize(("deed", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(deed: Callable[[], str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        deed()


ODD = """\
# top
relais:   1   # one
people:
- slack: U0MARIA     # Maria
  away:   # holidays
  - {from: 2026-05-04,
     back: 2026-05-11}
  autonomy:
  topics: {}

- { slack: U0NINA, autonomy: senior, }   # Nina

topics:
- holding:
    fr: >-
        Nous avons bien
        reçu

    # below the fold
    en: |
      We have
  id: refunds
  crisis:
  name: { fr: "Remboursements", en: Refunds }

  # who is asked
  chain:
  - who:
    - U0MARIA   # first
    - U0NINA
    # the others are away
    acknowledge: 30m
    answer:    4h      # counted from asking
fallback: {chain: [
    {who: [U0NINA], acknowledge: 1h, answer: 1d},  # the lead
  ]}
# end
"""
"""Whatever people do with YAML."""

ODDLY: dict[str, tuple[Change, list[str]]] = {
    "experts": (
        Experts(topic="refunds", step=0, who=("U0NINA", "U0PAUL", "U0ANA")),
        ["-     - U0MARIA   # first", "+     - U0PAUL", "+     - U0ANA"],
    ),
    "deadlines": (
        Times(topic="refunds", step=0, acknowledge=AN_HOUR, answer=A_DAY),
        [
            "-     acknowledge: 30m",
            "+     acknowledge: 1h",
            "-     answer:    4h      # counted from asking",
            "+     answer:    1d      # counted from asking",
        ],
    ),
    "those of the fallback": (
        Times(step=0, acknowledge=HALF_AN_HOUR, answer=A_DAY),
        [
            "-     {who: [U0NINA], acknowledge: 1h, answer: 1d},  # the lead",
            "+     {who: [U0NINA], acknowledge: 30m, answer: 1d},  # the lead",
        ],
    ),
    "a level in an empty place": (
        Level(person="U0MARIA", level=Autonomy.SENIOR),
        ["-   autonomy:", "+   autonomy: senior"],
    ),
    "a first topic": (
        Level(person="U0MARIA", level=Autonomy.SENIOR, topic="refunds"),
        ["-   topics: {}", "+   topics: {refunds: senior}"],
    ),
    "a level before a last comma": (
        Level(person="U0NINA", level=Autonomy.TRAINEE, topic="refunds"),
        [
            "- - { slack: U0NINA, autonomy: senior, }   # Nina",
            "+ - { slack: U0NINA, autonomy: senior, topics: {refunds: trainee}, }   # Nina",
        ],
    ),
    "a new person": (
        Level(person="U0PAUL", level=Autonomy.SENIOR),
        ["+ - {slack: U0PAUL, autonomy: senior}"],
    ),
    "one more absence": (
        Leave(person="U0MARIA", from_=CHRISTMAS, back=NEW_YEAR),
        ["+   - {from: 2026-12-24, back: 2027-01-04}"],
    ),
    "a shorter absence": (
        Leave(person="U0MARIA", from_=date(2026, 5, 4), back=date(2026, 5, 5)),
        ["-      back: 2026-05-11}", "+      back: 2026-05-05}"],
    ),
    "no absence": (
        Return(person="U0MARIA", from_=date(2026, 5, 4)),
        ["-   away:   # holidays", "-   - {from: 2026-05-04,", "-      back: 2026-05-11}"],
    ),
    "a crisis in an empty place": (
        Crisis(topic="refunds", fr="Nous vérifions."),
        ["-   crisis:", '+   crisis: {fr: "Nous vérifions."}'],
    ),
}


@pytest.mark.parametrize(("change", "expected"), ODDLY.values(), ids=ODDLY)
def test_every_layout_is_left_as_it_is(change: Change, expected: list[str]) -> None:
    text = ODD.replace("who:\n    - U0MARIA   # first\n    - U0NINA", "who:\n    - U0NINA")
    text = ODD if isinstance(change, Experts) else text

    assert sorted(difference(text, edit(text, change))) == sorted(expected)


@pytest.mark.parametrize("end", ["", "\n", "\n\n# the end", "\n...\n"])
def test_the_end_of_the_text_is_no_hurdle(end: str) -> None:
    text = "relais: 1\npeople: [{slack: U0MARIA}]" + end

    edited = edit(text, Level(person="U0PAUL", level=Autonomy.SENIOR))

    assert edited == text.replace("}]", "}, {slack: U0PAUL, autonomy: senior}]")
    block = "relais: 1\npeople:\n- slack: U0MARIA" + end
    added = "\n- {slack: U0PAUL, autonomy: senior}"
    expected = f"relais: 1\npeople:\n- slack: U0MARIA{added}{end}"
    assert edit(block, Level(person="U0PAUL", level=Autonomy.SENIOR)) == expected


def test_what_is_written_elsewhere_is_written_anew() -> None:
    text = CHARTER.replace(f"{{slack: {PAUL}, autonomy: autonomous}}", "&paul {slack: U0PAUL}")
    twice = text.replace(
        "chain:\n      - {who: [U0MARIA]", "chain:\n      - &step {who: [U0MARIA]", 1
    )
    twice = twice.replace("- {who: [U0MARIA], acknowledge: 30m, answer: 2h}", "- *step")

    edited = set_deadlines(twice, "refunds", 0, HALF_AN_HOUR, A_DAY)

    charter = parse(edited)
    assert charter.topics[0].chain[0].answer == A_DAY
    assert charter.topics[1].chain[0].answer == timedelta(hours=4)


def test_a_key_alone_is_no_hurdle() -> None:
    text = "relais: 1\npeople: [{slack: U0MARIA, autonomy}]"

    edited = edit(text, Level(person="U0MARIA", level=Autonomy.SENIOR))

    assert parse(edited).people == (Person(slack="U0MARIA", autonomy=Autonomy.SENIOR),)


BREAKS = st.sampled_from(["\n", "\r\n"])
LAYOUTS = st.tuples(st.integers(2, 4), st.integers(0, 2), st.none() | st.booleans(), BREAKS)
changes = st.one_of(
    st.builds(
        Experts,
        topic=st.sampled_from(TOPICS),
        step=st.integers(0, 3),
        who=st.lists(st.sampled_from([BOSS, *PEOPLE]), min_size=1, unique=True).map(tuple),
    ),
    st.builds(
        Times,
        topic=st.none() | st.sampled_from(TOPICS),
        step=st.integers(0, 3),
        acknowledge=lengths,
        answer=lengths,
    ),
    st.builds(
        Level,
        person=st.sampled_from([BOSS, *PEOPLE]),
        level=levels,
        topic=st.none() | st.sampled_from(TOPICS),
    ),
    st.builds(Leave, person=st.sampled_from(PEOPLE), from_=days, back=days),
    st.builds(Return, person=st.sampled_from(PEOPLE), from_=days),
    st.builds(Crisis, topic=st.sampled_from(TOPICS), fr=st.none() | words, en=st.none() | words),
    st.builds(Calm, topic=st.sampled_from(TOPICS)),
    st.builds(
        Succession,
        person=st.just(PEOPLE[0]),
        successors=st.dictionaries(st.sampled_from(TOPICS), st.sampled_from([BOSS, *PEOPLE[1:]])),
        rest=st.none() | st.sampled_from([BOSS, *PEOPLE[1:]]),
    ),
)


BARE = re.compile(r"[:,{\[] ?[?:](\s*[,}\]\n]|\S)")
"""A lone question mark, or a word that begins with a colon, without quotes: the other program
writes them, and YAML reads them as signs."""


REFUSALS = (
    AnswerBeforeTaken,
    BackBeforeLeaving,
    ChangedCharter,
    NobodyCompetent,
    NobodyElse,
    NotCompetent,
    WordlessCrisis,
)
TOUCHED = {
    "experts": {"topics"},
    "crisis": {"topics"},
    "calm": {"topics"},
    "times": {"topics", "fallback"},
    "succession": {"topics", "fallback", "people", "processes"},
}


@given(charters, changes, LAYOUTS)
def test_an_edit_changes_what_it_says_and_nothing_else(
    charter: Charter, change: Change, layout: tuple[int, int, bool | None, str]
) -> None:
    text = laid_out(charter, *layout)
    assume(not BARE.search(text))
    assume(parse(text) == charter)  # the other program forgets a sign or two
    try:
        meant = change.on(charter)
        edited = edit(text, change)
    except REFUSALS:
        return

    assert parse(edited) == meant
    assert edit(edited, change) == edited
    if layout[2] is not True:  # brackets around everything, as no person writes it
        assert edited == patch(text, plain(charter), plain(meant)), "written anew without need"
    before, after = plain(charter), plain(meant)
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert changed <= TOUCHED.get(change.kind, {"people"})
    if isinstance(change, Succession):
        assert change.person not in edited.replace(BOSS, "")


@given(changes)
def test_a_change_can_be_written_down(change: Change) -> None:
    assert read(change.model_dump(mode="json")) == change


@given(st.data())
def test_comments_survive(data: st.DataObject) -> None:
    charter = parse(TEXT)
    topic = data.draw(st.sampled_from(charter.topics))
    step = data.draw(st.integers(0, len(topic.chain) - 1))
    person = data.draw(st.sampled_from([one.slack for one in charter.people]))
    some: list[Change] = [
        Experts(topic=topic.id, step=step, who=("U0SOFIA", "U0NEW")),
        Times(topic=topic.id, step=step, acknowledge=AN_HOUR, answer=3 * A_DAY),
        Level(person=person, level=Autonomy.SENIOR, topic=topic.id),
        Level(person="U0NEW", level=Autonomy.SENIOR),
        Leave(person=person, from_=CHRISTMAS, back=NEW_YEAR),
        Crisis(topic=topic.id, fr="Nous vérifions."),
    ]

    edited = edit(TEXT, data.draw(st.sampled_from(some)))

    assert len(difference(TEXT, edited)) <= 2
    assert [line for line in edited.split("\n") if "#" in line] == [
        line for line in TEXT.split("\n") if "#" in line
    ]


def laid_out(charter: Charter, mapping: int, offset: int, flow: bool | None, ends: str) -> str:
    """The charter as another program would lay it out, with a comment above and below."""
    if flow is None:
        written = write(charter)
    else:
        yaml = YAML(typ="safe", pure=True)
        yaml.default_flow_style, yaml.width, yaml.allow_unicode = flow, 60, True
        yaml.indent(mapping=mapping, sequence=mapping + offset, offset=offset)
        stream = io.StringIO()
        yaml.dump(plain(charter), stream)
        written = stream.getvalue()
    return f"# above\n{written}# below\n".replace("\n", ends)
