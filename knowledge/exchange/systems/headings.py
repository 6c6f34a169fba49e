"""Headings: a page's questions where nothing but their size tells them."""

from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from knowledge.exchange.html import Node, inner_text

LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


def under_headings(page: LexborHTMLParser) -> list[tuple[Node, tuple[Node, ...]]]:
    """Each heading that asks, with what stands between it and the next of its size or a larger one.

    Of headings of several sizes the one counts that asks most often.
    """
    headings = page.css(", ".join(LEVELS))
    asking = [one for one in headings if inner_text(one).endswith("?")]
    if not asking:
        return []
    level = str(Counter(one.tag for one in asking).most_common(1)[0][0])
    return [(one, _below(one, level)) for one in asking if one.tag == level]


def _below(heading: Node, level: str) -> tuple[Node, ...]:
    """What follows a heading, or, where that is nothing, what follows the box that it stands in."""
    ends = LEVELS[: LEVELS.index(level) + 1]
    start: Node | None = heading
    while start is not None and start.tag != "body":
        parts, after = [], start.next
        while after is not None and not (after.tag in ends or _holds(after, ends)):
            parts.append(after)
            after = after.next
        if any(part.text().strip() for part in parts):
            return tuple(parts)
        start = start.parent
    return ()


def _holds(node: Node, tags: tuple[str, ...]) -> bool:
    return node.is_element_node and node.css_first(", ".join(tags)) is not None
