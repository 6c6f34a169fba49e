"""HTML: what pages say, as Markdown that means the same and can do nothing."""

from collections.abc import Mapping

from knowledge.exchange.html.elements import BY_TAG, bold, fenced
from knowledge.exchange.html.parsing import (
    Node,
    attribute,
    children,
    classes,
    document,
    inner_text,
    one_line,
    parse,
    whole_page,
)
from knowledge.exchange.html.writing import Flow, Write, Writer

__all__ = [
    "BY_TAG",
    "Flow",
    "Node",
    "Write",
    "Writer",
    "attribute",
    "bold",
    "children",
    "classes",
    "document",
    "fenced",
    "inner_text",
    "markdown_of",
    "one_line",
    "parse",
    "whole_page",
]


def markdown_of(
    *parts: Node, base: str | None = None, tags: Mapping[str, Write] = BY_TAG
) -> tuple[str, tuple[str, ...]]:
    """The Markdown of parts of a page, and the names of files that only its export holds.

    `base` is the address that relative links are relative to, where it is known.
    """
    writer, flow = Writer(tags, base), Flow()
    for part in parts:
        writer.one(flow, part)
    flow.end()
    return "\n\n".join(flow.blocks), tuple(writer.lost)
