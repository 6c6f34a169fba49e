"""Mrkdwn: lines of words in Slack's markup."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from handlers.ui.text.escaping import (
    HAIR,
    JOINER,
    LIKE_A_TICK,
    STYLES,
    TICK,
    defuse,
    entities,
    escape,
    link,
)
from handlers.ui.text.lines import Line
from handlers.ui.text.runs import CODE, Run

FENCE = "```"
MARKERS = STYLES + TICK
EDGE = "\u200b"  # of no width: Slack sees a style only at the edge of a word


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
    text, signs = "", _signs(line)
    for styles, group in groupby(line.runs, key=_styles):
        text = _beside(text, _styled(list(group), styles, signs), styled=bool(styles))
    # Nothing stands beside what begins or ends the line.
    return ("> " if line.quoted else "") + line.prefix + text.strip(HAIR)


def _styles(run: Run) -> tuple[str, ...]:
    """Slack follows no link in code: where it leads is worth more than how it looks."""
    return tuple(style for style in run.styles if style != CODE or not run.url)


def _signs(line: Line) -> set[str]:
    """The signs of styles that could pair somewhere in the line, across its runs."""
    used = {sign for run in line.runs for sign in run.styles}
    written = "".join(run.text for run in line.runs)
    return {sign for sign in STYLES if sign in used or written.count(sign) > 1}


def _beside(before: str, after: str, *, styled: bool) -> str:
    """Put words beside each other so that Slack sees where a style begins and ends.

    It does beside a space and the punctuation of a keyboard; beside a letter, « or ’ it needs help.
    """
    inner, outer = (after[:1], before[-1:]) if styled else (before[-1:], after[:1])
    joined = outer.isalnum() or not outer.isascii() or outer in MARKERS
    touching = joined and inner in MARKERS if inner and outer else False
    return before + (EDGE if touching else "") + after


def _styled(some: Sequence[Run], styles: Sequence[str], signs: Collection[str]) -> str:
    content = "".join(_run(run, signs) for run in some)
    inner = content.strip()
    if not inner or not styles:
        return content
    before, after = content.split(inner, 1)
    markers = "".join(dict.fromkeys(styles))
    return f"{before}{markers}{inner}{markers[::-1]}{after}"


def _run(run: Run, signs: Collection[str]) -> str:
    if run.url:
        return link(run.url, run.text, signs)
    if CODE in run.styles:
        return _code(run.text).replace(TICK, LIKE_A_TICK)
    return escape(run.text, signs)


def _code(text: str) -> str:
    return defuse(entities(text)).replace(FENCE, JOINER.join(FENCE))
