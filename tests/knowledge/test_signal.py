"""A signal: what may happen to it, and what its owner says."""

from datetime import timedelta
from itertools import product

import pytest

from knowledge.errors import EmptyText, IllegalMove
from knowledge.signal import MOVES, Signal, Status
from knowledge.worktime import ALWAYS
from tests.factories import MARIA, NINA, NOW, PAUL, a_signal

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_it_moves_only_as_the_table_says(before: Status, after: Status) -> None:
    signal = a_signal(status=before)

    if after in MOVES[before]:
        signal.move_to(after)
        assert signal.status is after
    else:
        with pytest.raises(IllegalMove):
            signal.move_to(after)
        assert signal.status is before


@pytest.mark.parametrize("status", Status)
def test_a_word_is_owed_until_it_is_known_what_becomes_of_it(status: Status) -> None:
    assert a_signal(status=status).is_live is (status in (Status.PASSED_ON, Status.RECEIVED))


def test_whoever_has_it_next_has_all_the_time() -> None:
    signal = a_signal(status=Status.RECEIVED, received_at=NOW)

    signal.pass_to(PAUL, timedelta(days=1), time=ALWAYS, now=LATER)

    assert (signal.owner, signal.asked, signal.round) == (PAUL, [MARIA, PAUL], 2)
    assert (signal.asked_at, signal.due_at) == (LATER, LATER + timedelta(days=1))
    assert (signal.status, signal.received_at) == (Status.PASSED_ON, None)


def test_whoever_says_the_last_word_has_it() -> None:
    signal = a_signal()

    signal.decline("  Le budget est clos. ", by=NINA, now=LATER)

    assert (signal.owner, signal.reason) == (NINA, "Le budget est clos.")
    assert (signal.status, signal.answered_at) == (Status.NOT_NOW, LATER)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_not_now_needs_a_reason(reason: str) -> None:
    signal = a_signal()

    with pytest.raises(EmptyText):
        signal.decline(reason, by=MARIA, now=NOW)
    assert signal.status is Status.PASSED_ON


def test_not_now_may_become_done_later() -> None:
    signal = a_signal(status=Status.NOT_NOW, reason="Plus tard.")

    signal.act_on(by=MARIA, now=LATER)

    assert signal.status is Status.ACTED_ON


@pytest.mark.parametrize(
    ("audience", "private", "may"),
    [(None, (), True), ("G1", (), False), ("G1", ("G2",), False), ("G1", ("G1",), True)],
)
def test_private_words_are_for_those_who_are_in_it(
    audience: str | None, private: tuple[str, ...], may: bool
) -> None:
    signal: Signal = a_signal(audience=audience)

    assert signal.is_readable(frozenset(private)) is may
