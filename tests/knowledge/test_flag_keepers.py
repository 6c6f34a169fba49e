"""Keepers: an entry is seen to by its owner, else by who may and is there."""

from datetime import timedelta

from knowledge.charter import Charter
from knowledge.entry import Status
from knowledge.flag_keepers import Keeper, find, keepers
from knowledge.roster import Roster
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, a_charter, an_entry

TWO_DAYS = timedelta(days=2)
A_WEEK = (NOW - timedelta(days=1), NOW + timedelta(days=7))
REVIEWED = a_charter(
    CHARTER.replace("stance: answer\n", f"stance: answer\n    reviewers: [{PAUL}]\n")
)
STANDING_IN = a_charter(
    CHARTER.replace(f"slack: {MARIA}, ", f"slack: {MARIA}, substitute: {PAUL}, ").replace(
        "stance: answer\n", f"stance: answer\n    reviewers: [{PAUL}]\n"
    )
)


def found(charter: Charter, roster: Roster, *, leads: bool = False) -> Keeper | None:
    return find(charter, an_entry(owner=MARIA), roster, allowed=TWO_DAYS, leads=leads)


def test_the_owner_comes_first_then_reviewers_then_the_chain() -> None:
    assert keepers(REVIEWED, an_entry(owner=NINA)) == (NINA, PAUL, MARIA)
    assert keepers(REVIEWED, an_entry(owner=None)) == (PAUL, MARIA, NINA)


def test_of_a_draft_the_reviewer_comes_first() -> None:
    draft = an_entry(owner=MARIA, reviewer=NINA, status=Status.IN_REVIEW)
    assert keepers(REVIEWED, draft)[:2] == (NINA, MARIA)


def test_an_owner_without_a_mandate_keeps_nothing() -> None:
    assert ANA not in keepers(REVIEWED, an_entry(owner=ANA))


def test_who_is_away_is_stood_in_for() -> None:
    away = Roster(NOW, away={MARIA: (A_WEEK,)})
    assert found(STANDING_IN, away) == Keeper(PAUL, MARIA)


def test_without_a_substitute_the_next_keeper_is_asked() -> None:
    assert found(a_charter(), Roster(NOW, away={MARIA: (A_WEEK,)})) == Keeper(NINA)


def test_who_has_left_is_not_asked() -> None:
    assert found(a_charter(), Roster(NOW, gone=frozenset({MARIA}))) == Keeper(NINA)


def test_with_everybody_away_it_is_who_is_back_soonest_if_somebody_must_have_it() -> None:
    later = (A_WEEK[0], A_WEEK[1] + timedelta(days=1))
    away = Roster(NOW, away={MARIA: (later,), NINA: (A_WEEK,)})
    assert found(a_charter(), away, leads=True) == Keeper(NINA)
    assert found(a_charter(), away) is None


def test_a_lead_is_asked_where_nobody_else_may() -> None:
    entry = an_entry(owner=None, topic="gone")
    assert find(a_charter(), entry, Roster(NOW), allowed=TWO_DAYS, leads=True) == Keeper(NINA)
