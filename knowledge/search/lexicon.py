"""Lexicon: numbers for the words and features ever seen. It only grows, so readers need no lock."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import count, islice

import numpy as np

from knowledge.search import analysis
from knowledge.search.language import commonness, root
from knowledge.search.nearby import Nearby
from knowledge.search.ragged import (
    Floats,
    Ints,
    Ragged,
    Singles,
    blocks,
    edges_of,
    joined,
    ragged,
)
from knowledge.search.spotting import spotted
from knowledge.search.thesaurus import Thesaurus, general
from knowledge.search.trie import NO_STEM

CONCEPT = 1.4
"""What a meaning in common weighs, as a share of what three letters in common weigh."""

MOST_COMMON = 8.0  # on the Zipf scale: no word is
LEAST_TELLING = 0.5  # of that scale, for the commonest words


class Forms(defaultdict[str, int]):
    """The written forms of words ("Compte," is the word "compte"), numbered as they come."""

    def __init__(self) -> None:
        super().__init__(count().__next__)
        self._spelt: list[list[int]] = []

    def through(self, spell: Callable[[str], list[int]]) -> Ragged:
        """How each is spelt, asked once of each."""
        self._spelt.extend(map(spell, islice(self, len(self._spelt), None)))
        return ragged(self._spelt)


class Lexicon:
    """A phrase of the thesaurus is one word more, of no letters: only its meaning counts."""

    def __init__(self, thesaurus: Thesaurus | None = None) -> None:
        self.thesaurus = thesaurus or general()
        self.nearby = Nearby()
        self._words: dict[str, int] = {}
        self._features: dict[str, int] = {}
        self._scales = array("f")
        self._flat = array("i")
        self._edges = array("q", [0])
        self._gists = array("q")  # where a word's features begin that are not three letters
        self._letters = array("i")
        self._roots: dict[str, int] = {}
        self._root_of = array("i")
        self._telling = array("f")
        self._tries = self.thesaurus.tries
        self._stems = [array("i") for _ in self._tries]

    def numbers(self, texts: Iterable[str], forms: Forms | None = None) -> Ragged:
        """The words of each text, new ones included from now on; its phrases after them.

        Each written form is spelt once, however often it comes, also in texts that were read before
        with the same `forms`. Most of the time to index anything goes by here.
        """
        forms = Forms() if forms is None else forms
        written, edges = array("i"), array("q", [0])
        for text in texts:
            written.extend(map(forms.__getitem__, text.split()))
            edges.append(len(written))
        as_written = Ragged(np.frombuffer(written, np.int32), np.frombuffer(edges, np.int64))
        spelt = forms.through(self._spell)
        return self._with_phrases(joined([some.through(spelt) for _, some in blocks(as_written)]))

    def _spell(self, form: str) -> list[int]:
        return [self._number(word) for word in analysis.words(form)]

    def _number(self, word: str) -> int:
        number = self._words.get(word)
        if number is None:
            number = self._words[word] = len(self._words)
            self._learn(word)
        return number

    def _learn(self, word: str) -> None:
        letters = analysis.features(word)
        self._gists.append(len(self._flat) + len(letters) - 1)
        self._know(letters, self.thesaurus.concepts(word))
        self._root_of.append(self._roots.setdefault(root(word), len(self._roots)))
        self._telling.append(telling(word))
        self._stem(self.thesaurus.stems(word))
        self.nearby.add(word)

    def _know(self, letters: Sequence[str], concepts: Sequence[int]) -> None:
        self._letters.append(len(letters))
        self._flat.extend(self._feature(name, 1) for name in letters)
        self._flat.extend(self._feature(sense(concept), CONCEPT) for concept in concepts)
        self._edges.append(len(self._flat))

    def _stem(self, numbers: Sequence[int]) -> None:
        for stems, number in zip(self._stems, numbers, strict=True):
            stems.append(number)

    def _feature(self, name: str, scale: float) -> int:
        if name not in self._features:
            self._features[name] = len(self._features)
            self._scales.append(scale)
        return self._features[name]

    def _with_phrases(self, texts: Ragged) -> Ragged:
        stems = [np.array(numbers, np.int32) for numbers in self._stems]
        owners, concepts = spotted(texts, stems, self._tries)
        edges = texts.edges
        flat = np.insert(texts.flat, edges[owners + 1], self._phrases(concepts))
        more = np.bincount(owners, minlength=len(texts))
        return Ragged(flat, edges + edges_of(more))

    def _phrases(self, concepts: Ints) -> Ints:
        """The phrase that is each concept, numbered in the order in which they first come."""
        different, first = np.unique(concepts, return_index=True)
        phrase = np.zeros(int(concepts.max(initial=-1)) + 1, np.int32)
        for concept in different[np.argsort(first)].tolist():
            phrase[concept] = self._phrase(concept)
        return phrase[concepts]

    def _phrase(self, concept: int) -> int:
        name = sense(concept)
        number = self._words.get(name)
        if number is None:
            number = self._words[name] = len(self._words)
            self._gists.append(len(self._flat))
            self._know((), (concept,))
            self._root_of.append(self._roots.setdefault(name, len(self._roots)))
            self._telling.append(0)
            self._stem([NO_STEM] * len(self._tries))
        return number

    def word(self, word: str) -> int | None:
        return self._words.get(word)

    def feature(self, name: str) -> int | None:
        return self._features.get(name)

    def root(self, word: str) -> int:
        """The number of a word's root, or one that no word has."""
        return self._roots.get(root(word), -1)

    @property
    def size(self) -> int:
        return len(self._words)

    @property
    def breadth(self) -> int:
        """How many features there are."""
        return len(self._features)

    @property
    def scales(self) -> Floats:
        """What each feature weighs beside the others."""
        return np.array(self._scales, np.float64)

    @property
    def roots(self) -> Ints:
        """For each word, the number of its root."""
        return np.array(self._root_of, np.int32)

    @property
    def letters(self) -> Ints:
        """For each word, how many features it has of three letters, its prefix included."""
        return np.array(self._letters, np.int32)

    @property
    def tellings(self) -> Singles:
        """For each word, how telling it is where nothing is known of the documents."""
        return np.array(self._telling, np.float32)

    def features(self) -> Ragged:
        """For each word: three letters at a time, its prefix, what it means."""
        edges = np.array(self._edges, np.int64)  # first: the other may grow meanwhile
        return Ragged(np.array(self._flat, np.int32), edges)

    def gists(self) -> Ragged:
        """For each word, its prefix and what it means."""
        features = self.features()
        starts = np.array(self._gists, np.int64)[: len(features)]
        lengths = features.edges[1:] - starts
        shift = np.repeat(starts - (edges := edges_of(lengths))[:-1], lengths)
        return Ragged(features.flat[shift + np.arange(edges[-1])], edges)


def sense(concept: int) -> str:
    """The name of the feature, and of the phrase, that is a concept."""
    return f"#{concept}"


def telling(word: str) -> float:
    """From 0.1 for the commonest words of French and English to 1.4 for the rare ones."""
    return max(MOST_COMMON - commonness(word), LEAST_TELLING) / 4
