"""Postings: an estimate chooses who is looked at closely, and what is looked at is exact."""

import random
from collections import Counter
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.search import analysis, ranking
from knowledge.search.index import Document, Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.ragged import ragged, top, turned
from knowledge.search.segment import Weights
from tests.benchmarks import corpus
from tests.knowledge.search.test_promises import TITLES

QUICK = settings(max_examples=40, deadline=None)
ENTRY = st.tuples(st.lists(TITLES, min_size=1, max_size=3), st.lists(TITLES, max_size=3))
ENTRIES = st.lists(ENTRY, min_size=3, max_size=25)
NUMBERS = st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=20)
SPELT = st.text("abcdé\N{CYRILLIC SMALL LETTER BE}", min_size=1, max_size=9)


def documents(entries: list[tuple[list[str], list[str]]]) -> list[Document]:
    return [
        Document(number, wordings[0], ". ".join(body), tuple(wordings[1:]))
        for number, (wordings, body) in enumerate(entries)
    ]


def indexed(several: list[Document]) -> Index:
    index = Index()
    index.put(several)
    return index


def cosine(question: str, text: str, weights: Weights, index: Index, *, answer: bool) -> float:
    """By the book: no lists, no estimates."""
    statistics = weights.bodies if answer else weights.wordings

    def vector(words: list[str]) -> dict[str, float]:
        names = [name for word in words for name in analysis.features(word)]
        times = Counter(name for name in names if name.startswith("^") or not answer)
        return {name: (1 + log(n)) * rarity(name) for name, n in times.items()}

    def rarity(name: str) -> float:
        number = index._shelver.lexicon.feature(name)
        return statistics.unknown if number is None else float(statistics.idf[number])

    asked = vector(index._shelf.speller.correct(analysis.words(question)))
    row = vector(analysis.words(text))
    norms = sqrt(sum(x * x for x in asked.values()) * sum(x * x for x in row.values()))
    return sum(asked[name] * row.get(name, 0) for name in asked) / norms if norms else 0.0


@QUICK
@given(ENTRIES, TITLES)
def test_the_score_of_a_hit_is_exact(
    entries: list[tuple[list[str], list[str]]], question: str
) -> None:
    several = documents(entries)
    index = indexed(several)
    shelf = index._shelf
    segment = shelf.parts[0].segment
    for hit in index.search(question, limit=100):
        assert isinstance(hit.key, int)
        wordings = segment.material.records[hit.key].wordings
        near = [cosine(question, text, shelf.weights, index, answer=False) for text in wordings]
        voices = segment.consensus[segment.first[hit.key] : segment.first[hit.key + 1]]
        body = cosine(question, several[hit.key].body, shelf.weights, index, answer=True)
        assert hit.score == pytest.approx(max(near) + voices @ near + body, abs=1e-5)


def test_few_candidates_find_what_a_look_at_everybody_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = indexed(list(corpus.documents(corpus.sources(), 1_500, random.Random(1))))
    asked = corpus.mistyped(corpus.DATA, 50, random.Random(2))
    chosen = [[hit.key for hit in index.search(question)] for question in asked]
    monkeypatch.setattr(ranking, "CANDIDATES", 1_500)
    everybody = [[hit.key for hit in index.search(question)] for question in asked]
    same = [
        len({*few} & {*all_of_them}) for few, all_of_them in zip(chosen, everybody, strict=True)
    ]
    assert sum(few[0] == best[0] for few, best in zip(chosen, everybody, strict=True)) >= 49
    assert sum(same) >= 0.99 * sum(map(len, everybody))


@given(NUMBERS)
def test_turning_lists_twice_gives_what_is_in_each(lists: list[list[int]]) -> None:
    there_and_back = turned(turned(ragged(lists), 10), len(lists))
    assert [
        there_and_back.take(np.array([number])).flat.tolist() for number in range(len(lists))
    ] == [sorted(set(each)) for each in lists]


@given(NUMBERS)
def test_what_is_spread_reaches_every_place_a_list_points_to(lists: list[list[int]]) -> None:
    lists = [sorted(set(each)) for each in lists]
    weights = np.arange(1.0, len(lists) + 1)
    found = np.zeros(10, np.float32)
    ragged(lists).spread(np.arange(len(lists)), weights, found)
    expected = [
        sum(w for w, each in zip(weights, lists, strict=True) if n in each) for n in range(10)
    ]
    assert found.tolist() == expected


@given(st.lists(st.integers(0, 50), min_size=1, max_size=2_000), st.integers(1, 20))
def test_the_best_are_at_the_top(scores: list[int], limit: int) -> None:
    values = np.array(scores, np.float32)
    chosen = top(values, limit)
    assert chosen.tolist() == sorted(set(chosen.tolist()))
    assert sorted(values[chosen])[-limit:] == sorted(values)[-limit:]


@given(SPELT, st.lists(SPELT, max_size=20), st.integers(1, 2))
def test_no_word_within_reach_is_passed_over(word: str, known: list[str], edits: int) -> None:
    lexicon = Lexicon()
    lexicon.numbers(known)
    folded = [word for each in known for word in analysis.words(each)]
    near = {other for other in folded if OSA.distance(word, other) <= edits}
    assert near <= set(lexicon.like(word, edits))


def test_an_entry_of_many_wordings_leaves_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "CANDIDATES", 20)
    popular = Document("popular", "parcel", wordings=tuple(f"parcel {n}" for n in range(300)))
    others = [Document(number, f"parcel {number} is late") for number in range(30)]
    index = indexed([popular, *others])
    assert len(index.search("where is my parcel", limit=20)) == 20
