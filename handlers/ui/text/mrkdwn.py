"""Mrkdwn: lines of words in Slack's markup."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from handlers.ui.text.escaping import JOINER, LIKE_A_TICK, TICK, defuse, entities, escape, link
from handlers.ui.text.lines import Line
from handlers.ui.text.runs import CODE, Run

FENCE = "```"
EDGE = "\u200b"  # of no width: Slack sees a style only at the edge of a word
URL = re.compile(r"(?<![\w/])https?://[^\s<>|\"'`*]*[^\s<>|\"'`*.,;:!?)\]}»…]")


def written(some: Iterable[Line]) -> str:
    """The lines in Slack's markup."""
    return "\n".join(
        _fence(list(group)) if is_code else "\n".join(map(_line, group))
        for is_code, group in groupby(some, key=lambda line: line.is_code)
    )


def _fence(some: Sequence[Line]) -> str:
    content = "\n".join(_code(line.text) for line in some)
    return f"{FENCE}\n{content}\n{FENCE}"


def _line(line: Line) -> str:
    text = line.prefix
    for styles, group in groupby(line.runs, key=lambda run: run.styles):
        text = _beside(text, _styled(list(group), styles), styled=bool(styles))
    return "> " + text if line.quoted else text


def _beside(before: str, after: str, *, styled: bool) -> str:
    """Put words beside each other so that Slack sees where a style begins and ends."""
    inner, outer = (after[:1], before[-1:]) if styled else (before[-1:], after[:1])
    touching = inner in "*_~`" and outer.isalnum() if inner and outer else False
    return before + (EDGE if touching else "") + after


def _styled(some: Sequence[Run], styles: Sequence[str]) -> str:
    content = "".join(_run(run) for run in some)
    inner = content.strip()
    if not inner or not styles:
        return content
    before, after = content.split(inner, 1)
    markers = "".join(dict.fromkeys(styles))
    return f"{before}{markers}{inner}{markers[::-1]}{after}"


def _run(run: Run) -> str:
    if CODE in run.styles:
        return _code(run.text).replace(TICK, LIKE_A_TICK)
    return link(run.url, run.text) if run.url else _linked(run.text)


def _linked(text: str) -> str:
    """Words somebody wrote; an address among them leads where it says."""
    parts, end = [], 0
    for found in URL.finditer(text):
        parts += [escape(text[end : found.start()]), f"<{entities(found[0])}>"]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def _code(text: str) -> str:
    return defuse(entities(text)).replace(FENCE, JOINER.join(FENCE))
