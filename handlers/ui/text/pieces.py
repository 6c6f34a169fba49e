"""Pieces: a long text whole, in passages that Slack takes, as one line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from handlers.ui.text.lines import BULLETS, INDENT, Line, lines
from handlers.ui.text.measure import cut, fitting, head, length
from handlers.ui.text.mrkdwn import written
from handlers.ui.text.runs import Run

PASSAGE = 2900
"""A section holds 3,000 characters; the rest is for what Slack may count otherwise."""
NO_CODE = (Line(is_code=True),)
JOINTS = ("\n\n", "\n", " ", "")
"""Where a source may be cut, best first."""


def to_mrkdwn(markdown: str) -> str:
    """Slack's markup for Markdown. Nothing in it can be a mention, a broadcast or a date."""
    return written(lines(markdown))


def passages(markdown: str, limit: int = PASSAGE) -> list[str]:
    """Slack's markup in pieces of at most `limit`: cut between lines, else between words."""
    return packed(lines(markdown), limit)


def packed(some: Iterable[Line], limit: int = PASSAGE) -> list[str]:
    """The same of lines that were read, or made, before."""
    pieces: list[list[Line]] = [[]]
    room = limit
    for line in _short(some, limit):
        room -= added(pieces[-1], line)
        if room < 0:
            pieces.append([])
            room = limit - added([], line)
        pieces[-1].append(line)
    return [text for piece in pieces if (text := written(piece).strip("\n"))]


def plain(markdown: str) -> str:
    """Its words, on one line."""
    words = " ".join(line.text.lstrip("".join(BULLETS) + INDENT) for line in lines(markdown))
    return " ".join(words.split())


def summary(markdown: str, limit: int) -> str:
    """Its first words, on one line, for a place without markup."""
    return cut(plain(markdown), limit)


def parts(source: str, limit: int = PASSAGE) -> list[tuple[str, str]]:
    """The source in parts of at most `limit`, each with what joins it to the one before."""
    found, joint = [], ""
    while length(source) > limit:
        kept = fitting(source, limit)
        end, after = _joint(kept)
        found.append((joint, source[:end]))
        source, joint = source[end + len(after) :], after
    return [*found, (joint, source)]


def _joint(kept: str) -> tuple[int, str]:
    """Where to end a part, and the joint that is left out there."""
    for joint in JOINTS[:-1]:
        if (end := kept.rfind(joint)) > len(kept) // 2:
            return end, joint
    return len(kept), ""


def _short(some: Iterable[Line], limit: int) -> Iterator[Line]:
    """The lines, with those longer than `limit` broken between words."""
    for line in some:
        rest = line
        while _is_long(rest, limit):
            first, rest = split(rest, limit)
            yield first
        yield rest


def added(kept: Sequence[Line], line: Line) -> int:
    """How many characters a line adds to those before it."""
    size = _size(line) + bool(kept)
    # Lines of code that follow each other stand in one fence.
    return size - length(written(NO_CODE)) if line.is_code and kept and kept[-1].is_code else size


@lru_cache(maxsize=1024)
def _size(line: Line) -> int:
    return length(written([line]))


def _is_long(line: Line, limit: int) -> bool:
    return length(line.text) > limit or length(written([line])) > limit


def split(line: Line, limit: int) -> tuple[Line, Line]:
    """As many whole words of a line as fit, and the rest."""
    kept: list[Run] = []
    for number, run in enumerate(line.runs):
        first = _fitting(replace(line, runs=tuple(kept)), run, limit)
        if first is None or first.text != run.text:
            rest = replace(run, text=run.text[len(first.text) if first else 0 :].lstrip())
            begun = (*kept, first) if first else tuple(kept)
            return replace(line, runs=begun), _rest(line, [rest, *line.runs[number + 1 :]])
        kept.append(first)
    return line, replace(line, runs=())


def _rest(line: Line, runs: Sequence[Run]) -> Line:
    return replace(line, runs=tuple(run for run in runs if run.text), prefix="")


def _fitting(line: Line, run: Run, limit: int) -> Run | None:
    """As much of a run as fits behind a line; None to put it on a line of its own."""
    size = limit
    while size:
        part = replace(run, text=head(run.text, size))
        if length(written([replace(line, runs=(*line.runs, part))])) <= limit:
            return part
        size = size * 3 // 4
    # Alone and still too long: its address is, and cannot be shown.
    return None if line.runs else replace(run, text=head(run.text, limit // 2), url=None)
