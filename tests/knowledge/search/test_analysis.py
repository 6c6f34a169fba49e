"""Analysis: what is the same for everyone who types in a hurry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search import analysis


def test_case_accents_and_ligatures_do_not_matter() -> None:
    assert analysis.words("ÉTÉ Cœur Straße ﬁn") == ["ete", "coeur", "strasse", "fin"]


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert analysis.words("remboursé") == analysis.words("rembourse\u0301") == ["rembourse"]


def test_an_apostrophe_separates_words_whichever_key_typed_it() -> None:
    assert analysis.words("l'abonnement") == analysis.words("l’abonnement") == ["l", "abonnement"]


def test_emoji_and_punctuation_are_no_words() -> None:
    assert analysis.words("🙂 … ?! — <@> 👩‍👩‍👧") == []


def test_other_scripts_are_words_too() -> None:
    assert analysis.words("كيف الحال") == ["كيف", "الحال"]


def test_a_word_is_its_letters_by_three_and_its_beginning() -> None:
    assert analysis.features("colis") == [" co", "col", "oli", "lis", "is ", "^colis"]


def test_an_endless_word_comes_in_pieces() -> None:
    assert {len(word) for word in analysis.words("a" * 100)} == {40, 20}


@pytest.mark.parametrize("mark", ["\u0301\u0323", "\u0651\u0670"])
def test_a_heap_of_accents_is_nothing(mark: str) -> None:
    assert analysis.words("z" + mark * 50_000) == ["z"]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert analysis.words(" ".join(analysis.words(text))) == analysis.words(text)
