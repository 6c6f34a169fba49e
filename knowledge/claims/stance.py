"""Stance: whether something is said to be so, or not to be so."""

import re

from knowledge.search.analysis import fold
from knowledge.search.unfold import Span, Unfolded

YES = re.compile(
    r"(?:oui|yes|yep|bien sur|absolument|tout a fait|certainement|evidemment|volontiers"
    r"|of course|absolutely|certainly|sure|definitely|indeed)\b"
)
NO = re.compile(r"(?:non|no|nope|jamais|never|pas du tout|aucunement|absolument pas|not at all)\b")
APOSTROPHE = str.maketrans("’ʼ`´", "''''")
ENGLISH = r"not|never|no|nor|nobody|none|cannot|neither|\w+n't|dont|doesnt|cant|wont|isnt|arent"
NOT = re.compile(
    rf"\b(?:ne|n'|pas|jamais|aucune?|ni|sans|without|{ENGLISH}"
    r"|interdite?s?|impossibles?|exclue?s?|forbidden|prohibited|excluded|banned)(?![^\W_])"
)
NE = re.compile(r"\bne\b|\bn'")
DENY = re.compile(
    rf"\b(?:jamais|aucune?|ni|{ENGLISH})(?![^\W_])|\bpas\b(?! (?:encore )?(?:a|de) pas)"
)
ONLY = re.compile(r"\bqu(?:e\b|')")  # « ne … que »
FORBID = re.compile(
    r"\b(?:interdite?s?|impossibles?|exclue?s?|forbidden|prohibited|excluded|banned)\b"
)
IDLE = re.compile(
    r"\b(?:n'oublie(?:z|r)? pas|n'hesite(?:z|r)? pas|ne manque(?:z|r)? pas|don't forget"
    r"|do not forget|do not hesitate|don't hesitate|pas seulement|not only|n'importe"
    r"|pas de souci|no problem|no later than"
    r"|pas plus(?: tard)? (?:de|que)|no more than|not more than|pas moins de|ou pas|or not)\b"
)
"""A "not" that denies nothing."""


def yes_or_no(text: str) -> bool | None:
    """How an answer begins: True for yes, False for no, None where it says neither."""
    said = fold(text).lstrip(" *_>«\"'")
    if NO.match(said):
        return False
    return True if YES.match(said) else None


def is_denied(said: str) -> bool:
    """Whether a statement denies; forbidding what is not to be done allows it."""
    folded = IDLE.sub(" ", fold(said.translate(APOSTROPHE)))
    denies = bool(DENY.search(folded) or (NE.search(folded) and not ONLY.search(folded)))
    return denies != bool(FORBID.search(folded))


def denials(said: str) -> list[Span]:
    """Where the words stand by which it denies."""
    unfolded = Unfolded(said.translate(APOSTROPHE))
    spans = (unfolded.span(*found.span()) for found in NOT.finditer(unfolded.folded))
    return [span for span in spans if span]
