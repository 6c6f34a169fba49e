"""Courtesy: what asks nothing, and what looks like it."""

import pytest

from knowledge.courtesy import Courtesy, courtesy


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Merci !", Courtesy.THANKS),
        ("ok, merci beaucoup à tous et bonne journée", Courtesy.THANKS),
        ("Thank you so much", Courtesy.THANKS),
        ("bonjour", Courtesy.GREETING),
        ("Hello everyone", Courtesy.GREETING),
        ("cc", Courtesy.NOD),
        ("parfait, c'est noté", None),
        ("Noted!", Courtesy.NOD),
        ("pour info", Courtesy.NOD),
        ("ok ?", None),
        ("bonjour, comment être remboursé", None),
        ("thanks for the refund", None),
        ("here for you", None),
        ("", None),
    ],
)
def test_courtesy_is_told_from_a_question(text: str, meant: Courtesy | None) -> None:
    assert courtesy(text) is meant
