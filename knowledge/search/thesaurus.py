"""Thesaurus: words and short phrases that mean the same, in French and English.

A group of them is a concept. `concepts/*.txt` has a general vocabulary, one concept a line, the
French terms before the bar and the English ones after it; a workspace adds its own jargon.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from knowledge.search.analysis import fold, words
from knowledge.search.language import LANGUAGES, stem
from knowledge.search.nearby import Nearby
from knowledge.search.trie import Trie

FOLDER = Path(__file__).parent / "concepts"
LONGEST = 4  # words of a phrase
SPELT = 4  # letters from which a single word may be what a typo was meant to be

Phrase = tuple[int, int, list[int]]
"""Where it begins, how many words it has, what it means."""

Groups = Iterable[dict[str, Sequence[str]]]


class Thesaurus:
    """Concepts by the stems of their terms. Terms of `groups` stand under their language."""

    def __init__(self, groups: Groups, *, base: "Thesaurus | None" = None) -> None:
        self.size: int = base.size if base else 0
        self.nearby = Nearby()
        self._base = base
        self._words: set[str] = set()
        self._single: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._phrases = {language: Trie() for language in LANGUAGES}
        for group in groups:
            self._add(group)

    def _add(self, group: dict[str, Sequence[str]]) -> None:
        for language, terms in group.items():
            for spelt in map(words, terms):
                if 0 < len(spelt) <= LONGEST:
                    self._term(language, spelt)
        self.size += 1

    def _term(self, language: str, spelt: list[str]) -> None:
        if len(spelt) > 1:
            self._phrases[language].add([stem(word, language) for word in spelt], self.size)
            return
        (word,) = spelt
        concepts = self._single[language, stem(word, language)]
        if self.size not in concepts:
            concepts.append(self.size)
        if len(word) >= SPELT and word not in self._words:
            self._words.add(word)
            self.nearby.add(word)

    def knows(self, word: str) -> bool:
        """Whether it is a term by itself, as it is written."""
        return word in self._words or bool(self._base and self._base.knows(word))

    def like(self, word: str, edits: int) -> list[str]:
        """Terms that may be within so many edits of a word."""
        return self.nearby.like(word, edits) + (self._base.like(word, edits) if self._base else [])

    def concepts(self, word: str) -> list[int]:
        """What a word may mean, in either language."""
        own = [
            concept
            for language in LANGUAGES
            for concept in self._single.get((language, stem(word, language)), ())
        ]
        return sorted({*own, *(self._base.concepts(word) if self._base else ())})

    @property
    def tries(self) -> list[Trie]:
        """The phrases: the general ones of each language, then those of the workspace."""
        return [*(self._base.tries if self._base else ()), *self._phrases.values()]

    def stems(self, word: str) -> list[int]:
        """The number of its stem in each of the tries."""
        own = [trie.number(stem(word, language)) for language, trie in self._phrases.items()]
        return [*(self._base.stems(word) if self._base else ()), *own]

    def phrases(self, spelt: Sequence[str]) -> list[Phrase]:
        """Each phrase in a row of words."""
        return [
            (start, length, concepts)
            for start in range(len(spelt) - 1)
            for length, concepts in self.at(spelt[start : start + LONGEST])
        ]

    def at(self, spelt: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """The phrases that a row of words begins with: their length, what they mean."""
        if self._base:
            yield from self._base.at(spelt)
        for language, trie in self._phrases.items():
            yield from trie.along([stem(word, language) for word in spelt])


@cache
def general() -> Thesaurus:
    """The vocabulary that comes with the project."""
    return Thesaurus(group for file in sorted(FOLDER.glob("*.txt")) for group in _read(file))


def with_jargon(synonyms: Iterable[Sequence[str]]) -> Thesaurus:
    """The general vocabulary and a workspace's own; nobody knows the language of its terms."""
    groups = [dict.fromkeys(LANGUAGES, terms) for terms in synonyms]
    return Thesaurus(groups, base=general()) if groups else general()


def _read(file: Path) -> Iterator[dict[str, Sequence[str]]]:
    for line in fold(file.read_text(encoding="utf-8")).split("\n"):
        if line and not line.startswith("#"):
            french, english = line.split("|")
            yield {"fr": french.split(","), "en": english.split(",")}
