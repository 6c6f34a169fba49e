"""Alignment: word by word, how much of a question an entry says, and of a wording the question.

Each word of the one side meets the word of the other that is most like it: the same word, the same
root, a meaning in common, or letters in common. What the words weigh is how rare they are here and
in the language. After Corley and Mihalcea, 2005, *Measuring the semantic similarity of texts*.
"""

from dataclasses import dataclass

import numpy as np

from knowledge.search.query import Terms, rarity
from knowledge.search.ragged import Floats, Ints, Longs, Ragged, Singles
from knowledge.search.segment import Segment, Weights
from knowledge.search.spellings import Spellings

SAME_ROOT = 0.95
SAME_MEANING = 0.75
ALIKE = 0.4  # the least cosine of letters that counts
ANSWERED = 0.8  # what a word said in the answer counts beside one said in the question


@dataclass(frozen=True)
class Alignment:
    """For each entry, from 0 to 1."""

    wording: Floats  # √(share of the question said × share of the wording asked), its best one
    whole: Floats  # share of the question that the entry says anywhere


@dataclass(frozen=True)
class Likeness:
    """How much each word of the vocabulary is like each word of a question."""

    places: Ints  # of a word, its line; the first line is for all that are like none
    lines: Singles

    def of(self, words: Ints) -> Singles:
        table: Singles = self.lines[self.places[words]]
        return table


def align(
    segment: Segment,
    slots: Longs,
    wordings: Ragged,
    terms: Terms,
    spellings: Spellings,
    weights: Weights,
) -> Alignment:
    """Align these entries with the question. `wordings` are the rows of each."""
    rows = segment.material.wordings.take(wordings.flat)
    answers = segment.material.bodies.take(slots)
    likeness = _likeness(np.concatenate([rows.flat, answers.flat]), terms, spellings)
    said = _best(rows, likeness)
    both = np.sqrt((said @ terms.weights) * _asked(rows, likeness, spellings, weights))
    first = wordings.edges[:-1]
    anywhere = np.maximum(
        np.maximum.reduceat(said, first, axis=0), ANSWERED * _best(answers, likeness)
    )
    return Alignment(np.maximum.reduceat(both, first), anywhere @ terms.weights)


def _likeness(words: Ints, terms: Terms, spellings: Spellings) -> Likeness:
    present = np.zeros(len(spellings.roots), np.bool_)
    present[words] = True
    different = np.flatnonzero(present)
    lines = _lines(different, terms, spellings)
    like = lines.any(axis=1)
    places = np.zeros(len(present), np.int32)
    places[different[like]] = np.arange(1, int(like.sum()) + 1)
    nothing = np.zeros((1, len(terms)), np.float32)
    return Likeness(places, np.concatenate([nothing, lines[like]]))


def _lines(words: Longs, terms: Terms, spellings: Spellings) -> Singles:
    features = spellings.features.take(words)
    shared = _shared(features, terms.letters, spellings.breadth)
    sizes = np.sqrt(np.outer(spellings.letters[words], terms.sizes)).astype(np.float32)
    lines = np.divide(shared, sizes, out=np.zeros_like(shared), where=sizes > 0)
    lines[lines < ALIKE] = 0
    meant = _shared(features, terms.concepts, spellings.breadth) > 0
    lines = np.maximum(lines, SAME_MEANING * meant)
    same_root = spellings.roots[words][:, None] == terms.roots[None, :]
    lines = np.maximum(lines, SAME_ROOT * same_root)
    lines[words[:, None] == terms.numbers[None, :]] = 1
    np.minimum(lines, 1, out=lines)
    result: Singles = lines.astype(np.float32)
    return result


def _shared(features: Ragged, of_terms: Ragged, breadth: int) -> Singles:
    """How many of its features each word shares with each word of the question."""
    asked = np.unique(of_terms.flat)
    asked = asked[asked < breadth]
    places = np.zeros(breadth, np.int32)
    places[asked] = np.arange(1, len(asked) + 1)
    table = np.zeros((len(asked) + 1, len(of_terms)), np.float32)
    inside = of_terms.flat < breadth
    table[places[of_terms.flat[inside]], of_terms.owners[inside]] = 1
    return _sums(table, places[features.flat], features)


def _sums(table: Singles, lines: Ints, lists: Ragged) -> Singles:
    """Sum the lines of a table for each list; most lines are the empty first one."""
    telling = np.flatnonzero(lines)
    sums = np.zeros((len(lists), table.shape[1]), np.float32)
    owners, starts = _runs(lists, telling)
    if len(starts):
        sums[owners] = np.add.reduceat(table[lines[telling]], starts, axis=0)
    return sums


def _best(lists: Ragged, likeness: Likeness) -> Singles:
    """For each list of words, the best likeness to each word of the question."""
    lines = likeness.places[lists.flat]
    telling = np.flatnonzero(lines)
    best = np.zeros((len(lists), likeness.lines.shape[1]), np.float32)
    owners, starts = _runs(lists, telling)
    if len(starts):
        table = likeness.lines[lines[telling]]
        best[owners] = np.maximum.reduceat(table, starts, axis=0)
    return best


def _runs(lists: Ragged, places: Longs) -> tuple[Longs, Longs]:
    """The lists that these places are in, and where each of them begins among the places."""
    owners = np.searchsorted(lists.edges, places, side="right") - 1
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    return owners[starts], starts


def _asked(rows: Ragged, likeness: Likeness, spellings: Spellings, weights: Weights) -> Floats:
    """For each wording, the share of it that the question asks for."""
    telling = spellings.telling[rows.flat] * rarity(spellings.roots[rows.flat], weights.roots)
    meets = likeness.of(rows.flat).max(axis=1, initial=0)
    total = np.bincount(rows.owners, telling, len(rows))
    found = np.bincount(rows.owners, telling * meets, len(rows))
    shares: Floats = np.divide(found, total, out=np.zeros(len(rows)), where=total > 0)
    return shares
