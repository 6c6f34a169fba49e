"""Contradiction: what two answers say differently, and what only looks so."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.claims import Sort, figures, names_money
from knowledge.contradiction import Difference, differences


def sorts(ours: str, theirs: str) -> list[Sort]:
    return [one.sort for one in differences(ours, theirs)]


def bold(difference: Difference) -> tuple[list[str], list[str]]:
    """What is marked in each of the two passages."""
    ours, theirs = difference.ours, difference.theirs
    return (
        [ours.text[start:end] for start, end in ours.spans],
        [theirs.text[start:end] for start, end in theirs.spans],
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "sort"),
    [
        ("Le retour coûte 4,90 €.", "Le retour coûte 5,90 €.", Sort.AMOUNT),
        ("La livraison est offerte.", "La livraison coûte 6 €.", Sort.AMOUNT),
        ("A spare lid costs $8.", "A spare lid costs 8 €.", Sort.AMOUNT),
        ("Une remise de 10 %.", "Une remise de 15 pour cent.", Sort.PERCENT),
        ("Vous avez 14 jours.", "You have a month.", Sort.DURATION),
        ("Ouvert le 3 mai 2026.", "Ouvert le 04/05/2026.", Sort.DATE),
        ("Le standard ferme à 17 h 30.", "The phones close at 6 pm.", Sort.TIME),
        ("It holds 1.5 l.", "It holds 1200 ml.", Sort.QUANTITY),
        ("Écrivez à aide@orlune.example.", "Écrivez à sav@orlune.example.", Sort.CONTACT),
        ("Appelez le 01 23 45 67 89.", "Appelez le 0198765432.", Sort.CONTACT),
        ("Douze lettres au plus.", "Quinze lettres au plus.", Sort.NUMBER),
        ("Oui, en boutique.", "Non, jamais.", Sort.ANSWER),
        ("Shipping costs are refunded.", "Shipping costs are not refunded.", Sort.NEGATION),
        ("Refund by bank transfer.", "Refund by cheque.", Sort.CHOICE),
        ("Écrivez à Camille d'abord.", "Écrivez à Marc d'abord.", Sort.CHOICE),
    ],
)
def test_answers_that_differ_contradict_each_other(ours: str, theirs: str, sort: Sort) -> None:
    assert sorts(ours, theirs) == [sort]
    assert sorts(theirs, ours) == [sort]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Vous avez 14 jours.", "Vous avez deux semaines."),
        ("Vous avez 14 jours.", "You have 2 weeks."),
        ("The warranty lasts two years.", "La garantie dure 24 mois."),
        ("Up to €1,000.00.", "Jusqu'à 1 000 euros."),
        ("Le retour coûte 4€90.", "Le retour coûte 4.90 EUR."),
        ("The shop opens on May 3, 2026.", "La boutique ouvre le 03/05/2026."),
        ("Le 3 mai.", "On 3 May 2026."),
        ("Closed at 5:30 pm.", "Fermé à 17h30."),
        ("It holds 1.5 l.", "It holds 1500 ml."),
        ("On ne rembourse pas les soldes.", "Les soldes ne sont jamais remboursés."),
        ("N'oubliez pas le ticket de caisse.", "Joignez le ticket de caisse."),
        ("Sous 14 jours.", "Sous 14 jours, et la banque met encore 3 jours."),
        ("Voir https://orlune.example/page-12.", "Voir https://orlune.example/page-47."),
        ("", "Sous 14 jours."),
    ],
)
def test_what_is_only_written_otherwise_contradicts_nothing(ours: str, theirs: str) -> None:
    assert differences(ours, theirs) == ()
    assert differences(theirs, ours) == ()


def test_what_differs_is_marked_in_its_passage() -> None:
    ours = "Le colis est suivi. Le remboursement arrive **sous 14 jours**, par virement."
    theirs = "Le remboursement arrive sous [un mois](https://orlune.example), par virement."

    [difference] = differences(ours, theirs)

    assert bold(difference) == (["14 jours"], ["un mois"])
    assert difference.ours.text == "Le remboursement arrive sous 14 jours"


def test_each_figure_is_compared_with_the_one_in_its_place() -> None:
    ours = "Remboursement sous 14 jours, échange sous 30 jours."
    swapped = "Échange sous 14 jours, remboursement sous 30 jours."
    other_order = "Échange sous 30 jours, remboursement sous 14 jours."

    assert differences(ours, other_order) == ()
    assert {tuple(map(tuple, bold(one))) for one in differences(ours, swapped)} == {
        (("14 jours",), ("30 jours",)),
        (("30 jours",), ("14 jours",)),
    }


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("Un geste de 20 euros.", True),
        ("Jusqu'à $1,500.", True),
        ("La livraison est gratuite.", False),
        ("Sous 20 jours.", False),
        ("The kettle weighs 2 pounds.", True),  # nobody can tell
        ("", False),
    ],
)
def test_answers_that_name_money_are_known(text: str, money: bool) -> None:
    assert names_money(text) is money


words = st.text(st.characters(codec="utf-8"), max_size=200)


@given(words)
def test_no_text_contradicts_itself(text: str) -> None:
    assert differences(text, text) == ()


@given(words, words)
def test_both_ways_say_the_same_and_point_into_their_text(one: str, other: str) -> None:
    there, back = differences(one, other), differences(other, one)

    assert bool(there) == bool(back)
    for found in (*there, *back):
        for passage in (found.ours, found.theirs):
            assert all(0 <= a < b <= len(passage.text) for a, b in passage.spans)


@given(words)
def test_every_figure_is_where_it_is_said_to_be(text: str) -> None:
    ends = [claim.span for claim in figures(text)]

    assert ends == sorted(ends)
    assert all(a < b <= c < d for (a, b), (c, d) in pairwise(ends))


@given(st.integers(2, 900), st.sampled_from(["jours", "€", "%", "kg", "lettres"]))
def test_another_figure_in_its_place_is_always_found(figure: int, unit: str) -> None:
    ours = f"Le service accepte au plus {figure} {unit} par commande livrée."
    theirs = f"Le service accepte au plus {figure + 1} {unit} par commande livrée."

    assert len(differences(ours, theirs)) == 1
