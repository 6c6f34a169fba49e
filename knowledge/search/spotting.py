"""Spotting: the phrases of the thesaurus in many texts at once, their words as numbers."""

from collections.abc import Iterator, Sequence

import numpy as np

from knowledge.search.ragged import Ints, Longs, Ragged, blocks, distinct
from knowledge.search.trie import ROOT, Trie

LOW = 0xFFFFFFFF


def spotted(texts: Ragged, stems: Sequence[Ints], tries: Sequence[Trie]) -> tuple[Longs, Ints]:
    """What the phrases of each text mean: texts in order and concepts in order, each pair once.

    `stems` gives, for each of the `tries`, the number that the stem of each word has there.
    """
    found = [np.zeros(0, np.int64)]
    for start, some in blocks(texts):
        walked = [_walked(some, numbers, trie) for numbers, trie in zip(stems, tries, strict=True)]
        pairs, _ = distinct(np.concatenate([np.zeros(0, np.int64), *walked]))
        found.append((start << 32) + pairs)
    every = np.concatenate(found)
    return every >> 32, (every & LOW).astype(np.int32)


def _walked(texts: Ragged, stem_of: Ints, trie: Trie) -> Longs:
    """The pairs of a text and a concept, those of longer phrases after those of shorter ones."""
    stems = stem_of[texts.flat]
    places = trie.openings(stems)
    owners = np.searchsorted(texts.edges, places, side="right") - 1
    walk = _walk(places, texts.edges[owners + 1], stems, trie)
    return np.concatenate(
        [np.zeros(0, np.int64), *(_said(owners[which], nodes, trie) for which, nodes in walk)]
    )


def _walk(places: Longs, ends: Longs, stems: Ints, trie: Trie) -> Iterator[tuple[Longs, Longs]]:
    """From each place as far as its text goes, one word further each time: which ones, where to."""
    which, nodes = np.arange(len(places)), np.full(len(places), ROOT)
    while len(which):
        leads, nodes = trie.steps(nodes, stems[places[which]])
        which = which[leads]
        yield which, nodes
        places = places + 1
        inside = places[which] < ends[which]
        which, nodes = which[inside], nodes[inside]


def _said(owners: Longs, nodes: Longs, trie: Trie) -> Longs:
    said = trie.meant.take(nodes)
    return owners[said.owners] << 32 | said.flat
