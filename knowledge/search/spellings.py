"""Spellings: the features of each word, and how much a question has in common with each word."""

from dataclasses import dataclass, replace

import numpy as np

from knowledge.search.lexicon import Lexicon
from knowledge.search.ragged import Floats, Ints, Longs, Ragged, Singles, edges_of, turned

EMPTY = np.zeros(0, np.int32)
GROWTH = 0.1  # share of new words at which the features are turned around anew


@dataclass(frozen=True)
class Affinity:
    """What a question has in common with each feature (both idf included), and with each word."""

    features: Floats
    words: Singles


@dataclass(frozen=True)
class Spellings:
    """The words of a shelf, frozen."""

    features: Ragged  # of each word
    letters: Ints  # how many of them are letters: three at a time, and the prefix
    roots: Ints  # the number of each word's root
    telling: Singles  # how telling each word is
    holders: Ragged  # of each feature, the words that have it …
    turned: int  # … among the first so many
    breadth: int  # how many features there are

    def affinity(self, features: Longs, weights: Floats) -> Affinity:
        """For each word, the sum of the weights of its features.

        Most words share nothing with a question, so the few features it has are gone through,
        not the many words there are.
        """
        table = np.zeros(self.breadth)
        known = features < self.breadth
        features, weights = features[known], weights[known]
        table[features] = weights
        words = np.zeros(len(self.features), np.float32)
        held = features < len(self.holders)
        self.holders.spread(features[held], weights[held], words)
        late = self.features.take(np.arange(self.turned, len(self.features)))
        words[self.turned :] += np.bincount(late.owners, table[late.flat], len(late))
        return Affinity(table, words)

    def grown(self, lexicon: Lexicon) -> "Spellings":
        """With the words that were learned since."""
        features, breadth = lexicon.features(), lexicon.breadth
        if len(features) > (1 + GROWTH) * self.turned:
            self = replace(self, holders=turned(features, breadth), turned=len(features))
        return replace(
            self,
            features=features,
            letters=lexicon.letters[: len(features)],
            roots=lexicon.roots[: len(features)],
            telling=lexicon.tellings[: len(features)],
            breadth=breadth,
        )


NONE = Ragged(EMPTY, edges_of(EMPTY))
NO_WORDS = Spellings(NONE, EMPTY, EMPTY, EMPTY.astype(np.float32), NONE, 0, 0)
