"""Places: countries, continents and languages of a question, by the names CLDR has for them."""

from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale

from knowledge.search.analysis import words
from knowledge.search.language import LANGUAGES

LONGEST = 4
CONTINENTS = frozenset({"002", "005", "009", "142", "150"})
AMBIGUOUS = frozenset({"RE", "TR", "TD", "JE", "IM", "NE", "GN"})
"""« la réunion », a turkey, a man … mean something else as often as the place."""

LETTERS = 4  # of the name of a language; shorter ones are other words too
NO_LANGUAGE = frozenset({"cree", "polish"})
ENDINGS = ("", "e", "s", "es", "ne", "nes")  # « une version italienne »

MORE = {"uk": "GB", "england": "GB", "angleterre": "GB", "usa": "US", "etats unis d amerique": "US"}


def places(said: Sequence[str]) -> frozenset[str]:
    """The codes of those among folded words."""
    known = _countries()
    several = (known.get(name) for start in range(len(said)) for name in _names(said, start))
    return frozenset(code for code in (*several, *map(_languages().get, said)) if code)


def names() -> Iterator[str]:
    """The names that are known, folded."""
    yield from (*_countries(), *_languages())


def _names(said: Sequence[str], start: int) -> Iterator[str]:
    for end in range(start + 1, min(start + LONGEST, len(said)) + 1):
        yield " ".join(said[start:end])


@cache
def _countries() -> dict[str, str]:
    found = {
        " ".join(words(name)): code
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if code in CONTINENTS or (code.isalpha() and code not in AMBIGUOUS)
    }
    return found | MORE


@cache
def _languages() -> dict[str, str]:
    names = {
        name: code
        for language in LANGUAGES
        for code, written in Locale(language).languages.items()
        for name in words(written)
        if len(code) == 2 and len(name) >= LETTERS and len(words(written)) == 1
    }
    return {
        name + ending: code
        for name, code in names.items()
        for ending in ENDINGS
        if name not in NO_LANGUAGE and name + ending not in _countries()
    }
