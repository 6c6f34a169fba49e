"""Analysis: the words of a text and the features of a word, alike in every language."""

import re
import unicodedata

FOREIGN = re.compile(r"[^\x00-\x7f]+")
WORD = re.compile(r"[^\W_]{1,40}")  # letters and digits; a longer run is cut in pieces
PREFIX = 5
SPELT = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


class _Folding(dict[str, str]):
    """Character → its plain form: no case, no accent, no ligature, nothing invisible.

    One character at a time, so that a heap of combining marks costs no more than its length
    (normalising them together sorts them, in quadratic time).
    """

    def __missing__(self, character: str) -> str:
        parts = unicodedata.normalize("NFKD", character)
        kept = "".join(part for part in parts if not _invisible(part))
        self[character] = folded = kept.casefold().translate(SPELT)
        return folded


def _invisible(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("M") or category == "Cf"


_FOLDING = _Folding()


def fold(text: str) -> str:
    return FOREIGN.sub(_fold, text).lower()


def _fold(run: re.Match[str]) -> str:
    return "".join([_FOLDING[character] for character in run[0]])


def words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def prefix(word: str) -> str:
    """The feature that survives inflection: the word's first letters."""
    return "^" + word[:PREFIX]


def features(word: str) -> list[str]:
    """Three letters at a time, the edges of the word included, and its prefix."""
    padded = f" {word} "
    return [padded[i : i + 3] for i in range(len(word))] + [prefix(word)]
