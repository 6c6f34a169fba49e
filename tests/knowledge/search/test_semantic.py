"""Semantic: other words for the same thing are found, and without vectors nothing changes."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search.index import Document, Index
from knowledge.search.semantic import EmbeddingFailed, Meanings, Vector, units
from tests.fake_embedder import FakeEmbedder

MODEL = FakeEmbedder()
SCALE = "Zirfexu, plumqax ?"
KETTLE = Document(1, "Comment détartrer la bouilloire ?", "Avec du vinaigre.", topic="care")
FILTER = Document(2, "Où trouver un filtre ?", "En magasin.", ("Acheter un filtre",), topic="shop")
OTHERS = [
    Document(number, f"Question {word} ?", topic="shop")
    for number, word in enumerate(["facture", "livraison", "garantie", "magasin", "retour"], 10)
]


def vectors(*texts: str) -> dict[str, Vector]:
    return dict(zip(texts, units(MODEL.rows(texts), len(texts)), strict=True))


def meaning(text: str) -> Vector:
    return vectors(text)[text]


def an_index(*documents: Document, learned: bool = True) -> Index:
    index = Index(meanings=Meanings())
    index.put(documents)
    if learned:
        learn(index)
    return index


def learn(index: Index) -> None:
    index.learn(vectors(*index.unread()))


def keys(index: Index, question: str, **how: object) -> list[object]:
    return [hit.key for hit in index.search(question, meaning=meaning(question), **how)]  # type: ignore[arg-type]


def test_other_words_for_the_same_thing_are_found() -> None:
    index = an_index(KETTLE, FILTER, *OTHERS)

    assert 1 not in [hit.key for hit in index.search(SCALE)]
    assert keys(index, SCALE)[0] == 1
    assert index.topics(SCALE, meaning=meaning(SCALE))[0].topic == "care"


def test_what_may_not_be_seen_is_not_found_by_meaning_either() -> None:
    secret = Document(1, KETTLE.title, audience="G1", lang="fr")
    index = an_index(secret, FILTER, *OTHERS)

    assert 1 not in keys(index, SCALE)
    assert 1 not in keys(index, SCALE, audiences=["G1"], lang="en")
    assert keys(index, SCALE, audiences=["G1"])[0] == 1


def test_what_is_removed_is_not_found_by_meaning_either() -> None:
    index = an_index(KETTLE, FILTER, *OTHERS)
    index.remove([1])

    assert 1 not in keys(index, SCALE)
    assert KETTLE.title not in index.wordings()


def test_until_the_wordings_are_read_words_alone_count() -> None:
    index = an_index(KETTLE, FILTER, *OTHERS, learned=False)

    assert index.search("filtre", meaning=meaning("filtre")) == index.search("filtre")
    learn(index)
    assert index.unread() == []
    assert index.search("filtre", meaning=meaning("filtre")) != index.search("filtre")


def test_an_index_without_meanings_wants_none() -> None:
    index = Index()
    index.put([KETTLE])
    index.learn(vectors(KETTLE.title))

    assert index.unread() == []
    assert index.search(SCALE, meaning=meaning(SCALE)) == index.search(SCALE)


def test_a_changed_entry_is_read_again() -> None:
    index = an_index(KETTLE, FILTER, *OTHERS)
    index.put([Document(2, FILTER.title, wordings=("Plumqax, zirfexu",))])

    assert index.unread() == ["Plumqax, zirfexu"]
    learn(index)
    assert set(keys(index, SCALE)[:2]) == {1, 2}


def everything(index: Index, questions: Iterable[str]) -> list[tuple[object, float]]:
    return [
        (hit.key, hit.score)
        for question in questions
        for hit in index.search(question, meaning=meaning(question))
    ]


@given(st.permutations(range(6)), st.integers(1, 9))
@settings(max_examples=20, deadline=None)
def test_the_order_in_which_wordings_are_read_changes_nothing(order: list[int], some: int) -> None:
    documents = [
        Document(number, f"La {word} ?", wordings=("Une autre", f"Ma {word}", f"{word} vite"))
        for number, word in enumerate(["bouilloire", "facture", "garantie", "fuite", "vis", "clé"])
    ]
    index = an_index(*documents[:3])
    index.put([documents[number] for number in order])
    while wanted := index.unread()[-some:]:
        index.learn(vectors(*wanted))

    expected = everything(an_index(*documents), ["bouilloire qui fuit", "zirfexu", "une vis"])
    found = everything(index, ["bouilloire qui fuit", "zirfexu", "une vis"])
    assert [key for key, _ in found] == [key for key, _ in expected]
    assert [score for _, score in found] == pytest.approx(
        [score for _, score in expected], abs=1e-4
    )


def test_vectors_become_unit_vectors() -> None:
    rows = units(np.array([[3.0, 4.0], [0.0, 0.0]]), 2)

    assert rows == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))


@pytest.mark.parametrize(
    "rows", [np.zeros((1, 2)), np.zeros(2), np.zeros((2, 0)), np.full((2, 2), np.nan)]
)
def test_what_is_no_vector_a_text_is_refused(rows: np.ndarray) -> None:
    with pytest.raises(EmbeddingFailed):
        units(rows, 2)
