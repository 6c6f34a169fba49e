"""Doubt: which documents the others seem to take for another topic's, all of them at one look.

Asking the index about each document takes milliseconds, seconds for thousands. This compares the
roots of all their words at once, and roughly: it says which ones to ask about first. Among 3,000
public questions of 300 topics, of the 32 of which another topic is sure (a mean of three draws)
seven in ten are among its first 100, and almost nine in ten among its first 300.
"""

from dataclasses import dataclass

import numpy as np

from knowledge.search.documents import Key
from knowledge.search.facets import NONE, Labels, facets
from knowledge.search.lexicon import Lexicon
from knowledge.search.ragged import Floats, Ints, Longs, Ragged, between, distinct, edges_of
from knowledge.search.segment import joined_material
from knowledge.search.shelf import Shelf

AT_ONCE = 250  # wordings that are compared with all others at a time
COMMON = 0.1  # a root in more of the wordings says nothing
NOTHING = 1e-9  # instead of no votes at all


@dataclass(frozen=True)
class _Words:
    """The roots of each wording, by wording, and how telling each is there.

    `holders` are the places of each root in turn, from its edge to the next.
    """

    rows: Longs
    roots: Longs
    weights: Floats
    holders: Longs
    edges: Longs


def doubtful(shelf: Shelf, lexicon: Lexicon, labels: Labels) -> list[Key]:
    """All documents, first those that another topic is likeliest to be sure of."""
    material = joined_material([part.living for part in shelf.parts])
    if not len(material.wordings):
        return []
    owners = np.repeat(np.arange(len(material.records)), np.diff(material.first))
    topics = facets(material.records, labels).topic[owners]
    order = np.argsort(topics, kind="stable")
    wordings = material.wordings.take(order)
    said = _words(Ragged(lexicon.roots[wordings.flat], wordings.edges))
    doubts = np.zeros(len(material.records))
    np.maximum.at(doubts, owners[order], _doubts(said, topics[order]))
    best = np.argsort(-doubts, kind="stable")
    return [material.records[slot].key for slot in best.tolist()]


def _words(roots: Ragged) -> _Words:
    keys, _ = distinct(roots.owners << 32 | roots.flat)
    rows, numbers = keys >> 32, keys & 0xFFFFFFFF
    times = np.bincount(numbers)
    weights = np.log(len(roots) / np.maximum(times, 1))[numbers]
    norms = np.sqrt(np.bincount(rows, weights * weights, len(roots)))
    telling = times[numbers] <= max(COMMON * len(roots), 1 / COMMON)
    weights /= np.maximum(norms, NOTHING)[rows]
    rows, numbers, weights = rows[telling], numbers[telling], weights[telling]
    holders, edges = np.argsort(numbers, kind="stable"), edges_of(np.bincount(numbers))
    return _Words(rows, numbers, weights, holders, edges)


def _doubts(said: _Words, topics: Ints) -> Floats:
    """For each wording, in order of topics, how sure another one could be, were it not there.

    √(best cosine · share of the votes), each a cosine⁴ / (wordings of the topic)^0.4.
    """
    edges = np.flatnonzero(np.diff(topics, prepend=NONE - 1))
    own = np.searchsorted(topics[edges], topics)
    sizes = np.diff(edges, append=len(topics)) ** 0.4
    doubts = np.zeros(len(topics))
    for start in range(0, len(topics), AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, len(topics)))
        cosines = _cosines(said, rows, len(topics))
        lines = rows - start
        cosines[lines, rows] = 0
        closest = np.maximum.reduceat(cosines, edges, axis=1)
        np.square(np.square(cosines, out=cosines), out=cosines)
        votes = np.add.reduceat(cosines, edges, axis=1) / sizes
        shares = votes / np.maximum(votes.sum(axis=1, keepdims=True), NOTHING)
        shares[lines, own[rows]] = 0
        doubts[rows] = np.sqrt(closest * shares).max(axis=1)
    return doubts


def _cosines(said: _Words, rows: Longs, height: int) -> Floats:
    """Of these wordings, a line each, with all wordings."""
    asked = slice(*np.searchsorted(said.rows, [rows[0], rows[-1] + 1]))
    places, bounds = between(said.edges, said.roots[asked])
    others, lengths = said.holders[places], np.diff(bounds)
    lines = np.repeat(said.rows[asked] - rows[0], lengths)
    products = np.repeat(said.weights[asked], lengths) * said.weights[others]
    flat = np.bincount(lines * height + said.rows[others], products, len(rows) * height)
    return flat.astype(np.float64, copy=False).reshape(len(rows), height)
