"""What is typed behind `/kb rehearse` is a question, a person and a time, in any order."""

from datetime import UTC, datetime

import pytest

from handlers.rehearsals import Typed, read
from knowledge.errors import UnclearTime
from tests.factories import ANA, NOW

ASKED = "how do I get a refund"
FRIDAY = datetime(2026, 1, 16, 8, tzinfo=UTC)


def typed(text: str) -> Typed:
    """As it is read on a Monday in Paris."""
    return read(text, now=NOW, zone="Europe/Paris")


@pytest.mark.parametrize(
    "text",
    [
        f'"{ASKED}" as <@U0ANA|ana> at friday 09:00',
        f'"{ASKED}" at friday 09:00 as <@U0ANA>',
        f"“{ASKED}” as <@U0ANA|ana> friday 9h",
        f"« {ASKED} » comme <@U0ANA|ana> le vendredi à 9h",
        f'"{ASKED}" en tant que <@U0ANA|ana> le 2026-01-16 à 09:00',
        f"{ASKED} as <@U0ANA|ana> at 2026-01-16 09:00",
        f"{ASKED} on friday as <@U0ANA|ana>",
    ],
)
def test_a_person_and_a_time_are_read(text: str) -> None:
    assert typed(text) == Typed(ASKED, ANA, FRIDAY)


@pytest.mark.parametrize(
    "text",
    [
        "is the shop open at noon",
        "can I come as a guest",
        "where is my parcel",
        "à quelle heure ouvre la boutique à Lyon",
        'what does "as is" mean at all',
        "who sent <@U0ANA|ana> the parcel",
    ],
)
def test_a_question_keeps_its_words(text: str) -> None:
    assert typed(text) == Typed(text)
    assert typed(f'"{text}"') == Typed(text)


@pytest.mark.parametrize("behind", ["at noon", "as somebody", "tomorrow", "as <@U0ANA> please"])
def test_what_is_neither_behind_quotation_marks_is_refused(behind: str) -> None:
    with pytest.raises(UnclearTime):
        typed(f'"{ASKED}" {behind}')
