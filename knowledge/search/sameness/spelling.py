"""Spelling: little words that were mistyped, for much turns on them: "commnet", "frnce"."""

from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.analysis import words
from knowledge.search.hollow import COMMON
from knowledge.search.language import is_common, is_familiar
from knowledge.search.sameness.opposites import terms
from knowledge.search.sameness.places import names

SHORTEST = 4  # letters of a word that others are mended to
TYPED = 3  # letters of a word that is mended
KEPT = 10_000
MORE = "aucun aucune aujourd cannot impossible jamais never nobody nothing sans unable without"


@lru_cache(KEPT)
def mended(word: str) -> str:
    """The little word that is one edit away, if the word itself is none; else the word."""
    if len(word) < TYPED or not word.isalpha() or is_familiar(word):
        return word
    near = process.extractOne(word, _little(), scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else word


@cache
def _little() -> tuple[str, ...]:
    known = {*COMMON, *words(MORE), *names(), *terms()}
    return tuple(sorted(word for word in known if len(word) >= SHORTEST and is_common(word)))
