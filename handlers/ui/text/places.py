"""Places: where a long text says what is sought, and what has to stand before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from handlers.ui.text.lines import Line
from handlers.ui.text.measure import ELLIPSIS
from handlers.ui.text.pieces import added
from handlers.ui.text.runs import CODE, Run
from knowledge.search.highlight import Sought
from knowledge.search.passage import best_passage, sentences

FILLED = 0.75
"""The part of the room that what follows a place should fill; else more is shown before it."""
WHOLE = 240
"""Characters of a paragraph or item that is shown from its beginning, or not at all."""
INTRODUCTION = 0.25
"""The part of the room that a line may take which only introduces the place."""


@dataclass(frozen=True)
class Place:
    """A sentence in a line, or the beginning of a block of code."""

    line: int
    start: int
    end: int


def best_place(some: Sequence[Line], sought: Sought) -> Place | None:
    """Where the text says most about what is sought; None if it says nothing."""
    if not sought.matches:
        return None
    found = list(_places(some))
    best = best_passage(sought, [text for _place, text in found])
    return None if best is None else found[best][0]


def shown_from(some: Sequence[Line], place: Place, limit: int) -> list[Line]:
    """The text from a place on, after its heading and what introduces its list.

    Where little follows, it begins earlier. A … stands for what is left out before.
    """
    first, start = _earlier(some, place, limit)
    shown: list[Line] = []
    after = 0
    for number in _introductions(some, first, int(limit * INTRODUCTION)):
        shown += _after_gap(some[number], gap=_is_gap(some[after:number]))
        after = number + 1
    is_new = start == 0 or bool(some[first].prefix)
    gap = is_new and _is_gap(some[after:first])
    return [*shown, *_after_gap(_begun(some[first], start), gap=gap), *some[first + 1 :]]


def sentence_ends(line: Line) -> list[int]:
    """Where sentences end in a line's words, never inside code or a link."""
    closed: set[int] = set()
    start = 0
    for run in line.runs:
        end = start + len(run.text)
        if run.url or CODE in run.styles:
            closed.update(range(start + 1, end))
        start = end
    return [end for _start, end in sentences(line.words) if end not in closed]


def _places(some: Sequence[Line]) -> Iterator[tuple[Place, str]]:
    """The places where a text may begin to be shown, each with its words."""
    number = 0
    while number < len(some):
        line, after = some[number], number + 1
        if line.is_code:
            while after < len(some) and some[after].is_code:
                after += 1
            text = "\n".join(one.words for one in some[number:after])
            yield Place(number, 0, len(line.words)), text
        elif line.runs:
            ends = sentence_ends(line) if len(line.words) > WHOLE else [len(line.words)]
            for start, end in pairwise([0, *ends]):
                yield Place(number, start, end), line.words[start:end]
        number = after


def _earlier(some: Sequence[Line], place: Place, limit: int) -> tuple[int, int]:
    """The place, or an earlier line if what follows leaves much of the room empty."""
    line, start = place.line, place.start
    room = limit * FILLED - added([], some[line].sliced(start))
    for later in some[line + 1 :]:
        room -= added([], later)
        if room < 0:
            return line, start
    best = (line, start)
    for number in range(line if start else line - 1, -1, -1):
        room -= added([], some[number])
        if room < 0:
            break
        if _may_begin(some, number):
            best = (number, 0)
    return best


def _may_begin(some: Sequence[Line], number: int) -> bool:
    in_code = some[number].is_code and number > 0 and some[number - 1].is_code
    return bool(some[number].runs) and not in_code


def _introductions(some: Sequence[Line], first: int, limit: int) -> list[int]:
    """The lines without which a place is not understood: its heading, the items it belongs to and
    the words before its list; those that are short.
    """
    needed: list[int] = []
    depth = some[first].depth
    for number in range(first - 1, -1, -1):
        line = some[number]
        if line.is_heading:
            needed.append(number)
            break
        if line.runs and line.depth < depth:
            introduces = line.is_item or line.words.rstrip().endswith(":")
            depth = line.depth
            if introduces:
                needed.append(number)
    if some[first].is_heading:
        return []
    return [number for number in reversed(needed) if added([], some[number]) <= limit]


def _is_gap(left_out: Sequence[Line]) -> bool:
    return any(line.runs for line in left_out)


def _begun(line: Line, start: int) -> Line:
    return _after_ellipsis(line.sliced(start)) if start else line


def _after_gap(line: Line, *, gap: bool) -> list[Line]:
    if not gap:
        return [line]
    if line.prefix or line.quoted or line.is_code:
        return [Line((Run(ELLIPSIS),)), line]
    return [_after_ellipsis(line)]


def _after_ellipsis(line: Line) -> Line:
    return replace(line, runs=(Run(f"{ELLIPSIS} "), *line.runs))
