"""A charter is read, or every fault in it is named with its line."""

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.charter import CharterFaults, Fault, parse
from knowledge.errors import KnowledgeError

EXAMPLE = Path(__file__).parents[2] / "examples" / "charter.yaml"

GOOD = """\
relais: 1
hours: {zone: Europe/Paris, days: [mon], from: "09:00", to: "18:00"}
people:
  - {slack: U0MARIA, autonomy: senior}
  - {slack: U0PAUL}
topics:
  - id: refunds
    name: {fr: Remboursements}
    chain:
      - {who: [U0MARIA], acknowledge: 30m, answer: 4h}
  - id: legal
    name: {en: Legal}
    stance: refer
    chain:
      - {who: [U0PAUL, U0MARIA], acknowledge: 30m, answer: 4h}
fallback: {chain: [{who: [U0SOFIA], acknowledge: 1h, answer: 1d}]}
"""

# What is written instead of what, the line of the fault, and how it is worded.
MISTAKES = [
    ("relais: 1", "relais: 2", 1, "in format 2, which is newer than this Relais: update Relais"),
    ("relais: 1", "relais: '1'", 1, "Write relais: 1"),
    ("relais: 1", "relais: true", 1, "Write relais: 1"),
    ("relais: 1\n", "language: fr\n", 1, '"relais" is missing'),
    ("relais: 1", "relais: 1\nlangage: fr", 2, 'Did you mean "language"?'),
    ("relais: 1", "relais: 1\nzzz: fr", 2, "What can stand here: relais, language, hours"),
    ("relais: 1", "relais: 1\nlanguage: de", 2, '"de" is not one of fr or en.'),
    ("relais: 1", "relais: 1\nlanguage:\nlanguage: fr", 3, "written twice here, first on line 2"),
    ("relais: 1", "relais: 1\nlead_channel: '#leads'", 2, "not a Slack channel ID"),
    ("relais: 1", "relais: 1\nautonomy: senior", 2, "must be made of keys and values"),
    ("Europe/Paris", "Europe/Pari", 2, 'Did you mean "Europe/Paris"?'),
    ("Europe/Paris", "Europe", 2, "is not a time zone"),
    ("Europe/Paris", "../etc/passwd", 2, "is not a time zone"),
    ("days: [mon]", "days: [lundi]", 2, '"lundi" is not one of mon, tue'),
    ("days: [mon]", "days: []", 2, "The list is empty"),
    ('from: "09:00"', 'from: "9h"', 2, '"9h" is not a time of day'),
    ('from: "09:00"', 'from: "19:00"', 2, "ends before it starts"),
    ('to: "18:00"', 'to: "18:00", holidays: France', 2, "not a country code"),
    ('to: "18:00"', 'to: "18:00", holidays: fr', 2, 'Did you mean "FR"?'),
    ('to: "18:00"', 'to: "18:00", holidays: ZZ', 2, 'holidays of "ZZ" are not known'),
    ('to: "18:00"', 'to: "18:00", holidays: FR-75', 2, "write FR, or one of FR-57, FR-6AE"),
    ('to: "18:00"', 'to: "18:00", holidays: BE-WAL', 2, "holidays of its own: write BE."),
    ("autonomy: senior", "autonomy: seniour", 4, 'Did you mean "senior"?'),
    (
        "autonomy: senior",
        "topics: {refund: senior}",
        4,
        'no topic "refund". Did you mean "refunds"',
    ),
    ("autonomy: senior", "topics: {xyz: senior}", 4, 'no topic "xyz". Write the id of a topic'),
    ("autonomy: senior", "topics: [legal]", 4, '"topics" must be made of keys and values'),
    ("autonomy: senior", "autonomy: senior, substitute: U0MARIA", 4, "their own substitute"),
    (
        "{slack: U0PAUL}",
        "{slack: U0PAUL, substitute: U0ANA}\n  - {slack: U0ANA, substitute: U0PAUL}",
        5,
        "in a circle, U0PAUL → U0ANA → U0PAUL: when all of them are away, nobody does",
    ),
    ("slack: U0MARIA", "slack: maria", 4, "not a Slack member ID"),
    ("slack: U0MARIA", "slack: C0MARIA", 4, "not a Slack member ID"),
    ("slack: U0MARIA", 'slack: "U0MARIA\\n"', 4, "not a Slack member ID"),
    ("{slack: U0PAUL}", "U0PAUL", 5, '"U0PAUL" must be made of keys and values'),
    ("{slack: U0PAUL}", "{slack: U0MARIA}", 5, 'The person "U0MARIA" is here twice'),
    ("id: refunds", "id: Frais d'envoi", 7, "cannot be an id"),
    ("name: {fr: Remboursements}", "name: Remboursements", 8, "must be made of keys and values"),
    ("name: {fr: Remboursements}", "name: {}", 8, "in French, in English or both"),
    ("name: {fr: Remboursements}", 'name: {fr: " "}', 8, "The words are missing"),
    ("name: {fr: Remboursements}", "name: {fr: 2026}", 8, "2026 must be text: put it in quotes"),
    ("name: {fr: Remboursements}", "nam: {fr: R}", 8, 'Did you mean "name"?'),
    ("answer: 4h}\n  - id", "answer: 20m}\n  - id", 10, "shorter than the time to acknowledge"),
    ("answer: 4h}\n  - id", "answer: 30min}\n  - id", 10, '"30min" is not a duration'),
    ("answer: 4h}\n  - id", "answer: 4}\n  - id", 10, '"4" is not a duration'),
    ("answer: 4h}\n  - id", "answer: 91d}\n  - id", 10, "between 1s and 90d"),
    ("answer: 4h}\n  - id", "answr: 4h}\n  - id", 10, 'Did you mean "answer"?'),
    ("who: [U0MARIA]", "who: U0MARIA", 10, '"U0MARIA" must be a list'),
    ("who: [U0MARIA]", "who: []", 10, "The list is empty"),
    ("id: legal", "id: refunds", 11, 'The topic "refunds" is here twice'),
    ("stance: refer", "stance: anwser", 13, 'Did you mean "answer"?'),
    ("stance: refer", "stance: silent", 11, "needs a holding statement"),
    ("stance: refer", "stance: silent\n    holding:", 14, "needs a holding statement"),
    ("stance: refer", "urgent: {outside_hours: si}", 13, '"si" must be true or false'),
    ("stance: refer", "urgent: {answer: 4h}", 13, '"acknowledge" is missing'),
    ("[U0PAUL, U0MARIA]", "[U0PAUL]", 14, 'Nobody in the chain of "legal" may answer it'),
    ("fallback: {chain:", "fallback: {chian:", 16, 'Did you mean "chain"?'),
    ("[{who: [U0SOFIA], acknowledge: 1h, answer: 1d}]", "[]", 16, "The list is empty"),
]


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(CharterFaults) as refusal:
        parse(text)
    return refusal.value.faults


def test_the_charter_these_tests_spoil_is_good() -> None:
    assert [topic.id for topic in parse(GOOD).topics] == ["refunds", "legal"]


@pytest.mark.parametrize(("good", "bad", "line", "words"), MISTAKES)
def test_a_mistake_is_named_with_its_line(good: str, bad: str, line: int, words: str) -> None:
    assert GOOD.count(good) == 1 or good == "autonomy: senior"

    found = faults(GOOD.replace(good, bad, 1))

    assert [fault.line for fault in found if words in fault.message] == [line]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty: it begins with relais: 1"),
        ("\n\n# only a comment\n", 1, "empty"),
        ("- relais", 1, "made of keys and values"),
        ("\n\nrelais", 3, "made of keys and values"),
        ("relais: 1\ntopics:\n\t- id: refunds", 3, "begins with a tab: indent with spaces"),
        ("relais: 1\ntopics: [", 2, "This is not YAML"),
        ("relais: 1\nlead_channel: *unknown", 2, "This is not YAML"),
        ("relais: 1\n--- \nrelais: 1", 2, "This is not YAML"),
        ("%YAML 9.9\n---\nrelais: 1", 1, "This is not YAML"),
        ("relais: 1\n\x00", 2, "a character here that YAML does not allow"),
        ("relais: 1\n? [a, b]\n: c", 2, "A key is one word"),
        ("[" * 600, 1, "nested too deeply"),
        ("relais: &a [*a]", 1, "nested too deeply"),
        ("# " + "x" * 600_000, 1, "longer than 600,000 characters"),
    ],
)
def test_what_cannot_be_read_is_one_fault(text: str, line: int, words: str) -> None:
    (fault,) = faults(text)

    assert fault.line == line
    assert words in fault.message


def test_a_few_lines_cannot_stand_for_millions() -> None:
    lines = ["relais: 1", "a: &a [x, x, x, x, x, x, x, x, x, x]"]
    names = "abcdefgh"
    for before, after in pairwise(names):
        lines.append(f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]")

    (fault,) = faults("\n".join(lines))

    assert "says too much" in fault.message


def test_all_faults_are_told_at_once_from_top_to_bottom() -> None:
    text = GOOD
    for good, bad in [
        ("Europe/Paris", "Europe/Pari"),
        ("slack: U0PAUL", "slack: U0MARIA"),
        ("id: legal", "id: refunds"),
        ("stance: refer", "stance: refer\n    stance: refer"),
        ("acknowledge: 1h", "acknowledge: 2d"),
    ]:
        text = text.replace(good, bad)

    found = faults(text)

    assert [fault.line for fault in found] == [2, 5, 11, 14, 17]


def test_substitutes_who_lead_elsewhere_are_no_circle() -> None:
    """Ana's lead into the circle without being in it, Leo's lead nowhere."""
    people = [
        "{slack: U0ANA, substitute: U0PAUL}",
        "{slack: U0PAUL, substitute: U0NINA}",
        "{slack: U0NINA, substitute: U0LEA}",
        "{slack: U0LEA, substitute: U0PAUL}",
        "{slack: U0LEO, substitute: U0SOFIA}",
    ]
    (fault,) = faults(GOOD.replace("{slack: U0PAUL}", "\n  - ".join(people)))

    assert (fault.line, fault.path) == (6, "people[2].substitute")
    assert "U0PAUL → U0NINA → U0LEA → U0PAUL" in fault.message


def test_a_list_of_bad_items_is_not_called_empty() -> None:
    found = faults(GOOD.replace("who: [U0MARIA]", "who: [maria]"))

    assert [fault.path for fault in found] == ["topics[0].chain[0].who[0]"]


def test_a_newer_format_is_not_judged_by_this_ones_keys() -> None:
    (fault,) = faults(GOOD.replace("relais: 1", "relais: 3\nnew_key: 1"))

    assert "format 3" in fault.message


def test_the_mandate_is_not_judged_while_people_are_badly_written() -> None:
    found = faults(GOOD.replace("[U0PAUL, U0MARIA]", "[U0PAUL]").replace("senior}", "seniour}"))

    assert [fault.path for fault in found] == ["people[0].autonomy"]


def test_faults_are_told_like_a_compilers() -> None:
    with pytest.raises(KnowledgeError) as refusal:
        parse("relais: 1\nlangage: fr\nzone: {x: 1}", name="team.yaml")

    first, second = str(refusal.value).splitlines()
    assert first.startswith('team.yaml:2: "langage" is not a key')
    assert second.startswith('team.yaml:3: "zone" is not a key')


def test_a_fault_says_where_it_is() -> None:
    (fault,) = faults(GOOD.replace("U0PAUL, U0MARIA", "U0MARIA, ines"))

    assert fault.path == "topics[1].chain[0].who[1]"


def test_a_key_left_empty_is_not_there() -> None:
    charter = parse(GOOD.replace("stance: refer", "urgent:\n    reviewers:\n    examples:"))

    assert charter.topics[1].urgent is None
    assert charter.topics[1].examples == ()


def test_people_of_a_chain_need_not_be_listed() -> None:
    assert parse(GOOD).chain_for(None)[0].who == ("U0SOFIA",)


def test_times_dates_and_small_words_stay_what_people_wrote() -> None:
    charter = parse(
        GOOD.replace('"09:00"', "9:00").replace(
            "{en: Legal}", "{en: Legal}\n    examples: [no, 2026-01-01, 3.5, 0x1F]"
        )
    )

    assert charter.topics[1].examples == ("no", "2026-01-01", "3.5", "0x1F")
    assert charter.hours is not None
    assert charter.hours.day[0].from_.hour == 9


def test_a_chain_written_once_may_be_used_again() -> None:
    text = GOOD.replace("chain:", "chain: &usual", 1)
    last_step = "\n      - {who: [U0PAUL, U0MARIA], acknowledge: 30m, answer: 4h}"

    first, second = parse(text.replace(last_step, " *usual")).topics

    assert first.chain == second.chain


def test_an_anchor_may_be_named_again() -> None:
    charter = parse(
        GOOD.replace("30m", "&first 30m").replace("1h, answer: 1d", "&x 1h, answer: *x")
    )

    assert charter.topics[1].chain[0].acknowledge == timedelta(minutes=30)


def test_a_byte_order_mark_and_the_line_ends_of_windows_do_no_harm() -> None:
    assert parse("\ufeff" + GOOD.replace("\n", "\r\n")) == parse(GOOD)


def test_the_example_charter_is_good() -> None:
    charter = parse(EXAMPLE.read_text(encoding="utf-8"), name="examples/charter.yaml")

    assert {topic.stance for topic in charter.topics} == {"answer", "refer", "silent"}


def read_or_refused(text: str) -> None:
    try:
        parse(text)
    except CharterFaults as refusal:
        found = refusal.faults
    else:
        return
    last = len(text.splitlines()) + 1
    assert found
    assert all(1 <= fault.line <= last and fault.message for fault in found)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


@given(st.text(alphabet="ab:- \n\t[]{}\"'#&*!|>%@`,?<~1\r\x85\u2028"))
@settings(max_examples=300)
def test_anything_like_yaml_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


@given(st.data())
@settings(max_examples=200)
def test_a_spoilt_charter_is_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD)))
    cut = data.draw(st.integers(0, 12))
    new = data.draw(st.text(alphabet=":-{}[]\"'&*!|> \n\t1ax\x00", max_size=6))

    read_or_refused(GOOD[:at] + new + GOOD[at + cut :])


def test_the_charter_of_the_manual_is_good() -> None:
    manual = (EXAMPLE.parents[1] / "docs" / "charter.md").read_text(encoding="utf-8")
    _, text, *_ = re.split(r"^```(?:yaml)?\n", manual, flags=re.MULTILINE)

    assert [topic.id for topic in parse(text).topics] == ["refunds", "litigation"]
