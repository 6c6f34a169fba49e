"""Filling: an index that is filled some documents at a time is as if all had been put at once."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.index import Document, Index

WORDS = ["retard", "de", "livraison", "refund", "Refund,", "colis", "viré", "mon", "argent", "door"]

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
documents = st.lists(
    st.builds(
        Document,
        key=st.integers(1, 40),
        title=texts,
        body=texts,
        wordings=st.lists(texts, max_size=3).map(tuple),
        tags=st.lists(st.sampled_from(WORDS), max_size=2).map(tuple),
    ),
    max_size=12,
    unique_by=lambda document: document.key,
)


def filled(documents: list[Document], size: int) -> Index:
    index = Index()
    filling = index.filling()
    for start in range(0, len(documents), size):
        filling.read(documents[start : start + size])
    filling.finish()
    return index


@given(documents, st.integers(1, 5), texts)
def test_what_is_read_in_parts_is_found_as_if_it_had_been_put_at_once(
    documents: list[Document], size: int, question: str
) -> None:
    whole = Index()
    whole.put(documents)
    parts = filled(documents, size)

    assert len(parts) == len(whole)
    assert [(hit.key, round(hit.score, 6), hit.wording) for hit in parts.search(question)] == [
        (hit.key, round(hit.score, 6), hit.wording) for hit in whole.search(question)
    ]


def test_nothing_is_found_before_the_end_and_changes_are_made_after_it() -> None:
    index = Index()
    filling = index.filling()
    filling.read([Document(1, "Retard de livraison"), Document(2, "Mon colis")])
    assert not len(index)
    filling.finish()
    index.put([Document(3, "Mon argent")])
    index.remove([1])
    assert {hit.key for hit in index.search("mon colis et mon argent")} == {2, 3}
