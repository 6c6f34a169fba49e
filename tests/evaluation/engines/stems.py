"""Stems: words without accents, taken back to their stem in French, then in English."""

import re
import unicodedata
from functools import cache

from Stemmer import Stemmer

WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Without accents, as PostgreSQL's `unaccent` does it, and without case."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def stemmers() -> tuple[Stemmer, Stemmer]:
    return Stemmer("french"), Stemmer("english")


def stems(text: str) -> list[str]:
    words = WORD.findall(plain(text))
    for stemmer in stemmers():
        words = stemmer.stemWords(words)
    return words


def trigrams(text: str) -> list[str]:
    padded = (f" {word} " for word in WORD.findall(plain(text)))
    return [word[i : i + 3].replace(" ", "_") for word in padded for i in range(len(word) - 2)]
