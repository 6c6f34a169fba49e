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
from knowledge.search.alignment import ALIKE, ANSWERED, SAME_MEANING, SAME_ROOT
from knowledge.search.index import Document, Index
from knowledge.search.language import root
from knowledge.search.lexicon import CONCEPT, Lexicon, telling
from knowledge.search.postings import Statistics
from knowledge.search.ragged import ragged, top, turned
from knowledge.search.segment import Weights
from knowledge.search.thesaurus import general
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


Row = list[tuple[str, set[int]]]
"""Words and what they mean; a phrase is one word more."""


def asked_row(words: list[str]) -> Row:
    """Every word of a phrase means what the phrase means."""
    means = {word: {*general().concepts(word)} for word in words}
    for start, length, concepts in general().phrases(words):
        for word in words[start : start + length]:
            means[word].update(concepts)
    return [(word, means[word]) for word in words]


def row_of(text: str) -> Row:
    words = analysis.words(text)
    phrases = {c for _, _, concepts in general().phrases(words) for c in concepts}
    spelt = [(word, {*general().concepts(word)}) for word in words]
    return [*spelt, *((f"#{concept}", {concept}) for concept in phrases)]


def letters(word: str) -> list[str]:
    return [] if word.startswith("#") else analysis.features(word)


def cosine(asked: Row, row: Row, weights: Weights, index: Index, *, answer: bool) -> float:
    """By the book: no lists, no estimates."""
    statistics = weights.bodies if answer else weights.wordings

    def vector(words: Row) -> dict[str, float]:
        spelt = [name for word, _ in words for name in letters(word)]
        means = [f"#{concept}" for _, concepts in words for concept in concepts]
        times = Counter(name for name in spelt + means if name[0] in "^#" or not answer)
        return {name: (1 + log(n)) * rarity(name) for name, n in times.items()}

    def rarity(name: str) -> float:
        number = index._shelver.lexicon.feature(name)
        scale = CONCEPT if name.startswith("#") else 1
        known = number is not None and number < len(statistics.idf)
        return float(statistics.idf[number]) if known else scale * statistics.unknown

    mine, theirs = vector(asked), vector(row)
    norms = sqrt(sum(x * x for x in mine.values()) * sum(x * x for x in theirs.values()))
    return sum(mine[name] * theirs.get(name, 0) for name in mine) / norms if norms else 0.0


@QUICK
@given(ENTRIES, TITLES)
def test_the_score_of_a_hit_is_exact(
    entries: list[tuple[list[str], list[str]]], question: str
) -> None:
    several = documents(entries)
    index = indexed(several)
    shelf = index._shelf
    segment = shelf.parts[0].segment
    words = shelf.speller.correct(analysis.words(question))
    asked, typed = asked_row(words), row_of(" ".join(words))
    for hit in index.search(question, limit=100):
        assert isinstance(hit.key, int)
        rows = [row_of(text) for text in segment.material.records[hit.key].wordings]
        answer = row_of(several[hit.key].body)
        near = [cosine(typed, row, shelf.weights, index, answer=False) for row in rows]
        voices = segment.consensus[segment.first[hit.key] : segment.first[hit.key + 1]]
        body = cosine(typed, answer, shelf.weights, index, answer=True)
        aligned = by_hand(asked, rows, answer, shelf.weights.roots, index)
        measures = np.array([voices @ near, body, *aligned])
        assert hit.score == pytest.approx(measures @ ranking.FINE, abs=1e-5)


def by_hand(
    asked: Row, rows: list[Row], answer: Row, roots: Statistics, index: Index
) -> tuple[float, float]:
    """The alignment, one pair of words at a time."""

    def weight(word: str) -> float:
        number = index._shelver.lexicon.root(word)
        idf = roots.unknown if number < 0 else float(roots.idf[number])
        return 0.0 if word.startswith("#") else telling(word) * (idf - 0.7)

    def share(meets: list[tuple[str, float]]) -> float:
        total = sum(weight(word) for word, _ in meets)
        return sum(weight(word) * like for word, like in meets) / (total or 1)

    def met(words: Row, others: Row) -> list[tuple[str, float]]:
        return [
            (one[0], max((likeness(one, other) for other in others), default=0)) for one in words
        ]

    different = list({word: (word, means) for word, means in asked}.values())
    both = [sqrt(share(met(different, row)) * share(met(row, different))) for row in rows]
    title = met(different, [one for row in rows for one in row])
    told = met(different, answer)
    whole = [
        (word, max(like, ANSWERED * other))
        for (word, like), (_, other) in zip(title, told, strict=True)
    ]
    return max(both), share(whole)


def likeness(one: tuple[str, set[int]], other: tuple[str, set[int]]) -> float:
    if one[0] == other[0]:
        return 1.0
    if "#" not in one[0] + other[0] and root(one[0]) == root(other[0]):
        return SAME_ROOT
    mine, theirs = letters(one[0]), letters(other[0])
    shared = len({*mine} & {*theirs})
    alike = shared / (sqrt(len({*mine}) * len(theirs)) or 1)
    return max(alike if alike >= ALIKE else 0, SAME_MEANING if one[1] & other[1] else 0)


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
    assert near <= set(lexicon.nearby.like(word, edits))


def test_an_entry_of_many_wordings_leaves_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "CANDIDATES", 20)
    popular = Document("popular", "parcel", wordings=tuple(f"parcel {n}" for n in range(300)))
    others = [Document(number, f"parcel {number} is late") for number in range(30)]
    index = indexed([popular, *others])
    assert len(index.search("where is my parcel", limit=20)) == 20
