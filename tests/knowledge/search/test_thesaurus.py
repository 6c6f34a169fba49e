"""Thesaurus: another word for it finds it, in either language, and jargon is a workspace's own."""

import pytest

from knowledge.search.index import Document, Index
from knowledge.search.thesaurus import FOLDER, Thesaurus, general

ENTRIES = [
    Document("fired", "Licenciement pour faute", "La procédure à suivre."),
    Document("refund", "Remboursement d'une commande", "Sous quatorze jours."),
    Document("parcel", "Suivi de colis", "Le lien est dans le message."),
    Document("password", "Réinitialiser son code d'accès", "Par la page de connexion."),
    Document("rupco", "Rupture conventionnelle", "D'un commun accord."),
    Document("sick", "Arrêt maladie", "Sous quarante-huit heures."),
]


def first(question: str, *synonyms: tuple[str, ...]) -> object:
    index = Index(synonyms)
    index.put(ENTRIES)
    hits = index.search(question)
    return hits[0].key if hits else None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("mon patron m'a viré", "fired"),
        ("I was fired by my boss", "fired"),
        ("je veux récupérer mon argent", "refund"),
        ("money back please", "refund"),
        ("where is my package", "parcel"),
        ("sick leave", "sick"),
        ("he was sacked", "fired"),
    ],
)
def test_another_word_for_it_finds_it(question: str, expected: str) -> None:
    assert first(question) == expected


def test_jargon_is_a_workspace_s_own() -> None:
    assert first("zorglub") is None
    assert first("zorglub", ("zorglub", "rupture conventionnelle")) == "rupco"
    assert first("le bon zorglub", ("bon zorglub", "colis")) == "parcel"
    assert first("zorglub") is None


def test_a_phrase_means_more_than_its_words() -> None:
    spoken = Thesaurus([{"fr": ["mettre à la porte"], "en": ["dismiss"]}])
    assert spoken.phrases(["on", "ma", "mis", "a", "la", "porte"]) == []
    assert spoken.phrases(["nous", "mettre", "a", "la", "porte"]) == [(1, 4, [0])]
    assert spoken.concepts("porte") == []
    assert spoken.concepts("dismissed") == [0]


def test_every_line_is_a_concept_with_terms_in_both_languages() -> None:
    lines = [
        line
        for file in sorted(FOLDER.glob("*.txt"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert general().size == len(lines) > 2_500
    for line in lines:
        french, english = line.split("|")
        for side in (french, english):
            terms = [term.strip() for term in side.split(",")]
            assert all(terms), line
            assert len(terms) == len({*terms}), line
            assert side == side.lower(), line


REFUSED = Document(1, "Suivi de colis", refused=("où est mon colis",))


def test_what_was_refused_is_found_lower_for_that_question_alone() -> None:
    other = Document(2, "Colis perdu ou abîmé")
    refused, innocent = Index(), Index()
    refused.put([REFUSED, other])
    innocent.put([Document(1, "Suivi de colis"), other])
    asked = "Où est mon colis ?"
    assert innocent.search(asked)[0].key == 1
    assert refused.search(asked)[0].key == 2
    same = "comment faire le suivi de mon colis"
    assert refused.search(same)[0].confidence == innocent.search(same)[0].confidence
