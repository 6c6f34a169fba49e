"""Prototype: wordings that say the same share one voice."""

import numpy as np
import pytest

from knowledge.search.index import Document, Index
from knowledge.search.postings import count, weighed
from knowledge.search.prototype import RIDGE


def voices(*wordings: str) -> list[float]:
    index = Index()
    first, *others = wordings
    index.put([Document(1, first, wordings=tuple(others)), Document(2, "something else")])
    return list(index._shelf.parts[0].segment.consensus[: len(wordings)])


def test_one_wording_speaks_alone() -> None:
    assert voices("where is my parcel") == [pytest.approx(1 / (1 + RIDGE))]


def test_two_that_share_nothing_speak_fully() -> None:
    assert voices("where parcel", "dzvik") == [pytest.approx(1 / (1 + RIDGE))] * 2


def test_two_that_say_the_same_share_one_voice() -> None:
    assert voices("my parcel", "MY parcel!") == [pytest.approx(1 / (2 + RIDGE))] * 2


def test_the_weights_solve_the_ridge_equation() -> None:
    wordings = ("where is my parcel", "my parcel is late", "track a late delivery", "parcel")
    index = Index()
    index.put([Document(1, wordings[0], wordings=wordings[1:]), Document(2, "refund please")])
    shelf = index._shelf
    segment, weights = shelf.parts[0].segment, shelf.weights.wordings
    counts = count(segment.wordings.lists, index._shelver.lexicon.features())
    table = np.zeros((counts.height, len(weights.idf)))
    table[counts.rows, counts.features] = weighed(counts, weights)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    cosines = (table @ table.T)[:4, :4]
    expected = np.linalg.solve(cosines + RIDGE * np.eye(4), np.ones(4))
    assert segment.consensus[:4] == pytest.approx(expected, abs=1e-5)
