"""Language: how common a word is in French and English, and its stems."""

from functools import cache, lru_cache
from math import log10
from threading import local

import Stemmer

from knowledge.search.analysis import WORD, fold

LANGUAGES = {"fr": "french", "en": "english"}
RARE = 2.5
"""On the Zipf scale, what no list has: less than one in a million words."""


def common_words(language: str) -> dict[str, float]:
    """Each of the 30,000 commonest words of a language and its share of all that is written."""
    from wordfreq import get_frequency_dict  # to load it takes a command a third of its time

    return get_frequency_dict(language, wordlist="small")


@cache
def _common() -> dict[str, float]:
    """Folded word → how common it is, in the language where it is more so."""
    found: dict[str, float] = {}
    for language in LANGUAGES:
        known = common_words(language)
        lines = fold("\n".join(known)).split("\n")  # at once: that is three times as fast
        for line, share in zip(lines, known.values(), strict=True):
            folded = WORD.findall(line)
            if len(folded) == 1:
                found[folded[0]] = max(found.get(folded[0], RARE), log10(share) + 9)
    return found


def commonness(word: str) -> float:
    """On the Zipf scale: log₁₀ of how often in a billion words, from 2.5 (rare) to about 7.7.

    Scale: van Heuven et al., 2014, *SUBTLEX-UK*. Counts: the package wordfreq.
    """
    return _common().get(word, RARE)


def is_common(word: str) -> bool:
    """Whether it is among the 30,000 commonest words of French or English."""
    return word in _common()


def is_familiar(word: str) -> bool:
    """Whether a common word has the same root: one of its forms, if nothing else."""
    return root(word) in _roots()


@cache
def _roots() -> frozenset[str]:
    french = _STEMMERS.of["fr"].stemWords([*_common()])  # at once, past the cache of stems
    return frozenset(_STEMMERS.of["en"].stemWords(french))


class _Stemmers(local):
    """One of each for a thread: they must not be shared."""

    def __init__(self) -> None:
        self.of = {code: Stemmer.Stemmer(name, 0) for code, name in LANGUAGES.items()}


_STEMMERS = _Stemmers()


@lru_cache(100_000)
def stem(word: str, language: str) -> str:
    """Snowball's stem of a folded word (Porter, 2001)."""
    return str(_STEMMERS.of[language].stemWord(word))


def root(word: str) -> str:
    """The stem of a word of unknown language: French suffixes off, then English ones."""
    return stem(stem(word, "fr"), "en")
