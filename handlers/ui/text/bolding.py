"""Bolding: certain places of a text in bold, and as much around the first as there is room."""

from collections.abc import Sequence

from handlers.ui.text.lines import Line
from handlers.ui.text.measure import ELLIPSIS, cut, tidy
from handlers.ui.text.mrkdwn import written
from handlers.ui.text.runs import BOLD, Run
from knowledge.search.unfold import Span


def bolded(text: str, spans: Sequence[Span], limit: int) -> str:
    """A line of plain text as Slack's markup, within about `limit` characters, these in bold."""
    first = min((start for start, _ in spans), default=0)
    begin = max(first - limit // 3, 0) if len(text) > limit else 0
    runs, done = [Run(ELLIPSIS)] if begin else [], begin
    for start, end in sorted(spans):
        if done <= start < begin + limit:
            runs += [Run(_tidied(text[done:start])), Run(_tidied(text[start:end]), (BOLD,))]
            done = end
    rest = cut(text[done:], max(limit - (done - begin), 1))
    runs.append(Run(_tidied(rest)))
    return written([Line(tuple(run for run in runs if run.text))])


def _tidied(text: str) -> str:
    return tidy(text).replace("\n", " ")
