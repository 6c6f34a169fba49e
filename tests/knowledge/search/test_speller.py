"""Speller: towards words that people wrote, and only when in doubt."""

import pytest

from knowledge.search.index import Document, Index

REFUND = Document(1, "Comment obtenir un remboursement ?", "Écrivez au service facturation.")
PARCEL = Document(2, "Where is my parcel?", "See order AB1234 in your account.")


def corrected(question: str, *documents: Document) -> list[str]:
    index = Index()
    index.put(documents)
    return index._shelf.speller.correct(question.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("coment", "comment"),
        ("pracel", "parcel"),
        ("rembousrementt", "remboursement"),
        ("factration", "facturation"),
    ],
)
def test_a_slip_of_the_finger_is_mended(typed: str, meant: str) -> None:
    assert corrected(typed, REFUND, PARCEL) == [meant]


@pytest.mark.parametrize("word", ["myy", "ab1235", "remparts", "parcels2", "xyzzy"])
def test_short_words_codes_and_strangers_are_kept(word: str) -> None:
    assert corrected(word, REFUND, PARCEL) == [word]


def test_the_first_letter_decides_between_two_neighbours() -> None:
    assert corrected("bate", Document(1, "date"), Document(2, "bale")) == ["bale"]


def test_then_the_more_frequent_word_decides() -> None:
    documents = (Document(1, "mode"), Document(2, "more"), Document(3, "more"))
    assert corrected("moxe", *documents) == ["more"]


def test_then_the_alphabet_decides() -> None:
    assert corrected("moxe", Document(1, "more"), Document(2, "mode")) == ["mode"]


def test_a_typo_of_a_confirmed_question_corrects_nobody() -> None:
    taught = Document(1, "Comment obtenir un remboursement ?", learned=("mon remboursemant",))
    assert corrected("remboursemantt", taught) == ["remboursement"]
    assert corrected("remboursemant", taught) == ["remboursemant"]


def test_a_word_that_left_with_its_entry_is_unknown_again() -> None:
    index = Index()
    index.put([Document(1, "Glimbrox"), PARCEL])
    assert index._shelf.speller.correct(["glimbrix"]) == ["glimbrox"]
    index.remove([1])
    assert index._shelf.speller.correct(["glimbrix"]) == ["glimbrix"]


@pytest.mark.parametrize("word", ["mole", "virer", "sack"])
def test_a_word_that_people_know_is_no_typo(word: str) -> None:
    assert corrected(word, Document(1, "mode, date, vider, back")) == [word]


def test_a_typo_may_mean_a_word_that_is_written_nowhere_here() -> None:
    assert corrected("licensiement", REFUND, PARCEL) == ["licenciement"]


def test_a_pasted_page_is_not_corrected_to_its_end() -> None:
    assert corrected("coment " + "qzzzzj " * 3, REFUND)[0] == "comment"
    page = [f"qzz{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(40)]
    assert corrected(" ".join([*page, "coment"]), REFUND)[-1] == "coment"
