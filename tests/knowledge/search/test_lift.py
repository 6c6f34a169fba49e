"""Lift: what all texts of a topic say of its words, for those who may read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.documents import Document
from knowledge.search.facets import Filter
from knowledge.search.index import Index
from knowledge.search.lift import MOST

QUESTION = "where is my parcel"


def document(key: int, text: str, topic: str | None, audience: str | None = None) -> Document:
    return Document(key, text, topic=topic, audience=audience)


def filled(*documents: Document) -> Index:
    index = Index()
    index.put(documents)
    return index


def lifted(index: Index, question: str) -> dict[str, float]:
    seen = index._look(question, Filter())
    return index._lifted(seen, seen.sizes(index._shelver.labels))


def test_a_topic_that_says_a_word_more_often_is_lifted() -> None:
    found = lifted(
        filled(
            document(1, "my parcel is late", "delivery"),
            document(2, "a parcel arrived open", "delivery"),
            document(3, "my invoice is wrong", "invoices"),
        ),
        "parcel",
    )
    assert found["delivery"] > 1 > found["invoices"]


def test_an_answer_says_a_word_as_well_as_a_wording() -> None:
    index = filled(
        Document(1, "Where is it?", "Your parcel is on its way.", topic="delivery"),
        Document(2, "Who pays?", "The seller pays.", topic="invoices"),
    )
    found = lifted(index, "parcels")
    assert found["delivery"] > found["invoices"]


@pytest.mark.parametrize("question", ["zyzzyva", "", "🙂"])
def test_what_no_text_says_lifts_nothing(question: str) -> None:
    index = filled(document(1, "my parcel", "delivery"), document(2, "my invoice", None))
    assert set(lifted(index, question).values()) == {1.0}


def test_what_all_topics_say_alike_lifts_none() -> None:
    index = filled(document(1, "my parcel", "a"), document(2, "my parcel", "b"))
    assert [*lifted(index, "parcel").values()] == pytest.approx([1, 1])


def test_what_left_is_not_counted() -> None:
    kept = [document(1, "my parcel", "a"), document(2, "my parcel", "b")]
    index = filled(*kept, *(document(key, "a parcel", "b") for key in range(3, 9)))
    index.remove(range(3, 9))
    assert lifted(index, "parcel") == lifted(filled(*kept), "parcel")


def test_more_texts_than_are_counted_weigh_as_many_as_they_are() -> None:
    many = (document(key, "a parcel", "ab"[key % 2]) for key in range(4 * MOST))
    index = filled(*many, *(document(-key, "an invoice", "b") for key in range(1, 2 * MOST)))
    found = lifted(index, "parcel")
    assert found["a"] == pytest.approx(found["b"] * 2, rel=0.05)


def test_a_private_text_lifts_nothing_for_those_who_may_not_read_it() -> None:
    public = [document(1, "my parcel is late", "delivery"), document(2, "my invoice", "invoices")]
    private = (document(key, "lost parcel", "invoices", "G1") for key in range(3, 20))
    index = filled(*public, *private, document(20, "parcel thieves", "fraud", "G1"))

    assert lifted(index, "parcel") == lifted(filled(*public), "parcel")
    assert index.topics(QUESTION)[0].topic == "delivery"
    assert "fraud" not in {guess.topic for guess in index.topics(QUESTION)}
    assert index.topics("parcel", audiences={"G1"})[0].topic != "delivery"


@given(st.lists(st.sampled_from(["invoice", "kettle", "warranty", "filter"]), max_size=30))
def test_texts_of_another_topic_about_other_things_never_lower_a_topic(others: list[str]) -> None:
    own = [document(-1, "my parcel is late", "delivery"), document(-2, "an invoice", "invoices")]
    more = [document(key, text, "invoices") for key, text in enumerate(others)]
    before, after = lifted(filled(*own), "parcel"), lifted(filled(*own, *more), "parcel")
    assert after["delivery"] >= before["delivery"] - 1e-9
    assert after["invoices"] <= before["invoices"] + 1e-9


def test_no_document_has_no_topic() -> None:
    index = Index()
    assert lifted(index, QUESTION) == {}
    assert index.topics(QUESTION) == []
