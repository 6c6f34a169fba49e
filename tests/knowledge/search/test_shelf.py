"""Shelf: large collections change in small parts, and readers never wait."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from threading import Event
from threading import enumerate as enumerate_threads

import pytest

from knowledge.search import postings, shelf
from knowledge.search.index import Document, Index


def names() -> Iterator[str]:
    for letters in product("bdfgklmnprstvz", "aeiou", "bdfgklmnprstvz", "aeiou", "rsnt"):
        yield "".join(letters)


def crowd(size: int) -> list[Document]:
    words = list(islice(names(), 7, None, 3))
    return [
        Document(number, f"{words[number]} {words[number * 2]} question", topic=f"t{number % 5}")
        for number in range(size)
    ]


@pytest.fixture
def always_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "SMALL", 0)


@pytest.mark.usefixtures("always_parts")
def test_a_change_becomes_a_part_and_many_changes_become_one_base() -> None:
    index = Index()
    documents = crowd(400)
    index.put(documents[:300])
    sizes = []
    for document in documents[300:]:
        index.put([document])
        sizes.append(len(index._shelf.parts))
        assert index.search(document.title)[0].key == document.key
    assert 1 in sizes
    assert 1 < max(sizes) <= 6
    assert len(index) == 400


@pytest.mark.usefixtures("always_parts")
def test_a_removed_document_stays_gone_through_merges() -> None:
    index = Index()
    documents = crowd(300)
    index.put(documents)
    for document in documents[:60]:
        index.remove([document.key])
        assert document.key not in [hit.key for hit in index.search(document.title)]
    assert len(index) == 240


@pytest.mark.usefixtures("always_parts")
def test_parts_and_rebuild_agree_on_the_first_entry() -> None:
    documents = crowd(600)
    parts, whole = Index(), Index()
    parts.put(documents[:560])
    for start in range(560, 600, 8):
        parts.put(documents[start : start + 8])
    whole.put(documents)
    assert len(parts._shelf.parts) > 1
    questions = [document.title.replace("question", "")[1:] for document in documents]
    same = sum(
        parts.search(question, limit=1)[0].key == whole.search(question, limit=1)[0].key
        for question in questions
    )
    assert same >= 0.97 * len(questions)


def test_a_question_too_broad_to_read_is_scored_exactly_where_it_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = [
        Document(one.key, one.title, f"answer {one.title}", wordings=(f"{one.title} bis",))
        for one in crowd(300)
    ]
    index = Index()
    index.put(documents)
    questions = [document.title for document in documents[::10]]
    exact = [index.search(question, limit=3) for question in questions]
    monkeypatch.setattr(postings, "BUDGET", 400)
    for question, expected in zip(questions, exact, strict=True):
        first = index.search(question, limit=3)[0]
        assert first.key == expected[0].key
        assert first.score == pytest.approx(expected[0].score, abs=1e-5)


@pytest.mark.usefixtures("always_parts")
def test_a_large_base_is_weighed_anew_while_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "AT_ONCE", 0)
    documents = crowd(300)
    index, begun, changed = Index(), Event(), Event()
    renewed = index._shelver.renewed

    def slowly(old: shelf.Shelf) -> shelf.Shelf:
        begun.set()
        assert changed.wait(30)
        return renewed(old)

    monkeypatch.setattr(index._shelver, "renewed", slowly)
    index.put(documents[:200])
    index.put(documents[200:240])
    assert begun.wait(30)
    index.put(documents[240:250])
    index.remove([0, 245])
    assert index.search(documents[249].title)[0].key == 249
    renewal = next(thread for thread in enumerate_threads() if thread.name == "renewal")
    changed.set()
    renewal.join(30)
    assert index._shelf.parts[0].rows == 240
    assert len(index) == 248
    whole = Index()
    whole.put(document for document in documents[:250] if document.key not in (0, 245))
    for document in documents[1:240]:
        expected = [hit.key for hit in whole.search(document.title, limit=1)]
        assert [hit.key for hit in index.search(document.title, limit=1)] == expected


def test_readers_never_see_half_a_change() -> None:
    index = Index()
    documents = crowd(60)
    index.put(documents[:40])

    def read(number: int) -> bool:
        found = index.search(documents[number % 40].title, limit=1)
        return bool(found) and found[0].key == number % 40

    with ThreadPoolExecutor(4) as threads:
        reads = [threads.submit(read, number) for number in range(400)]
        for document in documents[40:]:
            index.put([document])
            index.remove([document.key])
        assert all(one.result() for one in reads)
    assert len(index) == 40


def test_an_import_scores_as_the_same_entries_do_one_by_one() -> None:
    documents = [
        Document(
            one.key,
            f"{one.title} mot de passe",
            f"Remise à zéro : {one.title}, {one.title}.",
            wordings=(f"password {one.title}", f"{one.title} ?")[: one.key % 3],
            learned=("mot de passe oublie",) if one.key % 4 == 0 else (),
            tags=("retour client",) if one.key % 5 == 0 else (),
            topic=one.topic,
        )
        for one in crowd(80)
        if isinstance(one.key, int)
    ]
    at_once, one_by_one = Index(), Index()
    at_once.put(documents)
    for document in documents:
        one_by_one.put([document])
    for document in documents:
        question = document.title[1:]
        found = [(hit.key, hit.score) for hit in at_once.search(question)]
        assert found
        expected = [(hit.key, hit.score) for hit in one_by_one.search(question)]
        assert [key for key, _ in found] == [key for key, _ in expected]
        assert [score for _, score in found] == pytest.approx([score for _, score in expected])
        assert at_once.similar(question) == one_by_one.similar(question)
