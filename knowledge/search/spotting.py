"""Spotting: the phrases of the thesaurus in texts whose words are numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.ragged import Ints, Longs, Mask, Ragged, distinct, ragged
from knowledge.search.thesaurus import Thesaurus

LOW = 0xFFFFFFFF


@dataclass(frozen=True)
class Begun:
    """Places where a phrase may have begun, with the row of words from there up to here."""

    places: Longs
    ends: Longs  # where the text ends that it is in
    owners: Longs  # which text that is
    rows: Longs  # the number of the row, the same for the same words

    def of(self, some: Mask | Longs, rows: Longs) -> "Begun":
        return Begun(self.places[some], self.ends[some], self.owners[some], rows)


def spotted(
    texts: Ragged, spelt: Sequence[str], begins: Mask, follows: Mask, thesaurus: Thesaurus
) -> tuple[Longs, Ints]:
    """What the phrases of each text mean: texts in order and concepts in order, each pair once.

    `spelt`, `begins` and `follows` are by word: how it is written, whether it may be the first
    word of a phrase, and whether it may be the second. Rows of words are looked up once, however
    often they come, and grow by one word at a time while a phrase goes on like that.
    """
    begun, rows = _begun(texts, begins, follows), [(word,) for word in spelt]
    found = [np.zeros(0, np.int64)]
    length = 1
    while len(begun.places):
        begun, rows = _grown(begun, rows, length, texts.flat, spelt, thesaurus)
        means = ragged([thesaurus.together(row) for row in rows])
        said = means.take(begun.rows)
        found.append(begun.owners[said.owners] << 32 | said.flat)
        goes_on = np.array([thesaurus.goes_on(row) for row in rows], np.bool_)[begun.rows]
        begun = begun.of(goes_on, begun.rows[goes_on])
        length += 1
    pairs, _ = distinct(np.concatenate(found))
    return pairs >> 32, (pairs & LOW).astype(np.int32)


def _begun(texts: Ragged, begins: Mask, follows: Mask) -> Begun:
    flat = texts.flat
    places = np.flatnonzero(begins[flat[:-1]] & follows[flat[1:]])
    owners = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(places, texts.edges)))
    return Begun(places, texts.edges[owners + 1], owners, flat[places].astype(np.int64))


def _grown(
    begun: Begun,
    rows: Sequence[tuple[str, ...]],
    length: int,
    flat: Ints,
    spelt: Sequence[str],
    thesaurus: Thesaurus,
) -> tuple[Begun, list[tuple[str, ...]]]:
    """One word further, where the text has one and the thesaurus something of the sort."""
    inside = np.flatnonzero(begun.places + length < begun.ends)
    pairs = begun.rows[inside] << 32 | flat[begun.places[inside] + length]
    different, _ = distinct(pairs)
    longer = [(*rows[pair >> 32], spelt[pair & LOW]) for pair in different.tolist()]
    known = np.array([thesaurus.has(row) for row in longer], np.bool_)
    different = different[known]
    numbers = np.searchsorted(different, pairs)
    there = numbers < len(different)
    there[there] = different[numbers[there]] == pairs[there]
    kept = [row for row, is_known in zip(longer, known.tolist(), strict=True) if is_known]
    return begun.of(inside[there], numbers[there]), kept
