"""Word diff: what an entry said and says now, short, with what differs marked."""

from collections.abc import Iterable

from handlers.locale import Words
from handlers.ui.blocks import Block, section
from handlers.ui.text import cut, plain
from handlers.ui.text.lines import Line
from handlers.ui.text.mrkdwn import written
from handlers.ui.text.runs import BOLD, Run
from knowledge.recall import Text
from knowledge.word_diff import Piece, Sign, compare, shortened

STRUCK = "~"
LONGEST = 200
"""Characters of one stretch of words."""
MOST = 24
"""Stretches of words."""


def diff(_: Words, before: Text, after: Text) -> list[Block]:
    """Two quotations: what is gone is struck out in the first, what is new bold in the second."""
    with_title = before.title != after.title
    old, new = (_words(text, with_title=with_title) for text in (before, after))
    if old == new:
        return []
    pieces = shortened(compare(old, new))
    until, from_ = _("Until now:"), _("From now on:")
    return [
        section(f"{until}\n{_quotation(pieces, Sign.REMOVED, STRUCK)}"),
        section(f"{from_}\n{_quotation(pieces, Sign.ADDED, BOLD)}"),
    ]


def _words(text: Text, *, with_title: bool) -> str:
    parts = [text.title, text.body] if with_title else [text.body]
    return " – ".join(map(plain, parts))


def _quotation(pieces: Iterable[Piece], sign: Sign, style: str) -> str:
    """One of the two texts; a part of it stands for the whole, if that is long."""
    kept = [piece for piece in pieces if piece.sign in (Sign.SAME, sign)]
    runs = tuple(
        Run(cut(piece.text, LONGEST), (style,) if piece.sign is sign else ())
        for piece in kept[:MOST]
    )
    more = (Run(" …"),) if len(kept) > MOST else ()
    return written([Line((*runs, *more), quoted=True)])
