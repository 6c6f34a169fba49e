"""Differences: every aspect has its words, and the terminal reads them as Slack does."""

import pytest

from handlers.locale import words
from handlers.ui import differences
from handlers.ui.text import escape, person, printed
from knowledge.charter.comparing import differences as compared
from knowledge.charter.difference import Aspect
from tests.factories import CHARTER, MARIA, a_charter
from tests.handlers.ui.gallery import every_difference


def test_every_aspect_has_its_words_and_its_sample() -> None:
    assert set(differences.WORDINGS) == set(Aspect)
    assert {each.aspect for each in every_difference("…")} == set(Aspect)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "~ refunds: step 1 answers in 1d, not 4h"),
        ("fr", "~ refunds\u00a0: l’étape 1 répond en 1d, et non 4h"),
    ],
)
def test_a_difference_is_one_line_in_the_readers_language(language: str, said: str) -> None:
    after = a_charter(CHARTER.replace("answer: 4h", "answer: 1d"))

    (one,) = compared(a_charter(), after)

    assert differences.line(words(language), one) == said


def test_a_summary_names_the_first_and_counts_the_rest() -> None:
    _ = words("en")
    after = a_charter(CHARTER.replace("answer: 4h", "answer: 1d").replace("30m", "20m"))
    found = compared(a_charter(), after)

    first = "~ refunds: step 1 takes questions in 20m, not 30m"
    assert differences.summary(_, found[:1]) == first
    assert differences.summary(_, found) == f"{first} (and 2 more)"
    assert differences.summary(_, ()) == "the same rules, written otherwise"


@pytest.mark.parametrize(
    ("mrkdwn", "screen"),
    [
        ("- refunds: the crisis is over", "- refunds: the crisis is over"),
        ("+ refunds: *bold*", "+ refunds: bold"),
        (f"~ {person(MARIA)}: x", f"~ {MARIA}: x"),
        ("1. On *Product safety*, …", "1. On Product safety, …"),
        (escape("a & b <c> @here gift_card_x"), "a & b <c> @\u2060here gift_card_x"),
        ("one\ntwo", "one two"),
    ],
)
def test_markup_is_printed_without_its_signs(mrkdwn: str, screen: str) -> None:
    assert printed(mrkdwn) == screen
