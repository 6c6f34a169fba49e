"""The floor: what search must find of the public questions that come with the project.

Measured when it was written: 47.8 / 65.8 / 57.8, with typos 47.5 / 65.0 / 57.3.
"""

import pytest

from knowledge.search.confidence import CONFIDENT
from knowledge.search.index import Index
from tests.evaluation.evaluate import DATA
from tests.evaluation.measures import indexed, retrieval, routing
from tests.evaluation.sets import QuestionSet, thinned, titles


@pytest.fixture(scope="module")
def questions() -> QuestionSet:
    return titles(DATA / "covid-quebec-fr")


@pytest.fixture(scope="module")
def index(questions: QuestionSet) -> Index:
    return indexed(questions.documents)


def test_hurried_questions_find_their_entry(questions: QuestionSet, index: Index) -> None:
    found = retrieval(index, questions.clean)
    assert found.first >= 47
    assert found.three >= 65
    assert found.right >= 95


def test_typos_cost_next_to_nothing(questions: QuestionSet, index: Index) -> None:
    found = retrieval(index, questions.typos)
    assert found.first >= 46.5
    assert found.three >= 64


def test_an_entry_s_own_question_finds_it_surely(questions: QuestionSet) -> None:
    """Among a hundred entries; those that have a twin may be unsure of which."""
    documents = questions.documents[:100]
    index = indexed(documents)
    first = [index.search(document.title)[0] for document in documents]
    own = [hit for hit, document in zip(first, documents, strict=True) if hit.key == document.key]
    assert len(own) >= 99
    assert all(hit.confidence >= CONFIDENT for hit in own)
    assert sum(hit.confidence >= 0.9 for hit in own) >= 97


def test_topics_are_guessed(questions: QuestionSet) -> None:
    routed = routing(thinned(questions, 80), left_out=False)
    assert routed.first >= 52
    assert routed.three >= 70
