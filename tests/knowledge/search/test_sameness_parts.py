"""What a question is read for: what it asks for, its numbers, its places, the sides it takes."""

import pytest

from knowledge.search.analysis import words
from knowledge.search.sameness.kind import Kind, kind_of
from knowledge.search.sameness.numbers import numbers
from knowledge.search.sameness.opposites import FILE, STRICT
from knowledge.search.sameness.places import places
from knowledge.search.sameness.spoken import spoken


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (Kind.WHY, "Un client demande pourquoi sa commande est annulée"),
        (Kind.WHY, "What is the reason for the delay?"),
        (Kind.WHEN, "Le magasin ouvre à quelle heure svp"),
        (Kind.WHEN, "how long does a refund take"),
        (Kind.WHEN, "Jusqu'à quand peut-on s'inscrire ?"),
        (Kind.HOW_MUCH, "Quel est le prix de l'offre Pro ?"),
        (Kind.HOW_MUCH, "c'est combien la livraison"),
        (Kind.WHO, "Un journaliste veut une interview, à qui l'envoyer ?"),
        (Kind.WHO, "Who approves posts?"),
        (Kind.WHERE, "ma commande elle en est ou ?"),
        (Kind.WHERE, "Where is my parcel?"),
        (Kind.WHERE_TO, "Où trouver la facture ?"),
        (Kind.WHERE_TO, "Where do I report a bug?"),
        (Kind.HOW, "Passer à l'offre Pro, on fait comment ?"),
        (Kind.HOW, "Can you tell me how to cancel?"),
        (Kind.WHAT, "Que faire quand le colis n'arrive pas ?"),
        (Kind.WHETHER, "Est-ce que le client qui a payé est livré ?"),
        (Kind.WHETHER, "Can we comment on the outage?"),
        (Kind.WHETHER, "Le salon est-il maintenu ?"),
        (Kind.OPEN, "Mon colis est arrivé abîmé"),
        (Kind.OPEN, "horaires ou adresse du magasin"),
    ],
)
def test_it_is_known_what_a_question_asks_for(kind: Kind, question: str) -> None:
    assert kind_of(spoken(question).words) is kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("payer en trois fois", {"3"}),
        ("commande n° 0045", {"45"}),
        ("le train de 18h12, pas celui de 18:42", {"18.12", "18.42"}),
        ("19,99 € ou 19.99", {"19.99"}),
        ("10 000 abonnés", {"10000"}),
        ("du 12/03/2026 au 15", {"12.03.2026", "15"}),
        ("the E417 error, b2b", set()),
        ("24h", {"24"}),
        ("un client, one of us, neuf", set()),
    ],
)
def test_numbers_are_the_same_however_they_are_written(text: str, found: set[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("livrer en Allemagne ou en Suisse", {"DE", "CH"}),
        ("ship to the United States", {"US"}),
        ("une version italienne, en anglais", {"it", "en"}),
        ("in German or in English", {"de", "en"}),
        ("après la réunion, un compte créé", set()),
    ],
)
def test_places_and_languages_are_known_in_both_languages(text: str, found: set[str]) -> None:
    assert places(words(text)) == found


def test_names_and_codes_are_seen_but_where_everything_is_a_capital() -> None:
    assert spoken("Peut-on citer Julie Martin dans ETE20 ?").names == {"julie", "martin", "ete20"}
    assert spoken("Le Figaro parle de nous. Que dire ? I know").names == {"figaro"}
    assert spoken("COMMENT ANNULER UNE COMMANDE").names == set()


def test_what_fails_is_said_in_one_way() -> None:
    ways = ["ne marche plus", "ne fonctionne pas", "does not work", "isn't working", "is broken"]

    assert all("panne" in spoken(f"The app {way}").words for way in ways)


def test_no_term_stands_on_two_sides_of_its_group() -> None:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        sides = [
            {tuple(words(term)) for term in side.split(",")}
            for side in line.removeprefix(STRICT).split("|")
        ]
        assert len(sides) > 1, line
        assert all(all(terms) for terms in sides), line
        assert sum(map(len, sides)) == len(set().union(*sides)), line
