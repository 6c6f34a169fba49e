"""Joints: where a style begins or ends, so that Markdown sees it.

Markdown sees a marker beside a space, or between two letters; where a sign stands on one side and a
letter on the other, a joiner that nobody sees takes the sign's place.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby

from handlers.ui.text.escaping import JOINER


class Kind(Enum):
    """What a piece of a line is."""

    WORDS = 0
    OPEN = 1
    CLOSE = 2


Piece = tuple[Kind, str]


def joined(pieces: Iterable[Piece]) -> str:
    """The line, with joiners wherever they are needed."""
    return "".join(_opened(_closed(_grouped(pieces))))


def _grouped(pieces: Iterable[Piece]) -> list[Piece]:
    """Markers of one sign that stand together as one."""
    groups = groupby(pieces, key=lambda one: (one[0], one[0] is not Kind.WORDS and one[1][0]))
    return [(kind, "".join(text for _kind, text in some)) for (kind, _sign), some in groups]


def _closed(pieces: Sequence[Piece]) -> list[Piece]:
    """From the end: an outer marker decides what stands behind an inner one."""
    done: list[Piece] = []
    for place in reversed(range(len(pieces))):
        kind, text = pieces[place]
        if kind is Kind.CLOSE:
            following, after = done[-1] if done else (Kind.WORDS, "")
            apart = JOINER if following is Kind.OPEN and after[0] == text[0] else ""
            needed = _is_sign(pieces[place - 1][1][-1:]) and _is_word((apart or after)[:1])
            text = (JOINER if needed else "") + text + apart
        done.append((kind, text))
    return done[::-1]


def _opened(pieces: Sequence[Piece]) -> Iterator[str]:
    before = ""
    for place, (kind, text) in enumerate(pieces):
        after = pieces[place + 1][1] if place + 1 < len(pieces) else ""
        needed = kind is Kind.OPEN and _is_word(before[-1:]) and _is_sign(after[:1])
        before = text + (JOINER if needed else "")
        yield before


def _is_word(sign: str) -> bool:
    """Whether Markdown may take it for a letter."""
    is_sign = sign.isascii() and not sign.isalnum()
    return bool(sign) and not (is_sign or sign.isspace() or unicodedata.category(sign)[0] == "P")


def _is_sign(sign: str) -> bool:
    """Whether Markdown may take it for punctuation."""
    return bool(sign) and unicodedata.category(sign)[0] in "PS"
