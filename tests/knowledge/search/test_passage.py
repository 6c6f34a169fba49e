"""Passage: a long answer is entered where it speaks of the question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.highlight import sought
from knowledge.search.passage import best_passage, closest, sentences

PASSAGES = [
    "Un colis arrive en trois jours. Le colis part de Lyon.",
    "Le colis est suivi par un numéro de suivi.",
    "Un colis perdu est remboursé après une enquête du transporteur.",
    "Le colis est assuré.",
]


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("mon colis est perdu", 2),
        ("numero de suivie", 1),
        ("colis", 0),
        ("une facture", None),
        ("", None),
    ],
)
def test_the_best_passage_says_what_is_rare_and_sought(question: str, best: int | None) -> None:
    assert best_passage(sought(question, PASSAGES), PASSAGES) == best


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Bonjour M. Martin. C'est fini.", ["Bonjour M. Martin. ", "C'est fini."]),
        (
            "L'art. 5 dit non\u202f! Vraiment ? Oui",
            ["L'art. 5 dit non\u202f! ", "Vraiment ? ", "Oui"],
        ),
        ("Il dit « non. » Puis (oui.) Fin", ["Il dit « non. » ", "Puis (oui.) ", "Fin"]),
        ("See relais.example now. ok… Then", ["See relais.example now. ok… ", "Then"]),
        ("", []),
    ],
)
def test_sentences_end_where_people_see_it(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


@given(st.text(st.sampled_from("aA .!?…»)\u202f\n0")))
def test_sentences_are_the_text(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentences(text)) == text


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("ravoir mon argent", 1),
        ("de l'argent", 2),
        ("rembourser le colis", 0),
        ("colis perdu", 0),
        ("rien de tout cela", 0),
    ],
)
def test_the_closest_wording_says_clearly_more_than_the_title(question: str, best: int) -> None:
    wordings = ["Remboursement d'un colis", "Je veux ravoir mon argent", "argent perdu"]

    assert closest(sought(question, wordings), wordings) == best
