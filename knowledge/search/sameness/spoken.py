"""Spoken: a question's words, a few turns of speech brought to one form, and the names in it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.search import analysis
from knowledge.search.hollow import COMMON
from knowledge.search.sameness.spelling import mended

PAUSE = "."
"""Stands among the words for a sign that ends a part of a sentence."""

FAILS = "panne"
"""Stands for all ways to say that something does not work."""

PIECE = re.compile(r"[^\W_]+|[.,;:!?()\n]")
LETTERS = re.compile(r"[^\W\d_]{2,}")
STARTS = frozenset(".!?:(\n")
SHOUTING = 0.6  # share of words with a capital from which a capital tells nothing

WORKS = "marche|marchent|marchait|fonctionne|fonctionnent|fonctionnait"
NO = "does not|doesn t|doesnt|do not|don t|dont|did not|didn t|didnt|won t|wont|isn t|isnt|not"
BARE_NOT = "aren|can|couldn|didn|doesn|don|hadn|hasn|haven|isn|mustn|needn|shouldn|wasn|weren|won"

TURNS = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"\bn (?=\d)", ""),  # n° 12
        (r"\b(ou|or) (pas|non|not)\b", " "),
        (r"\bn est ce pas\b", " "),
        (r"\b(me|nous) dire\b|\btell (me|us)\b", " "),
        (rf"\b(ne |n )?({WORKS}) (pas|plus)\b", FAILS),
        (rf"\b({NO}|stopped|stops) (work|working)\b", FAILS),
        (r"\b(is|are|was|s) ((?:\w+ ){0,3})down\b", rf"\1 \2 {FAILS}"),
        (r"\b(out of order|hors service|en panne|hs|ko|broken|bugs?|bugge)\b", FAILS),
        (r"\b(plante|plantent|crash|crashes|crashed|crashing)\b", FAILS),
        (rf"\b({BARE_NOT}) t\b", "not"),
        (rf"\b({BARE_NOT.replace('don|', '')}|dont)t\b|\bcannot\b", "not"),
        (r"\bqu est ce (que|qu|qui)\b", "que"),
        (r"\best ce (que|qu)\b", "est il"),
    )
)
"""What people say in several ways, as folded words, and the one that stands for them."""


@dataclass(frozen=True)
class Spoken:
    """`names` are the words that are written like a name or a code."""

    words: tuple[str, ...]  # PAUSE between parts
    names: frozenset[str]


def spoken(text: str) -> Spoken:
    """Read a text. What shouts or is a title has no names, for all its words have capitals."""
    text = unicodedata.normalize("NFC", text)
    pieces = list(_pieces(text, _shouts(text)))
    said = " ".join(word if named else mended(word) for word, named in pieces)
    for pattern, turn in TURNS:
        said = pattern.sub(turn, said)
    return Spoken(tuple(said.split()), frozenset(word for word, name in pieces if name))


def _pieces(text: str, shouts: bool) -> Iterator[tuple[str, bool]]:
    starts = True
    for found in PIECE.finditer(text):
        piece = found[0]
        if not piece[0].isalnum():
            starts = starts or piece in STARTS
            yield PAUSE, False
            continue
        named = not shouts and _is_name(piece, starts)
        for word in analysis.words(piece):
            yield word, word not in COMMON and (named or _is_code(word))
        starts = False


def _is_name(piece: str, starts: bool) -> bool:
    """A single letter too (size M, plan B), but for the English "I"."""
    if piece == "I" or not piece[0].isupper():
        return False
    return not starts or (piece.isupper() and len(piece) > 1)


def _is_code(word: str) -> bool:
    return word[0].isalpha() and any(letter.isdigit() for letter in word)


def _shouts(text: str) -> bool:
    found = LETTERS.findall(text)
    capital: int = sum(word[0].isupper() for word in found)
    return capital > SHOUTING * len(found)
