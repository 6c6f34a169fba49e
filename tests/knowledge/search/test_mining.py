"""Mining: two words are suggested where enough people and entries speak for it, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.mining import Asked, likelihood_ratio, mine
from knowledge.search.phrases import phrases

OTHERS = (
    "la livraison",
    "un échange",
    "la garantie",
    "un bon d'achat",
    "la facture",
    "le paiement",
)
TITLES = {
    **{number: f"Comment suivre {thing} ?" for number, thing in enumerate(OTHERS, 10)},
    1: "Comment négocier une rupture conventionnelle ?",
    2: "Quel délai après une rupture conventionnelle ?",
    3: "Que dire à son employeur ?",
    4: "L'employeur peut-il refuser ?",
}


def found(*asked: Asked, known: tuple[tuple[str, ...], ...] = ()) -> list[tuple[str, str]]:
    return [(pair.asked, pair.known) for pair in mine(asked, TITLES, known=known)]


def test_a_word_of_questions_meets_the_phrase_of_two_entries() -> None:
    asked = Asked("négocier sa RC", 1), Asked("délai après la RC", 2), Asked("mon boss refuse", 4)
    boss = Asked("que dire au boss", 3)

    assert found(*asked, boss) == [("RC", "rupture conventionnelle"), ("boss", "employeur")]
    [pair, _] = mine([*asked, boss], TITLES)
    assert (pair.entries, pair.wordings) == (2, 2)


def test_an_abbreviation_in_the_title_is_met_as_well() -> None:
    titles = TITLES | {1: "Négocier sa RC", 2: "Délai de la RC"}
    texts = "négocier une rupture conventionnelle", "délai de rupture conventionnelle"
    asked = [Asked(text, number) for number, text in enumerate(texts, 1)]

    assert [(pair.asked, pair.known) for pair in mine(asked, titles)] == [
        ("rupture conventionnelle", "RC")
    ]


@pytest.mark.parametrize(
    ("people", "texts", "enough"),
    [
        ("abb", ["négocier RC", "ma RC", "la RC svp"], True),
        ("aaa", ["négocier RC", "ma RC", "la RC svp"], False),
        ("abc", ["négocier RC", "ma RC", "Ma rc !"], False),
        ("ab", ["négocier RC", "ma RC"], False),
    ],
)
def test_one_entry_is_evidence_only_with_three_wordings_of_two_people(
    people: str, texts: list[str], enough: bool
) -> None:
    asked = [Asked(text, 1, person) for text, person in zip(texts, people, strict=True)]
    others = {number: f"Suivre {word} ?" for number, word in enumerate("abcdefghijkl", 10)}
    pairs = mine(asked, {1: TITLES[1], **others})

    assert [(pair.asked, pair.known) for pair in pairs] == (
        [("RC", "rupture conventionnelle")] if enough else []
    )


def test_what_everybody_asks_with_means_nothing_special() -> None:
    urgent = [Asked(f"urgent {title}", number) for number, title in TITLES.items()]

    assert found(*urgent, Asked("urgent chef", 3), Asked("urgent chef", 4)) == [
        ("chef", "employeur")
    ]


def test_small_words_numbers_and_inflections_are_never_suggested() -> None:
    asked = Asked("est-ce que mon 2024 emploieur 3e", 3), Asked("avec 2024 employeurs 3e", 4)

    assert found(*asked) == []


def test_two_readings_that_are_as_good_are_not_decided() -> None:
    titles = TITLES | {5: "Remise et escompte", 6: "Escompte, remise"}

    assert mine([Asked("une ristourne", 5), Asked("ristourne", 6)], titles) == []


@pytest.mark.parametrize(
    "known",
    [("rc", "rupture conventionnelle"), ("rc", "x", "conventionnelle"), ("rc rh", "rupture", "rc")],
)
def test_what_was_decided_on_is_not_suggested_in_part_or_whole(known: tuple[str, ...]) -> None:
    asked = Asked("ma RC", 1), Asked("après ma RC", 2)

    assert found(*asked)
    assert found(*asked, known=(known,)) == []


def test_an_entry_nobody_knows_tells_nothing() -> None:
    assert found(Asked("ma RC", 98), Asked("après ma RC", 99)) == []


def test_the_score_is_dunnings() -> None:
    # His first row: "the swiss" 110 times, "the" without it 2,442, "swiss" without "the" 111.
    assert likelihood_ratio(110, 110 + 2442, 110 + 111, 31_777) == pytest.approx(270.72, abs=0.01)
    assert likelihood_ratio(1, 10, 10, 100) == pytest.approx(0)


def test_phrases_are_spelt_as_they_were_written() -> None:
    said = phrases("Le chiffre d'affaires, l’année N-1 ; 2024 et CONGÉS payés")

    assert set(said.spelt.values()) == {
        "chiffre",
        "chiffre d'affaires",
        "affaires",
        "année",
        "CONGÉS",
        "CONGÉS payés",
        "payés",
    }


VOCABULARY = ["RC", "rupture", "conventionnelle", "boss", "ma", "de", "2", "?"]
TEXTS = st.text() | st.lists(st.sampled_from(VOCABULARY)).map(" ".join)


@given(
    st.lists(st.tuples(TEXTS, st.integers(1, 9), st.sampled_from("ab"))),
    st.dictionaries(st.integers(1, 99), TEXTS),
)
def test_anything_can_be_mined(said: list[tuple[str, int, str]], titles: dict[int, str]) -> None:
    for pair in mine([Asked(*one) for one in said], titles):
        assert pair.entries >= 2 or pair.wordings >= 3
        assert {pair.asked, pair.known}.isdisjoint({"de", "ma", "2", "?"})
