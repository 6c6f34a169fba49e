"""Parsing: HTML as browsers read it, however it was written; what is no text is not there."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.exchange.faults import Unreadable

Node = LexborNode

SILENT = frozenset((
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "svg", "canvas",
    "object", "embed", "applet", "form", "button", "select", "textarea", "datalist", "map",
    "dialog", "nav",
))  # fmt: skip
"""Elements that say nothing to a reader, or that act."""

UNENDING = 5_000
"""Elements within each other that no page has; browsers give up at some hundreds."""

ENDED_BY_THE_NEXT = frozenset((
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "tbody", "td", "th", "thead", "tr", "track", "wbr",
))  # fmt: skip
"""Elements that need no end."""

_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)")
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def parse(html: str) -> Node:
    """The body of a page, or of a part of one."""
    body = document(html).body
    if body is None:  # a page of frames
        raise Unreadable("a page without a body")
    return body


def document(html: str) -> LexborHTMLParser:
    """The whole page, its head included.

    Raises:
        Unreadable: its elements are within each other without end.
    """
    if html.count("<") > UNENDING:
        _check_depth(html)
    return LexborHTMLParser(html.replace("\0", ""))


def _check_depth(html: str) -> None:
    """HTML says that a parser looks up the whole nest at each tag: its time is the square of it."""
    depth = 0
    for closes, name in _TAG.findall(html):
        if name.lower() not in ENDED_BY_THE_NEXT:
            depth = max(0, depth - 1) if closes else depth + 1
        if depth > UNENDING:
            raise Unreadable(f"more than {UNENDING:,} elements within each other")


def whole_page(html: str) -> str:
    """The same, unless it begins as a page and does not end as one."""
    begins = re.search(r"<html[\s>]", html[:4096], re.IGNORECASE)
    if begins and "</html" not in html[-4096:].lower():
        raise Unreadable("the page breaks off: save or export it again")
    return html


def children(node: Node) -> list[Node]:
    """The elements and texts in it that say something, in order."""
    return [child for child in node.iter(include_text=True) if is_heard(child)]


def is_heard(node: Node) -> bool:
    """Whether it is text, or an element whose text is meant to be read."""
    return node.is_text_node or (node.is_element_node and node.tag not in SILENT)


def attribute(node: Node, name: str) -> str:
    """What an attribute says; nothing where it is not there."""
    return (node.attributes.get(name) or "").strip()


def classes(node: Node) -> list[str]:
    """Its classes."""
    return attribute(node, "class").split()


def inner_text(node: Node | None) -> str:
    """The words in it on one line, without any markup."""
    return one_line(node.text(separator="")) if node is not None else ""


def one_line(text: str) -> str:
    """Blanks as a browser shows them: no-break spaces are none of them."""
    return _BLANKS.sub(" ", text).strip(" ")


def collapsed(text: str) -> str:
    """The same, with one blank left at either end where there were some."""
    return _BLANKS.sub(" ", text)
