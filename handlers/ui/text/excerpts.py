"""Excerpts: a part of a long text: its beginning, or its best passage for a question."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from handlers.ui.text.lines import Line, lines
from handlers.ui.text.marking import marked
from handlers.ui.text.measure import ELLIPSIS, cut_mrkdwn, length
from handlers.ui.text.mrkdwn import written
from handlers.ui.text.pieces import added, split
from handlers.ui.text.places import best_place, sentence_ends, shown_from
from handlers.ui.text.runs import Run
from knowledge.search.highlight import NOTHING, Sought
from knowledge.search.passage import CLEARLY, told

SLIVER = 24
"""Less room than this is not worth a broken line."""
END = f" {ELLIPSIS}"


def excerpt(
    markdown: str, limit: int, sought: Sought = NOTHING, *, above: Collection[str] = ()
) -> str:
    """The beginning in Slack's markup, with … if it goes on: `limit` characters, marks aside.

    What is sought is marked in bold. If another passage says more about it than the beginning
    does, that is shown, after a …. What is said `above` (in the title) need not be said again.
    """
    some = lines(markdown)
    if is_short(markdown, limit):
        return written(marked(some, sought))
    kept = _best(some, limit, sought.beyond(above))
    shown = written(kept)
    fits = length(shown) <= limit
    return written(marked(kept, sought)) if fits else cut_mrkdwn(shown, limit)


def is_short(markdown: str, limit: int) -> bool:
    """Whether an excerpt of that length is all of it."""
    kept: list[Line] = []
    size = 0
    for line in lines(markdown):
        size += added(kept, line)
        kept.append(line)
        if size > limit:
            return False
    return length(written(kept)) <= limit


def _best(some: Sequence[Line], limit: int, sought: Sought) -> list[Line]:
    beginning = _beginning(some, limit)
    place = best_place(some, sought)
    if place is None:
        return beginning
    passage = _beginning(shown_from(some, place, limit), limit)
    return passage if _told(sought, passage) >= _told(sought, beginning) + CLEARLY else beginning


def _told(sought: Sought, some: Sequence[Line]) -> float:
    return told(sought, "\n".join(line.words for line in some))


def _beginning(some: Sequence[Line], limit: int) -> list[Line]:
    """As many lines as fit, the last one up to a sentence's end if one is near."""
    kept: list[Line] = []
    room = limit - len(END)
    for line in some:
        if added(kept, line) > room:
            return _ended([*kept, *([_begun(line, room - 1)] if room > SLIVER else [])])
        room -= added(kept, line)
        kept.append(line)
    return kept


def _begun(line: Line, limit: int) -> Line:
    begun = split(line, limit)[0]
    size = len(begun.words)
    ends = [] if line.is_code else [end for end in sentence_ends(line) if size / 2 <= end <= size]
    return begun.sliced(0, len(line.words[: ends[-1]].rstrip())) if ends else begun


def _ended(kept: Sequence[Line]) -> list[Line]:
    """The lines with … after the last word."""
    ended = list(kept)
    while ended and not ended[-1].runs:
        ended.pop()
    if not ended:
        return [Line((Run(ELLIPSIS),))]
    last = ended[-1]
    return [*ended[:-1], replace(last, runs=(*last.runs, Run(END)))]
