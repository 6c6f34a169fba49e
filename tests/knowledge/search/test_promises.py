"""What search promises for any documents and any question."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search import shelf
from knowledge.search.index import Document, Hit, Index

VOCABULARY = """
    abonnement achat adresse annuler argent bancaire boutique carte colis commande compte contrat
    délai été facture fermer garantie geste livraison magasin modifier naïf œuvre paiement payer
    perdu point produit promotion réclamation rembourser retard retour site suivi
    account cancel change delivery invoice late lost order parcel price refund return track
"""
WORDS = st.sampled_from(VOCABULARY.split())
TITLES = st.lists(WORDS, min_size=2, max_size=5, unique=True).map(" ".join)
TEXTS = st.lists(TITLES, min_size=1, max_size=12, unique_by=lambda text: frozenset(text.split()))
QUICK = settings(max_examples=40, deadline=None)


def indexed(documents: list[Document]) -> Index:
    index = Index()
    index.put(documents)
    return index


def rounded(hits: list[Hit]) -> list[tuple[object, float, str]]:
    return [(hit.key, round(hit.score, 5), hit.wording) for hit in hits]


@QUICK
@given(TEXTS)
def test_what_was_put_is_found_by_its_title(titles: list[str]) -> None:
    index = indexed([Document(number, title) for number, title in enumerate(titles)])
    for number, title in enumerate(titles):
        assert index.search(title)[0].key == number


@QUICK
@given(TEXTS, st.data())
def test_what_was_removed_is_never_found(titles: list[str], data: st.DataObject) -> None:
    removed = data.draw(st.sets(st.integers(0, len(titles) - 1)))
    index = indexed([Document(number, title) for number, title in enumerate(titles)])
    index.remove(removed)
    found = {hit.key for title in titles for hit in index.search(title, limit=50)}
    assert not found & removed
    assert len(index) == len(titles) - len(removed)


@QUICK
@given(TEXTS, st.data())
def test_an_audience_never_leaks(titles: list[str], data: st.DataObject) -> None:
    audience = st.sampled_from([None, "A", "B"])
    documents = [
        Document(number, title, audience=data.draw(audience), topic=f"topic {number}")
        for number, title in enumerate(titles)
    ]
    held = data.draw(st.sets(st.sampled_from(["A", "B"])))
    allowed = {one.key for one in documents if one.audience is None or one.audience in held}
    index = indexed(documents)
    for title in titles:
        assert {hit.key for hit in index.search(title, audiences=held, limit=50)} <= allowed
        assert {hit.key for hit in index.similar(title, audiences=held, limit=50)} <= allowed
        guesses = index.topics(title, audiences=held, limit=50)
        assert {guess.topic for guess in guesses} <= {f"topic {key}" for key in allowed}


@QUICK
@given(TEXTS, TITLES)
def test_case_and_accents_change_nothing(titles: list[str], question: str) -> None:
    index = indexed([Document(number, title) for number, title in enumerate(titles)])
    plain = index.search(question)
    accents = str.maketrans("eaéï", "éàeï")
    assert index.search(question.upper()) == plain
    assert index.search(question.translate(accents)) == plain


@QUICK
@given(TEXTS, TITLES, st.randoms())
def test_the_order_of_arrival_changes_nothing(
    titles: list[str], question: str, lot: object
) -> None:
    documents = [Document(number, title) for number, title in enumerate(titles)]
    one_by_one = Index()
    for document in reversed(documents):
        one_by_one.put([document])
    assert rounded(one_by_one.search(question)) == rounded(indexed(documents).search(question))


@QUICK
@given(TEXTS, st.data())
def test_small_parts_agree_with_a_rebuild(titles: list[str], data: st.DataObject) -> None:
    """Changes that are kept beside a large base find what a rebuild finds, at the same place."""
    base = [Document(f"base {i}", f"{a} {b} numéro") for i, (a, b) in enumerate(_pairs())]
    documents = [Document(number, title) for number, title in enumerate(titles)]
    removed = data.draw(st.sets(st.integers(0, len(titles) - 1), max_size=3))
    whole = indexed([*base, *(one for one in documents if one.key not in removed)])
    parts = indexed(base)
    small, shelf.SMALL = shelf.SMALL, 0
    try:
        for document in documents:
            parts.put([document])
        parts.remove(removed)
    finally:
        shelf.SMALL = small
    assert len(parts._shelf.parts) > 1
    for number, title in enumerate(titles):
        if number in removed:
            continue
        firsts = [index.search(title)[0] for index in (parts, whole)]
        assert firsts[0].key == firsts[1].key == number
        assert abs(firsts[0].score - firsts[1].score) < 0.2


def _pairs() -> list[tuple[str, str]]:
    names = [f"{a}{b}ro{c}" for a in "bcdfglmnprst" for b in "aeiou" for c in "nstxz"]
    return list(pairwise(names))
