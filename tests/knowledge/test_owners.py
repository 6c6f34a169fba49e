"""Owners: which process words belong to, and whose that is."""

from datetime import timedelta

import pytest

from knowledge.charter import EMPTY, Charter
from knowledge.errors import NotAllowed
from knowledge.owners import (
    Belonging,
    belonging,
    check,
    everybody,
    find_owner,
    next_owner,
    owners_of,
    time_for,
)
from knowledge.routing import Guess
from tests.factories import ANA, CHARTER, MARIA, NINA, PAUL, PROCESSES, a_charter, a_signal

SURE, LIKELY = Guess("refunds", 0.9), Guess("refunds", 0.4)


@pytest.fixture
def charter() -> Charter:
    return a_charter(CHARTER + PROCESSES)


def test_a_sure_topic_has_its_process(charter: Charter) -> None:
    assert belonging([SURE], charter) == Belonging("refunds", "support", is_sure=True)


def test_a_likely_topic_only_suggests_its_process(charter: Charter) -> None:
    assert belonging([LIKELY], charter) == Belonging(None, "support", is_sure=False)


def test_a_sure_topic_whose_process_nobody_owns_leaves_the_choice() -> None:
    charter = a_charter(CHARTER + PROCESSES.replace("id: support", "id: sales"))

    assert belonging([SURE], charter) == Belonging("refunds", None, is_sure=False)


def test_without_processes_there_is_nothing_to_choose() -> None:
    assert belonging([SURE], a_charter()) == Belonging("refunds", "support", is_sure=True)
    assert belonging([], a_charter()) == Belonging(None, None, is_sure=True)
    assert belonging([], EMPTY) == Belonging(None, None, is_sure=True)


@pytest.mark.parametrize(
    ("process", "besides", "owner"),
    [
        ("innovation", [], MARIA),
        ("innovation", [MARIA], PAUL),
        ("innovation", [MARIA, PAUL], NINA),
        ("innovation", [MARIA, PAUL, NINA], None),
        (None, [], NINA),
        ("unknown", [], NINA),
        (None, [NINA], None),
    ],
)
def test_the_first_owner_who_is_there_has_it_else_a_lead(
    charter: Charter, process: str | None, besides: list[str], owner: str | None
) -> None:
    assert find_owner(charter, process, besides=besides) == owner


def test_the_next_owner_is_no_lead_unless_leads_own_it(charter: Charter) -> None:
    assert next_owner(charter, "innovation", besides=[MARIA, PAUL]) is None
    assert next_owner(charter, None, besides=[]) == NINA


def test_the_time_is_that_of_the_process(charter: Charter) -> None:
    assert time_for(charter, "innovation") == timedelta(days=2)
    assert time_for(charter, None) == time_for(charter, "unknown") == timedelta(days=3)


def test_owners_of_its_process_and_leads_answer_and_nobody_else(charter: Charter) -> None:
    signal = a_signal(process="innovation", owner=MARIA)

    for person in (MARIA, PAUL, NINA):
        check(charter, signal, person)
    with pytest.raises(NotAllowed, match=MARIA):
        check(charter, signal, ANA)


def test_who_was_given_it_answers_though_the_charter_has_changed() -> None:
    check(EMPTY, a_signal(owner=MARIA), MARIA)


def test_everybody_who_owns_or_leads(charter: Charter) -> None:
    assert everybody(charter) == {MARIA, PAUL, NINA}
    assert owners_of(EMPTY, "support") == ()
