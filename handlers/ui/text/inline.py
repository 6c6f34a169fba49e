"""Inline: one line of runs as Markdown, which reads back as the same runs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from handlers.ui.text.addresses import in_brackets, is_bare, is_plain, leads, spelt
from handlers.ui.text.escaping import TICK
from handlers.ui.text.joints import Kind, Piece, joined
from handlers.ui.text.literal import label, literal
from handlers.ui.text.measure import is_blank
from handlers.ui.text.runs import BOLD, CODE, Run

MARKS = {BOLD: "**", "_": "*", "~": "~~"}
TICKS = re.compile(r"`+")
NOTHING = Run("")


def inline(runs: Iterable[Run]) -> str:
    """The Markdown of one line; the runs hold no line break."""
    return joined(_pieces(_spaced(_merged(map(_readable, runs)))))


def _readable(run: Run) -> Run:
    """A link that leads nowhere we know as words; code of nothing as what it is."""
    if run.url and is_blank(run.text):
        run = replace(run, text=run.url.removeprefix("mailto:"))
    if run.url and not leads(run.url):
        run = replace(run, url=None, text=_told(run.text, run.url))
    if CODE in run.styles and is_blank(run.text):
        run = replace(run, styles=_outer(run))
    return replace(run, styles=tuple(dict.fromkeys(run.styles)))


def _told(words: str, url: str) -> str:
    return words if words.strip() in url else f"{words} ({url})"


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one style as one run: markers side by side would mean something else."""
    groups = groupby(runs, key=lambda run: (run.styles, run.url))
    together = (
        Run("".join(run.text for run in some), styles, url) for (styles, url), some in groups
    )
    return [run for run in together if run.text]


def _spaced(runs: Sequence[Run]) -> list[Run]:
    """Spaces at the edge of a style outside of it: Markdown wants its markers next to words."""
    parted = [part for run in runs for part in _parted(run)]
    words = [not is_blank(part.text) for part in parted]
    for place, part in enumerate(parted):
        if not words[place]:
            before = next((parted[i].styles for i in range(place - 1, -1, -1) if words[i]), ())
            after = next((parted[i].styles for i in range(place + 1, len(parted)) if words[i]), ())
            parted[place] = replace(part, styles=_common(before, after))
    return _merged(parted)


def _parted(run: Run) -> list[Run]:
    core = run.text.strip()
    if not run.styles or CODE in run.styles or run.url or not core:
        return [run]
    before, after = run.text.split(core, 1)
    return [replace(run, text=text) for text in (before, core, after) if text]


def _common(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The styles that both begin with, outermost first."""
    size = 0
    while size < min(len(some), len(others)) and some[size] == others[size] != CODE:
        size += 1
    return tuple(some[:size])


def _outer(run: Run) -> tuple[str, ...]:
    return tuple(style for style in run.styles if style != CODE)


def _pieces(runs: Sequence[Run]) -> Iterator[Piece]:
    """Words, and the markers where a style begins or ends."""
    opened: tuple[str, ...] = ()
    for before, run, after in zip([NOTHING, *runs], runs, [*runs[1:], NOTHING], strict=False):
        styles = _outer(run)
        kept = len(_common(opened, styles))
        yield from ((Kind.CLOSE, MARKS[style]) for style in reversed(opened[kept:]))
        yield from ((Kind.OPEN, MARKS[style]) for style in styles[kept:])
        yield Kind.WORDS, _words(run, before, after)
        opened = styles
    yield from ((Kind.CLOSE, MARKS[style]) for style in reversed(opened))


def _words(run: Run, before: Run, after: Run) -> str:
    if run.url:
        return _link(run, before.text, after.text)
    if CODE in run.styles:
        return _code(run.text)
    is_beside = bool(before.styles or run.styles or after.styles)
    text = literal(run.text, is_beside_style=is_beside)
    # Before the label of a link it would make a picture of it.
    return rf"{text[:-1]}\!" if after.url and text.endswith("!") else text


def _link(run: Run, before: str, after: str) -> str:
    url = spelt(run.url or "")
    address = url.removeprefix("mailto:")
    words = run.text.strip()
    if CODE in run.styles:
        return f"[{_code(words)}]{in_brackets(url)}"
    if words == address and is_bare(address, before, after):
        return address
    if words == address and is_plain(address):
        return f"<{address}>"
    return f"[{label(words)}]{in_brackets(url)}"


def _code(text: str) -> str:
    """Code between as many ticks as it takes; what begins or ends with a tick or spaces is held."""
    longest = max((len(found[0]) for found in TICKS.finditer(text)), default=0)
    fence = TICK * (longest + 1)
    held = " " if text[:1] in (TICK, " ") or text[-1:] in (TICK, " ") else ""
    return f"{fence}{held}{text}{held}{fence}"
