"""Lift: how much more often the texts of a topic say the words of a question than all texts do.

What is close to a question votes on its topic; this is what all the others have to say, those
that no voter is among. Counted when asked, among what the asker may see: there is nothing to
keep in step, and nothing that a private document could give away.
"""

import numpy as np

from knowledge.search.look import Look
from knowledge.search.postings import Postings
from knowledge.search.query import Terms
from knowledge.search.ragged import Floats, Longs, Mask
from knowledge.search.shelf import Part
from knowledge.search.spellings import Spellings

DOUBT = 3.0
"""So many texts more, in every topic, which say a word as often as all texts do."""

MOST = 300  # texts that are counted of a word: among more, every second, third …


def lifts(seen: Look, documents: Longs) -> Floats:
    """For each topic, Π (p(word | topic) / p(word))^w over the words of the question.

    Topics are the numbers of their labels; `documents` says how many each has that were ranked.
    A word is said by its root or its meaning; what no text says counts for nothing. The w are
    the square roots of how telling the words are, their sum is one: naive Bayes, of a mean word.
    """
    terms = seen.asked.terms
    words, owners = _saying(terms, seen.shelf.spellings)
    texts, said = 2.0 * documents, np.zeros((len(terms), len(documents)))
    for part, allowed in zip(seen.shelf.parts, seen.allowed, strict=True):
        texts += _variants(part, allowed, len(documents))
        keys, times = _said(part, allowed, words, owners, len(documents))
        said += np.bincount(keys, times, said.size).reshape(said.shape)
    known = said.any(axis=1)
    rate = said[known].sum(axis=1, keepdims=True) / max(texts.sum(), 1)
    ratios = (said[known] / rate + DOUBT) / (texts + DOUBT)
    weights = np.sqrt(terms.weights) / (np.sqrt(terms.weights).sum() or 1)
    lifted: Floats = np.exp(weights[known] @ np.log(ratios))
    return lifted


def _saying(terms: Terms, spellings: Spellings) -> tuple[Longs, Longs]:
    """The words with the root or a meaning of a term, and the number of that term."""
    place = np.full(int(max(spellings.roots.max(initial=0), terms.roots.max(initial=0))) + 2, -1)
    place[terms.roots] = np.arange(len(terms))
    place[-1] = -1  # of the roots that no word has
    owners = place[spellings.roots]
    words = np.flatnonzero(owners >= 0)
    inside = terms.concepts.flat < len(spellings.holders)
    meant = spellings.holders.take(terms.concepts.flat[inside])
    meaning = terms.concepts.owners[inside][meant.owners]
    pairs = np.concatenate([owners[words] << 32 | words, meaning << 32 | meant.flat])
    pairs = np.unique(pairs)
    return pairs & 0xFFFFFFFF, pairs >> 32


def _variants(part: Part, allowed: Mask, topics: int) -> Floats:
    """How many texts each topic has beside a title and an answer for each document."""
    slots, rows = part.segment.crowded
    shown = allowed[slots]
    others = rows.lengths[shown] - 1.0
    return np.bincount(part.facets.topic[slots[shown]], others, topics).astype(np.float64)


def _said(
    part: Part, allowed: Mask, words: Longs, owners: Longs, topics: int
) -> tuple[Longs, Floats]:
    """Where `term · topics + topic` is said, and how many times."""
    rows, in_wordings, weights = _spread(part.segment.wordings, words, owners)
    answers, in_answers, more = _spread(part.segment.bodies, words, owners)
    slots = np.concatenate([_slots(part, rows), answers])
    keys = np.concatenate([in_wordings, in_answers]) * topics + part.facets.topic[slots]
    shown = allowed[slots]
    return keys[shown], np.concatenate([weights, more])[shown]


def _slots(part: Part, rows: Longs) -> Longs:
    if part.rows == len(part.segment):  # a wording each
        return rows
    slots: Longs = np.searchsorted(part.segment.first, rows, "right") - 1
    return slots


def _spread(postings: Postings, words: Longs, owners: Longs) -> tuple[Longs, Longs, Floats]:
    """Rows that have these words, evenly spread; whose word it is; how many a row stands for."""
    inside = words < len(postings.holders)
    words, owners = words[inside], owners[inside]
    edges = postings.holders.edges
    steps = 1 + postings.holders.lengths_of(words) // MOST
    bounds = zip(edges[words].tolist(), edges[words + 1].tolist(), steps.tolist(), strict=True)
    rows = [postings.holders.flat[start:end:step] for start, end, step in bounds]
    lengths = [len(some) for some in rows]
    flat = np.concatenate([postings.holders.flat[:0], *rows]).astype(np.int64)
    return flat, np.repeat(owners, lengths), np.repeat(steps, lengths).astype(np.float64)
