"""Word diff: what one text says otherwise than another, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

MOST = 4_000_000
"""Pairs of words that are compared; texts that have more are one change from end to end."""

AROUND = 6
"""Words that are shown before and after a change."""

GAP = " … "


class Sign(StrEnum):
    """What became of some words."""

    SAME = "="
    REMOVED = "-"
    ADDED = "+"


@dataclass(frozen=True)
class Piece:
    """Some words, and what became of them."""

    sign: Sign
    text: str


Change = tuple[str, str, str]
"""The words that stayed the same before it, those that are gone, and those that are new."""


@dataclass(frozen=True)
class Hunk:
    """Words that took the place of others, with the word before and the word after."""

    before: tuple[str, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    after: tuple[str, ...]


def compare(before: str, after: str) -> list[Piece]:
    """Both texts as one, in order: what is the same, what is gone, what is new.

    A stray word that is the same between two changes longer than it is part of one change: where
    all is said anew, nobody can read which little words were kept.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    changes: list[Change] = []
    same = ""
    for begin, end, start, stop, is_same in _stretches(old, new):
        if is_same:
            same += "".join(old[begin:end])
        else:
            change = (same, "".join(old[begin:end]), "".join(new[start:stop]))
            changes, same = _with(changes, change), ""
    signs = (Sign.SAME, Sign.REMOVED, Sign.ADDED)
    pieces = [Piece(*one) for change in changes for one in zip(signs, change, strict=True)]
    return [piece for piece in (*pieces, Piece(Sign.SAME, same)) if piece.text]


def shortened(pieces: Sequence[Piece], around: int = AROUND) -> list[Piece]:
    """The changes with so many words around each; … stands for what is left out."""
    last = len(pieces) - 1
    return [
        _middle(piece, around, is_first=place == 0, is_last=place == last)
        if piece.sign is Sign.SAME
        else piece
        for place, piece in enumerate(pieces)
    ]


def shares_fault(older: str, before: str, after: str) -> bool:
    """Whether a text has what a correction took out of another, or lacks what it put in.

    Words alone count, not their case nor the signs between them.
    """
    words = _words(older)
    return any(_has(words, hunk) for hunk in _hunks(_words(before), _words(after)))


def _with(changes: list[Change], change: Change) -> list[Change]:
    """One change more; it takes in those before it that only a few words part from it."""
    while changes and _is_stray(changes[-1], change):
        same, removed, added = changes.pop()
        change = (same, removed + change[0] + change[1], added + change[0] + change[2])
    changes.append(change)
    return changes


def _is_stray(before: Change, after: Change) -> bool:
    """Whether what is the same between two changes is shorter than either of them."""
    shortest = min(max(map(len, before[1:])), max(map(len, after[1:])))
    return len(after[0].strip()) < shortest


def _middle(piece: Piece, around: int, *, is_first: bool, is_last: bool) -> Piece:
    tokens = TOKEN.findall(piece.text)
    size = 2 * around  # a space stands between two words
    if len(tokens) <= size * 2 + 1:
        return piece
    head = "" if is_first else "".join(tokens[:size])
    tail = "" if is_last else "".join(tokens[-size:])
    return Piece(Sign.SAME, f"{head.rstrip()}{GAP}{tail.lstrip()}")


def _hunks(old: list[str], new: list[str]) -> Iterator[Hunk]:
    for begin, end, start, stop, same in _stretches(old, new):
        if not same:
            yield Hunk(
                tuple(old[max(begin - 1, 0) : begin]),
                tuple(old[begin:end]),
                tuple(new[start:stop]),
                tuple(old[end : end + 1]),
            )


def _has(words: Sequence[str], hunk: Hunk) -> bool:
    """Whether the words say what was there before the change, and not what took its place."""
    said, says = (
        _contains(words, (*hunk.before, *middle, *hunk.after))
        for middle in (hunk.removed, hunk.added)
    )
    return said and not says


def _contains(words: Sequence[str], part: Sequence[str]) -> bool:
    size = len(part)
    return any(tuple(words[at : at + size]) == part for at in range(len(words) - size + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int, bool]]:
    """Where each stretch stands in either text, and whether it is the same in both."""
    head = _same_at_once(old, new)
    tail = _same_at_once(old[head:][::-1], new[head:][::-1])
    end, stop = len(old) - tail, len(new) - tail
    if head:
        yield 0, head, 0, head, True
    if (end - head) * (stop - head) > MOST:
        yield head, end, head, stop, False
    else:
        matcher = SequenceMatcher(None, old[head:end], new[head:stop], autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            yield head + i, head + j, head + k, head + m, kind == "equal"
    if tail:
        yield end, len(old), stop, len(new), True


def _same_at_once(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    size = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        size += 1
    return size
