"""Verification: how long a word lasts, whose word counts, and who is asked for it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from knowledge.charter import EMPTY
from knowledge.entry import Entry, Genre, Status
from knowledge.errors import NoMandate, NotAllowed
from knowledge.keepers import keepers
from knowledge.verification import (
    AHEAD,
    UNREAD,
    Standing,
    care,
    check_keeper,
    check_owner,
    interval,
    is_due,
    is_outlived,
    is_verified,
    standing,
)
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, a_charter, an_entry

DAY = timedelta(days=1)
NOBODY: frozenset[str] = frozenset()
UPKEEP = "upkeep: {verify: 60d, kinds: {crisis_case: 30d, procedure: 75d}}\n"
STRICT = CHARTER.replace(
    "    autonomy: autonomous\n", "    autonomy: autonomous\n    verify: 45d\n"
)


def of_maria(**changes: Any) -> Entry:
    """Maria's entry on refunds, which she verified at NOW."""
    facts = {"owner": MARIA, "verified_by": MARIA, "verified_at": NOW}
    return an_entry(**facts | changes)


def lasting(text: str, **changes: Any) -> int:
    return interval(a_charter(text), of_maria(**changes)).days


def test_a_verification_lasts_ninety_days() -> None:
    entry = of_maria()

    assert is_verified(entry, a_charter(), NOBODY, NOW + 90 * DAY - timedelta(seconds=1))
    assert not is_verified(entry, a_charter(), NOBODY, NOW + 90 * DAY)


@pytest.mark.parametrize(
    ("text", "kind", "topic", "days"),
    [
        (CHARTER, Genre.FAQ, "refunds", 90),
        (CHARTER + UPKEEP, Genre.FAQ, "refunds", 60),
        (CHARTER + UPKEEP, Genre.CRISIS_CASE, "refunds", 30),
        (CHARTER + UPKEEP, Genre.PROCEDURE, "refunds", 75),
        (STRICT + UPKEEP, Genre.FAQ, "refunds", 45),
        (STRICT + UPKEEP, Genre.CRISIS_CASE, "refunds", 30),
        (STRICT + UPKEEP, Genre.PROCEDURE, "refunds", 45),
        (STRICT + UPKEEP, Genre.PROCEDURE, None, 75),
    ],
)
def test_kind_and_topic_go_before_the_rest_and_the_shorter_of_them_holds(
    text: str, kind: Genre, topic: str | None, days: int
) -> None:
    assert lasting(text, kind=kind, topic=topic) == days


def test_it_counts_only_while_the_verifier_has_the_mandate() -> None:
    entry = of_maria()
    without = a_charter(CHARTER.replace(f"{{slack: {MARIA}, autonomy: senior}}", "{slack: U0X}"))

    assert is_verified(entry, a_charter(), NOBODY, NOW)
    assert not is_verified(entry, without, NOBODY, NOW)


def test_having_been_its_reviewer_is_no_mandate() -> None:
    entry = of_maria(verified_by=PAUL, reviewer=PAUL)

    assert not is_verified(entry, a_charter(), NOBODY, NOW)


def test_it_counts_only_while_the_verifiers_account_is_open() -> None:
    assert not is_verified(of_maria(), a_charter(), {MARIA}, NOW)


def test_without_a_charter_everybody_s_word_counts() -> None:
    assert is_verified(of_maria(verified_by=ANA), EMPTY, NOBODY, NOW)


def test_what_nobody_has_verified_is_new_before_it_has_lapsed() -> None:
    entry = an_entry(verified_at=NOW)  # as an import leaves it

    assert standing(entry, a_charter(), NOBODY, NOW + 89 * DAY) is Standing.NEW
    assert standing(entry, a_charter(), NOBODY, NOW + 90 * DAY) is Standing.LAPSED


def test_it_is_due_a_week_before_it_lapses() -> None:
    entry = of_maria()

    assert not is_due(entry, a_charter(), NOBODY, NOW + 90 * DAY - AHEAD - timedelta(seconds=1))
    assert is_due(entry, a_charter(), NOBODY, NOW + 90 * DAY - AHEAD)


def test_what_is_verified_every_few_days_is_not_due_at_once() -> None:
    often = a_charter(CHARTER + "upkeep: {verify: 5d}\n")

    assert not is_due(of_maria(), often, NOBODY, NOW + 2 * DAY)
    assert is_due(of_maria(), often, NOBODY, NOW + 3 * DAY)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED])
def test_only_what_is_published_is_due(status: Status) -> None:
    assert not is_due(of_maria(status=status), a_charter(), NOBODY, NOW + 400 * DAY)


def read(at: datetime | None, **changes: Any) -> Entry:
    return of_maria(viewed_at=at, **changes)


def outlived(entry: Entry, at: datetime) -> bool:
    return is_outlived(entry, a_charter(), NOBODY, at)


def test_what_is_neither_read_nor_verified_for_six_months_is_outlived() -> None:
    assert not outlived(read(None), NOW + UNREAD - timedelta(seconds=1))
    assert outlived(read(None), NOW + UNREAD)


def test_what_was_read_or_verified_since_is_not() -> None:
    assert not outlived(read(NOW + DAY), NOW + UNREAD)
    assert outlived(read(NOW + DAY), NOW + UNREAD + DAY)
    assert not outlived(read(None, verified_at=NOW + DAY), NOW + UNREAD)


def test_its_owner_is_asked_first_then_the_reviewers_then_the_leads() -> None:
    assert keepers(a_charter(), of_maria()) == (MARIA, NINA)
    assert keepers(a_charter(), of_maria(owner=NINA)) == (NINA, MARIA)
    assert keepers(a_charter(), of_maria(topic=None)) == (NINA,)


def test_nobody_is_asked_whose_word_would_not_count() -> None:
    assert keepers(a_charter(), of_maria(owner=PAUL)) == (NINA, MARIA)


def test_without_a_charter_its_reviewer_and_its_author_are_asked() -> None:
    entry = an_entry(owner=None, reviewer=PAUL, author=ANA)

    assert keepers(EMPTY, entry) == (PAUL, ANA)


def test_owner_and_mandate_may_put_aside_and_only_owner_and_leads_hand_over() -> None:
    entry, charter = of_maria(owner=PAUL), a_charter()

    for person in (PAUL, MARIA, NINA):
        check_keeper(charter, entry, person)
    for person in (PAUL, NINA):
        check_owner(charter, entry, person)
    with pytest.raises(NoMandate):
        check_keeper(charter, entry, ANA)
    with pytest.raises(NotAllowed, match=PAUL):
        check_owner(charter, entry, MARIA)


def test_what_is_nobody_s_may_be_handed_over_by_those_with_the_mandate() -> None:
    check_owner(a_charter(), of_maria(owner=None), MARIA)
    with pytest.raises(NoMandate):
        check_owner(a_charter(), of_maria(owner=None), ANA)


def test_what_one_may_do_depends_on_how_it_stands() -> None:
    for status in Status:
        shown = care(of_maria(status=status), a_charter(), NOBODY, NINA, NOW)
        is_found = status is Status.PUBLISHED
        assert (shown.may_verify, shown.may_hand_over) == (is_found, is_found)
        assert shown.may_keep
