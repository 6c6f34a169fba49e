"""Diff: what one text says that another does not, word by word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import Indel

TOKEN = re.compile(r"(\A|\w+(?:[’'.,:/-]\w+)*|[^\w\s])(\s*)")
"""A word (an amount, an hour, an address as far as it goes) or a sign, and the space behind it.

At the beginning of a text stands an empty word, for the space before the first one.
"""

Token = tuple[str, str]


class Mark(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and what became of it."""

    mark: Mark
    text: str


def diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts, in order: what is gone stands before what is new in its place.

    Kept and gone pieces together are the text before, kept and new ones the text after.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    changes = _tidied(_grouped(_steps(old, new)))
    return tuple(piece for piece in _pieces(changes) if piece.text)


def _steps(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Piece]:
    """Words are compared, and the spaces behind those that have stayed."""
    steps = Indel.opcodes([word for word, _ in old], [word for word, _ in new])
    for is_equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        several = list(group)
        before = old[several[0].src_start : several[-1].src_end]
        after = new[several[0].dest_start : several[-1].dest_end]
        yield from _kept(before, after) if is_equal else _changed(_text(before), _text(after))


def _kept(before: Sequence[Token], after: Sequence[Token]) -> Iterator[Piece]:
    for (word, space), (_, other) in zip(before, after, strict=True):
        if space == other:
            yield Piece(Mark.KEPT, word + space)
        else:
            yield Piece(Mark.KEPT, word)
            yield Piece(Mark.GONE, space)
            yield Piece(Mark.NEW, other)


def _changed(before: str, after: str) -> Iterator[Piece]:
    """Words in the place of others; the space behind them stays where it is the same."""
    space = before[len(before.rstrip()) :] if before and after else ""
    kept = len(space) if after[len(after.rstrip()) :] == space else 0
    yield Piece(Mark.GONE, before[: len(before) - kept])
    yield Piece(Mark.NEW, after[: len(after) - kept])
    yield Piece(Mark.KEPT, before[len(before) - kept :])


def _text(tokens: Sequence[Token]) -> str:
    return "".join(word + space for word, space in tokens)


@dataclass
class Change:
    """Words in the place of others, and what has stayed before them."""

    kept: str
    gone: str
    new: str

    @property
    def size(self) -> int:
        return max(len(self.gone), len(self.new))


def _grouped(pieces: Iterable[Piece]) -> Iterator[Change]:
    """The pieces as changes; the last is empty where the text ends in what has stayed."""
    change = Change("", "", "")
    for piece in pieces:
        if piece.mark is Mark.KEPT and change.size:
            yield change
            change = Change("", "", "")
        if piece.mark is Mark.KEPT:
            change.kept += piece.text
        elif piece.mark is Mark.GONE:
            change.gone += piece.text
        else:
            change.new += piece.text
    yield change


def _tidied(changes: Iterable[Change]) -> list[Change]:
    """A few words that stay between two longer changes of a line are part of one change: nobody
    reads a text that is crossed out around every second word.
    """
    done: list[Change] = []
    for change in changes:
        done.append(change)
        while len(done) > 1 and _is_lost(done[-1].kept, *done[-2:]):
            last = done.pop()
            done[-1].gone += last.kept + last.gone
            done[-1].new += last.kept + last.new
    return done


def _is_lost(kept: str, before: Change, after: Change) -> bool:
    """Whether it is short beside both changes; the beginning of a line stands for itself."""
    begins = before.gone.endswith("\n") or before.new.endswith("\n")
    return not begins and "\n" not in kept and len(kept) <= min(before.size, after.size)


def _pieces(changes: Iterable[Change]) -> Iterator[Piece]:
    for change in changes:
        yield Piece(Mark.KEPT, change.kept)
        yield Piece(Mark.GONE, change.gone)
        yield Piece(Mark.NEW, change.new)
