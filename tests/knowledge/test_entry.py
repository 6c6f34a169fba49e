"""An entry by itself: its moves, its wordings, who may see it."""

from itertools import product

import pytest

from knowledge.entry import Status, tidy
from knowledge.errors import IllegalMove
from tests.factories import an_entry

LEGAL = {
    (Status.DRAFT, Status.IN_REVIEW),
    (Status.DRAFT, Status.PUBLISHED),
    (Status.DRAFT, Status.ARCHIVED),
    (Status.IN_REVIEW, Status.PUBLISHED),
    (Status.IN_REVIEW, Status.ARCHIVED),
    (Status.PUBLISHED, Status.IN_REVIEW),
    (Status.PUBLISHED, Status.ARCHIVED),
    (Status.ARCHIVED, Status.IN_REVIEW),
    (Status.ARCHIVED, Status.PUBLISHED),
}


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_it_moves_as_the_table_says(before: Status, after: Status) -> None:
    entry = an_entry(status=before)

    if (before, after) in LEGAL:
        entry.move_to(after)
        assert entry.status is after
    else:
        with pytest.raises(IllegalMove):
            entry.move_to(after)
        assert entry.status is before


@pytest.mark.parametrize("status", Status)
def test_a_review_is_to_come_until_it_is_done(status: Status) -> None:
    assert an_entry(status=status).is_pending is (status in (Status.DRAFT, Status.IN_REVIEW))


def test_wordings_keep_their_order_without_doubles_and_blanks() -> None:
    assert tidy([" b ", "a", "", "  ", "b", "a "]) == ("b", "a")
    assert an_entry(wordings=["b", "a", "b"]).wordings == ("b", "a")


def test_a_wording_that_stays_is_the_same_row() -> None:
    entry = an_entry(wordings=["a", "b", "c"])
    rows = {variant.text: variant for variant in entry.variants}

    entry.reword(["c", "new", "a"])

    assert entry.wordings == ("c", "new", "a")
    assert [variant.position for variant in entry.variants] == [0, 1, 2]
    assert entry.variants[0] is rows["c"]
    assert entry.variants[2] is rows["a"]
