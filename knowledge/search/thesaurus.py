"""Thesaurus: words and short phrases that mean the same, in French and English.

A group of them is a concept. `concepts/*.txt` has a general vocabulary, one concept a line, the
French terms before the bar and the English ones after it; a workspace adds its own jargon.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from knowledge.search.analysis import fold, words
from knowledge.search.language import LANGUAGES, stem
from knowledge.search.nearby import Nearby

FOLDER = Path(__file__).parent / "concepts"
LONGEST = 4  # words of a phrase
SPELT = 4  # letters from which a single word may be what a typo was meant to be

Stems = tuple[str, ...]
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
        self._phrases: dict[tuple[str, str], dict[Stems, list[int]]] = defaultdict(dict)
        self._openings: set[tuple[str, Stems]] = set()
        self._rows: set[tuple[str, Stems]] = set()  # the openings and the whole phrases
        self._seconds: set[tuple[str, str]] = set()
        for group in groups:
            self._add(group)

    def _add(self, group: dict[str, Sequence[str]]) -> None:
        for language, terms in group.items():
            for spelt in map(words, terms):
                if 0 < len(spelt) <= LONGEST:
                    self._term(language, spelt)
        self.size += 1

    def _term(self, language: str, spelt: list[str]) -> None:
        first, *others = (stem(word, language) for word in spelt)
        if others:
            concepts = self._phrases[language, first].setdefault(tuple(others), [])
            row = (first, *others)
            self._openings.update((language, row[:length]) for length in range(1, len(row)))
            self._rows.update((language, row[:length]) for length in range(1, len(row) + 1))
            self._seconds.add((language, others[0]))
        else:
            concepts = self._single[language, first]
            if len(spelt[0]) >= SPELT and spelt[0] not in self._words:
                self._words.add(spelt[0])
                self.nearby.add(spelt[0])
        if self.size not in concepts:
            concepts.append(self.size)

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

    def begins(self, word: str) -> bool:
        """Whether a phrase may begin with it."""
        return self.goes_on((word,))

    def follows(self, word: str) -> bool:
        """Whether it may be the second word of a phrase."""
        own = any((language, stem(word, language)) in self._seconds for language in LANGUAGES)
        return own or bool(self._base and self._base.follows(word))

    def goes_on(self, row: Sequence[str]) -> bool:
        """Whether a phrase may begin with these words and have more."""
        own = any((language, _stems(row, language)) in self._openings for language in LANGUAGES)
        return own or bool(self._base and self._base.goes_on(row))

    def together(self, row: Sequence[str]) -> list[int]:
        """What these words mean as a phrase, if they are one."""
        stems = [(language, _stems(row, language)) for language in LANGUAGES]
        own = (self._phrases.get((one, each[0]), {}).get(each[1:], ()) for one, each in stems)
        return [*chain.from_iterable(own), *(self._base.together(row) if self._base else ())]

    def has(self, row: Sequence[str]) -> bool:
        """Whether these words are a phrase, or the first ones of a phrase."""
        own = any((language, _stems(row, language)) in self._rows for language in LANGUAGES)
        return own or bool(self._base and self._base.has(row))

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
        for language in LANGUAGES:
            known = self._phrases.get((language, stem(spelt[0], language)))
            if known:
                others = tuple(stem(word, language) for word in spelt[1:])
                for length in range(1, len(others) + 1):
                    if others[:length] in known:
                        yield length + 1, known[others[:length]]


def _stems(row: Sequence[str], language: str) -> Stems:
    return tuple([stem(word, language) for word in row])


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
