"""People of a charter: everybody it names is found, and who cannot be reached, with their lines."""

import pytest

from knowledge.charter import Fault, parse
from knowledge.charter.membership import named, out_of_reach

TEXT = """\
relais: 1
people:
  - {slack: U0ANA, substitute: U0PAUL, topics: {slack: senior}}
topics:
  - id: slack
    name: {en: U0NAME}
    examples: [U0EXAMPLE]
    reviewers: [U0ANA, U0REVIEWER]
    chain:
      - who:
          - U0MARIA
          - U0ANA
        acknowledge: 1h
        answer: 1d
processes: [{id: ideas, owners: [U0OWNER]}]
fallback: {chain: [{who: [U0LEAD], acknowledge: 1h, answer: 1d}]}
"""
EVERYBODY = {"U0ANA", "U0PAUL", "U0REVIEWER", "U0MARIA", "U0OWNER", "U0LEAD"}


def test_everybody_is_found_and_nothing_else() -> None:
    assert named(TEXT) == EVERYBODY == parse(TEXT).everyone()


def test_each_place_of_somebody_unknown_or_gone_is_named() -> None:
    found = out_of_reach(TEXT, unknown={"U0PAUL"}, deactivated={"U0ANA", "U0ELSEWHERE"})

    assert [(fault.line, fault.path) for fault in found] == [
        (3, "people[0].slack"),
        (3, "people[0].substitute"),
        (8, "topics[0].reviewers[0]"),
        (12, "topics[0].chain[0].who[1]"),
    ]
    assert found[1] == Fault(
        3,
        "There is no member U0PAUL in the workspace: copy the ID from their Slack profile (⋮, then "
        '"Copy member ID"), or name somebody else.',
        "people[0].substitute",
    )
    assert "U0ANA has left, their account is deactivated" in found[0].message


def test_with_everybody_there_is_no_fault() -> None:
    assert out_of_reach(TEXT, unknown=(), deactivated=()) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("relais: [", set()),
        ("just words", set()),
        ("people: {slack: U0ANA}\nlanguage: de", {"U0ANA"}),
        ("people: [{slack: nobody, substitute: 3}]", set()),
        ("who: U0ANA", set()),
    ],
)
def test_whatever_else_is_wrong_with_a_text(text: str, found: set[str]) -> None:
    assert named(text) == found
