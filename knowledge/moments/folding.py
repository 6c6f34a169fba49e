"""Folding: what people write in several ways, in one: no accents, one apostrophe, one space."""

import re

from knowledge.search.analysis import fold

ALIKE = (
    (re.compile(r"[’ʼ`´]"), "'"),
    (re.compile(r"[\s,]+"), " "),
    (re.compile(r"(?<=[a-z])\.|[.!]+$"), ""),
    (re.compile(r"\bjusqu ?'? ?(?=(?:a|au|en)\b)"), "jusqu'"),
    (re.compile(r"\bapres[- ]?midi\b"), "afternoon"),
    (re.compile(r"\bapres[- ]demain\b"), "apresdemain"),
    (re.compile(r"\baujourd ?'? ?hui\b"), "aujourdhui"),
)


def folded(text: str) -> str:
    """The words as the other modules here know them."""
    words = fold(text)
    for pattern, one in ALIKE:
        words = pattern.sub(one, words)
    return words.strip()
