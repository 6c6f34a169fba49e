"""Promises: nothing that was accepted is lost, but a word that changes nothing by design."""

from datetime import timedelta

import pytest

from handlers.ui.escalations import DECLINE_MODAL, HAND_OVER_MODAL
from knowledge.timeline import Deed, TimelineEvent
from tests.factories import MARIA, NOW, PAUL
from tests.kills.promises import Promise

LATER = NOW + timedelta(minutes=10)


def line(deed: Deed, person: str | None, minutes: int, escalation: int = 7) -> TimelineEvent:
    at = NOW + timedelta(minutes=minutes)
    return TimelineEvent(escalation_id=escalation, deed=deed, person=person, at=at)


PASSED = [
    line(Deed.ASKED, PAUL, 0),
    line(Deed.ACKNOWLEDGED, PAUL, 1),
    line(Deed.ASKED, MARIA, 5),
    line(Deed.ASKED, PAUL, 6, escalation=8),
    line(Deed.HANDED_OVER, MARIA, 20),
    line(Deed.ASKED, PAUL, 20),
]


def test_who_has_it_already_is_given_nothing() -> None:
    assert Promise(HAND_OVER_MODAL, LATER, 7, MARIA).is_idle(PASSED)


@pytest.mark.parametrize(
    "promise",
    [
        Promise(HAND_OVER_MODAL, LATER, 7, PAUL),
        Promise(HAND_OVER_MODAL, LATER, 9, MARIA),
        Promise(HAND_OVER_MODAL, NOW + timedelta(minutes=4), 7, MARIA),
        Promise(DECLINE_MODAL, LATER, 7, MARIA),
    ],
    ids=["had it before", "another question", "had it later", "another window"],
)
def test_whatever_else_was_accepted_has_to_stand_somewhere(promise: Promise) -> None:
    assert not promise.is_idle(PASSED)


def test_what_is_nobodys_can_be_given_to_the_last_who_was_asked() -> None:
    exhausted = [*PASSED[:3], line(Deed.EXHAUSTED, None, 7)]

    assert not Promise(HAND_OVER_MODAL, LATER, 7, MARIA).is_idle(exhausted)
