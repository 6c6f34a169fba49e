"""Inline: what stands within a paragraph, and the marks around it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

MARKS = {
    "b": "**",
    "strong": "**",
    "i": "*",
    "em": "*",
    "del": "~~",
    "s": "~~",
    "strike": "~~",
}


@dataclass(frozen=True)
class Piece:
    """Some Markdown of one line, and the mark that is to stand around it."""

    text: str
    mark: str = ""


def joined(pieces: Iterable[Piece]) -> str:
    """One text. A mark that Markdown would not read as one, where it stands, is left out.

    It would show as asterisks; so `**Note:**word` becomes plain text.
    """
    runs = [
        Piece("".join(piece.text for piece in run), mark)
        for mark, run in groupby((piece for piece in pieces if piece.text), lambda one: one.mark)
    ]
    out = ""
    for place, run in enumerate(runs):
        after = runs[place + 1].text if place + 1 < len(runs) else ""
        out += _marked(run, out[-1:], after[:1])
    return out


def code(text: str) -> str:
    """Text between as many backticks as it takes."""
    if not text:
        return ""
    fence = "`" * (_longest(text, "`") + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def fence_for(text: str) -> str:
    """What stands above and below a block of code."""
    return "`" * max(3, _longest(text, "`") + 1)


def _marked(run: Piece, before: str, after: str) -> str:
    if not run.mark:
        return run.text
    core = run.text.strip()
    if not core:
        return run.text
    head, tail = run.text.partition(core)[::2]
    opens = _opens(head[-1:] or before, core[0])
    closes = _opens(tail[:1] or after, core[-1])
    touches = run.mark[0] in (core[0], core[-1], head or before[-1:], tail or after[:1])
    if not (opens and closes) or touches or "\n" in core:
        return run.text
    return f"{head}{run.mark}{core}{run.mark}{tail}"


def _opens(outside: str, inside: str) -> bool:
    """CommonMark: a mark beside punctuation is one only with a blank or punctuation outside."""
    return not _is_sign(inside) or not outside or outside.isspace() or _is_sign(outside)


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _longest(text: str, sign: str) -> int:
    return max((len(list(run)) for one, run in groupby(text) if one == sign), default=0)
