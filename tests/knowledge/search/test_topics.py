"""Topics: a guess with its doubt."""

import pytest

from knowledge.search.documents import Document, record
from knowledge.search.index import Index
from knowledge.search.ranking import Found
from knowledge.search.topics import POSSIBLE_TOPIC, SURE_OF_TOPIC, certainty, vote

EXAMPLES = {
    "refunds": ("comment être remboursé ?", "my refund has not arrived", "rendez-moi mon argent"),
    "delivery": ("où est mon colis ?", "where is my parcel?", "livraison en retard"),
    "litigation": ("je vais porter plainte contre vous", "my lawyer will contact you"),
}


@pytest.fixture
def index() -> Index:
    index = Index()
    index.put(
        Document(f"example:{topic}:{number}", text, topic=topic, answers=False)
        for topic, texts in EXAMPLES.items()
        for number, text in enumerate(texts)
    )
    return index


def voter(topic: str | None, score: float) -> Found:
    return Found(record(Document(1, "title", topic=topic)), score, score / 2, "title")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("coment etre rembourssé", "refunds"),
        ("My refund hasnt arrived yet", "refunds"),
        ("ou es mon coli", "delivery"),
        ("je vais porter plainte", "litigation"),
    ],
)
def test_a_question_close_to_an_example_is_surely_of_its_topic(
    index: Index, question: str, topic: str
) -> None:
    first = index.topics(question)[0]
    assert first.topic == topic
    assert first.certainty >= SURE_OF_TOPIC


@pytest.mark.parametrize("question", ["quelle heure est-il à Tokyo", "who won the cup", "🙂", ""])
def test_a_question_about_something_else_has_no_sure_topic(index: Index, question: str) -> None:
    assert all(guess.certainty < SURE_OF_TOPIC for guess in index.topics(question))


def test_the_only_topic_of_all_is_not_sure_by_that_alone() -> None:
    index = Index()
    index.put([Document(1, "Where is my parcel?", topic="delivery")])
    (guess,) = index.topics("is there a vegan menu at the office?")
    assert guess.share == 1
    assert guess.certainty < POSSIBLE_TOPIC * 2 < SURE_OF_TOPIC


def test_a_vote_is_the_cube_of_the_score_for_topics_of_one_size() -> None:
    guesses = vote([voter("a", 1.0), voter("b", 0.5), voter("b", 0.5)], {"a": 4, "b": 4})
    assert [guess.topic for guess in guesses] == ["a", "b"]
    assert guesses[0].share == pytest.approx(0.8)
    assert guesses[0].certainty == certainty(1.0, guesses[0].share)


def test_a_large_topic_has_to_be_better() -> None:
    guesses = vote([voter("large", 1.0), voter("small", 0.9)], {"large": 81, "small": 1})
    assert guesses[0].topic == "small"


def test_a_topic_whose_texts_say_the_words_more_often_wins_a_tie() -> None:
    guesses = vote([voter("a", 1.0), voter("b", 1.0)], {"a": 4, "b": 4}, {"a": 1.0, "b": 4.0})
    assert [guess.topic for guess in guesses] == ["b", "a"]
    assert guesses[0].share == pytest.approx(2 / 3)


def test_entries_without_a_topic_do_not_vote() -> None:
    assert [guess.topic for guess in vote([voter(None, 2.0), voter("a", 0.5)], {"a": 1})] == ["a"]
    assert vote([voter(None, 2.0)], {}) == []


def test_equal_topics_come_in_alphabetical_order() -> None:
    guesses = vote([voter("b", 1.0), voter("a", 1.0)], {"a": 1, "b": 1})
    assert [guess.topic for guess in guesses] == ["a", "b"]


def test_a_document_that_is_overlooked_has_no_vote(index: Index) -> None:
    """Nor do its words count: it is as if it were not there, but for how rare its words are."""
    text = "livraison en retard"
    assert index.topics(text)[0].certainty > SURE_OF_TOPIC

    guesses = index.topics(text, besides="example:delivery:2")

    assert all(guess.certainty < POSSIBLE_TOPIC for guess in guesses)
    assert index.topics(text, besides="example:unknown:0") == index.topics(text)
