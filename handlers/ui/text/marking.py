"""Marking: the words that match a question, bold in the text they stand in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.ui.text.lines import Line
from handlers.ui.text.measure import cut
from handlers.ui.text.mrkdwn import MARKERS, written
from handlers.ui.text.pieces import plain
from handlers.ui.text.runs import BOLD, CODE, URL, Run
from knowledge.search.highlight import Sought
from knowledge.search.unfold import Span

# Addresses, emoji, and names that stand for somebody or somewhere.
UNTOUCHED = re.compile(rf"{URL.pattern}|\w+://\S+|:[\w+'-]+:|[@#][\w.-]+|[\w.+-]+@[\w.-]+")
JOINTS = tuple(" -'’\u00a0\u202f")
"""What may stand between two words that are marked as one."""


def marked(some: Iterable[Line], sought: Sought) -> list[Line]:
    """The lines with what matches in bold. Code, links and what is bold already stay as they are.

    No character is added or lost.
    """
    return [line if line.is_code else _marked(line, sought) for line in some]


def marked_line(markdown: str, limit: int, sought: Sought) -> str:
    """Its first words on one line, as words and nothing else, with what matches in bold."""
    return written(marked([Line((Run(cut(plain(markdown), limit)),))], sought))


def _marked(line: Line, sought: Sought) -> Line:
    words = line.words
    spans = sought.spans(words)
    if not spans:
        return line
    kept = _bare(spans, words)
    runs: list[Run] = []
    start = 0
    for run in line.runs:
        end = start + len(run.text)
        within = [(a - start, b - start) for a, b in kept if start <= a and b <= end]
        within = _bare(within, run.text)  # an address begins anew where a run does
        runs += _split(run, _joined(within, run.text)) if _is_free(run) else [run]
        start = end
    return replace(line, runs=tuple(runs))


def _bare(spans: Iterable[Span], words: str) -> list[Span]:
    """Without those in an address, an emoji's name or a mention, or beside the sign of a style."""
    kept = [found.span() for found in UNTOUCHED.finditer(words)]
    return [
        (start, end)
        for start, end in spans
        if not any(a < end and start < b for a, b in kept)
        and not set(words[max(start - 1, 0) : start] + words[end : end + 1]) & set(MARKERS)
    ]


def _joined(spans: Sequence[Span], words: str) -> list[Span]:
    """Neighbours as one: both words of "date limite" are bold together."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and words[joined[-1][1] : start] in JOINTS:
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _is_free(run: Run) -> bool:
    return run.url is None and CODE not in run.styles and BOLD not in run.styles


def _split(run: Run, spans: Iterable[Span]) -> list[Run]:
    parts, done = [], 0
    for start, end in spans:
        parts.append(replace(run, text=run.text[done:start]))
        parts.append(replace(run, text=run.text[start:end], styles=(*run.styles, BOLD)))
        done = end
    return [part for part in [*parts, replace(run, text=run.text[done:])] if part.text]
