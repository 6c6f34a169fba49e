"""Tongue: whether a text is French or English, for models that know only one of them."""

from collections.abc import Collection
from functools import cache
from math import log

from knowledge.search.analysis import words
from knowledge.search.language import LANGUAGES, common_words

UNHEARD = 1e-7  # share of a word that no list has


@cache
def _shares(language: str) -> dict[str, float]:
    """Folded word → its share of all that is written in the language."""
    shares: dict[str, float] = {}
    for written, share in common_words(language).items():
        for word in words(written):
            shares[word] = shares.get(word, 0) + share
    return shares


def likelihood(text: str, language: str) -> float:
    """The logarithm of how likely these words are in a language, one by one."""
    shares = _shares(language)
    return sum(log(shares.get(word, UNHEARD)) for word in words(text))


def is_in(text: str, languages: Collection[str]) -> bool:
    """Whether no other language that we know is likelier than these."""
    best = max(likelihood(text, language) for language in LANGUAGES)
    return any(likelihood(text, language) == best for language in languages)
