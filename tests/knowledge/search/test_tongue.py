"""Tongue: French is told from English, whatever the spelling."""

import pytest

from knowledge.search.tongue import is_in

FRENCH = ["Comment être remboursé ?", "ma commande n'est pas arrivée", "je veu un remboursemnt"]
ENGLISH = ["How do I get a refund?", "my parcel has not arrived", "i wnat my money back"]


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_french(text: str) -> None:
    assert is_in(text, {"fr"})
    assert not is_in(text, {"en"})


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text: str) -> None:
    assert is_in(text, {"en"})
    assert not is_in(text, {"fr"})


@pytest.mark.parametrize("text", ["", "12", "日本語", "zzxqy"])
def test_what_tells_nothing_may_be_either(text: str) -> None:
    assert is_in(text, {"en"})
    assert is_in(text, {"fr"})
