"""Slack's own text, read once on the way in: mrkdwn becomes Markdown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from handlers.ui.text.document import Document
from handlers.ui.text.measure import tidy
from handlers.ui.text.reading import Reading
from handlers.ui.text.tokens import MENTION, TOKEN, shown, unescaped

NOBODY: Mapping[str, str] = MappingProxyType({})
BLOCK = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
QUOTE, REST_QUOTED = "&gt;", "&gt;&gt;&gt;"
ITEM = re.compile(r"(?P<indent>\s*)(?:[•◦▪‣]\ufe0e?|-|(?P<number>\d{1,9}[.)]))[ \t\u00a0]+(?=\S)")
INDENTED = re.compile(r"\s{2}|\u2003")
WIDE = "\u2003"


def from_slack(text: str, *, names: Mapping[str, str] = NOBODY) -> str:
    """Markdown for a text as Slack sends it; mentions become names, as plain words."""
    document, reading = Document(), Reading(names)
    for place, part in enumerate(BLOCK.split(tidy(text))):
        if place % 2:
            inside = TOKEN.sub(lambda found: shown(found[1], names), part)
            document.code(unescaped(inside))
        else:
            _write(document, part, reading)
    return document.markdown


def mentions(text: str) -> set[str]:
    """The people a text mentions, by id."""
    return {found[1] for found in MENTION.finditer(text)}


def _write(document: Document, text: str, reading: Reading) -> None:
    """Lines of text, paragraph by paragraph and item by item."""
    for quoted, lines in _quoted(text.split("\n")):
        for item, some in _items(lines):
            runs = [reading.runs(line) for line in some]
            if item:
                depth = len(item["indent"].replace(WIDE, "  "))
                document.item(depth, item["number"] or "-", runs, quoted=quoted)
            else:
                document.text(runs, quoted=quoted)


def _quoted(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """The lines in stretches, each quoted or not; `>>>` quotes all that follows."""
    together: list[str] = []
    was_quoted = rest_quoted = False
    for line in lines:
        begins_rest = not rest_quoted and line.startswith(REST_QUOTED)
        rest_quoted = rest_quoted or begins_rest
        quoted = rest_quoted or line.startswith(QUOTE)
        if quoted != was_quoted and together:
            yield was_quoted, together
            together = []
        sign = REST_QUOTED if begins_rest else "" if rest_quoted else QUOTE if quoted else ""
        together.append(line.removeprefix(sign).removeprefix(" " * bool(sign)))
        was_quoted = quoted
    yield was_quoted, together


def _items(lines: Sequence[str]) -> Iterator[tuple[re.Match[str] | None, list[str]]]:
    """The lines in stretches: an item of a list with what is indented below it, or text."""
    item: re.Match[str] | None = None
    together: list[str] = []
    for line in lines:
        begins = ITEM.match(line)
        if together and (begins or (item and not INDENTED.match(line))):
            yield item, together
            item, together = None, []
        item = begins or item
        together.append(line[begins.end() :] if begins else line)
    yield item, together
