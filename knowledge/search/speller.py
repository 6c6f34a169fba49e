"""Speller: a word that nobody here writes becomes the nearest one that somebody does."""

from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.language import is_common
from knowledge.search.lexicon import Lexicon
from knowledge.search.ragged import Ints

SHORTEST = 4  # shorter words are kept: too many neighbours
LONG = 8  # from here on, two edits are forgiven
REMEMBERED = 10_000  # corrections; then it starts again
ATTEMPTS = 40  # words corrected in one question; the rest of a pasted page stays as it is


class Speller:
    """Corrects against a fixed vocabulary; make a new one when the vocabulary changes.

    A word that stands anywhere is kept, so that a confirmed question finds itself; only words
    that people wrote in an entry, and terms of the thesaurus, replace others, so that its typos
    do not spread. A common word that nobody wrote here is a word all the same.
    """

    def __init__(self, lexicon: Lexicon, frequency: Ints) -> None:
        """`frequency` has two lines: documents where people wrote the word, and any documents."""
        self._lexicon = lexicon
        self._written, self._anywhere = frequency
        self._corrected: dict[str, str] = {}

    def _count(self, word: str, documents: Ints) -> int:
        number = self._lexicon.word(word)
        return int(documents[number]) if number is not None and number < len(documents) else 0

    def correct(self, words: list[str]) -> list[str]:
        attempts = 0
        corrected = []
        for word in words:
            if self._doubtful(word) and attempts < ATTEMPTS:
                attempts += word not in self._corrected
                word = self._nearest(word)
            corrected.append(word)
        return corrected

    def _doubtful(self, word: str) -> bool:
        """Neither known here nor a word that people know. Codes have digits: never corrected."""
        if len(word) < SHORTEST or not word.isalpha() or self._count(word, self._anywhere):
            return False
        return not (is_common(word) or self._lexicon.thesaurus.knows(word))

    def _nearest(self, word: str) -> str:
        """Fewer edits first, then the same first letter, the more frequent, the alphabet."""
        known = self._corrected.get(word)
        if known is None:
            ranked = [
                (edits, near[0] != word[0], -self._count(near, self._written), near)
                for near, edits in self._neighbours(word)
            ]
            known = min(ranked)[-1] if ranked else word
            if len(self._corrected) >= REMEMBERED:
                self._corrected.clear()
            self._corrected[word] = known
        return known

    def _neighbours(self, word: str) -> Iterator[tuple[str, int]]:
        reach = 1 if len(word) < LONG else 2
        choices = [
            *(near for near in self._lexicon.nearby.like(word, reach) if self._is_written(near)),
            *self._lexicon.thesaurus.like(word, reach),
        ]
        near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=reach, limit=None)
        yield from ((choice, int(edits)) for choice, edits, _ in near if choice.isalpha())

    def _is_written(self, word: str) -> bool:
        return self._count(word, self._written) > 0
