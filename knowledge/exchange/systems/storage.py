"""Storage format: the elements of its own that Confluence puts into its HTML."""

import re
from html import escape

from knowledge.exchange.html import (
    BY_TAG,
    Flow,
    Node,
    Write,
    Writer,
    attribute,
    bold,
    children,
    fenced,
    inner_text,
)
from knowledge.exchange.html.escaping import literal
from knowledge.exchange.html.inline import Piece

_ENDED = r"<\1\2></\1>"
_CLOSED = re.compile(r"<((?:ac|ri):[\w-]+)([^<>]*?)/>")


def as_html(storage: str) -> str:
    """The same, as HTML has it: it knows neither CDATA nor elements that close themselves."""
    first, *parts = storage.split("<![CDATA[")
    told = [_CLOSED.sub(_ENDED, first)]
    for part in parts:
        text, _, rest = part.partition("]]>")
        told += [escape(text), _CLOSED.sub(_ENDED, rest)]
    return "".join(told)


def _macro(writer: Writer, flow: Flow, node: Node, _mark: str) -> None:
    """A box, an unfoldable part or code; what a macro only computes is not there."""
    parameters = {
        attribute(one, "ac:name"): inner_text(one) for one in _inner(node, "ac:parameter")
    }
    for part in children(node):
        if part.tag == "ac:plain-text-body":
            flow.add(fenced(part.text(), parameters.get("language", "")))
        elif part.tag == "ac:rich-text-body":
            flow.add(bold(literal(parameters.get("title", ""))), *writer.blocks(part))


def _image(writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    for one in children(node):
        name = attribute(one, "ri:filename") or attribute(node, "ac:alt")
        if one.tag in ("ri:url", "ri:attachment"):
            flow.line.append(Piece(writer.file(name, attribute(one, "ri:value") or name), mark))


def _link(writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    """What it is called; where it leads is a place of Confluence's alone."""
    label = ""
    for one in children(node):
        if one.tag in ("ac:link-body", "ac:plain-text-link-body"):
            label = writer.text(one)
        elif one.tag in ("ri:page", "ri:blog-post"):
            label = label or literal(attribute(one, "ri:content-title"))
        elif one.tag == "ri:attachment":
            name = attribute(one, "ri:filename")
            label = writer.file(label or name, name)
    flow.line.append(Piece(label, mark))


def _task(writer: Writer, flow: Flow, node: Node, _mark: str) -> None:
    done = any(inner_text(one) == "complete" for one in _inner(node, "ac:task-status"))
    for body in _inner(node, "ac:task-body"):
        flow.add(f"- {'☑' if done else '☐'} {writer.text(body)}")


def _emoticon(_writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    flow.line.append(Piece(literal(attribute(node, "ac:emoji-fallback")), mark))


def _moment(_writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    flow.line.append(Piece(literal(inner_text(node) or attribute(node, "datetime")), mark))


def _nothing(_writer: Writer, _flow: Flow, _node: Node, _mark: str) -> None:
    """What is there for whoever writes the page."""


def _box(writer: Writer, flow: Flow, node: Node, _mark: str) -> None:
    flow.add(*writer.blocks(node))


def _inner(node: Node, tag: str) -> list[Node]:
    return [child for child in children(node) if child.tag == tag]


TAGS: dict[str, Write] = {
    **BY_TAG,
    **dict.fromkeys(("ac:layout", "ac:layout-section", "ac:layout-cell", "ac:task-list"), _box),
    **dict.fromkeys(("ac:parameter", "ac:placeholder", "ac:inline-comment-marker-ref"), _nothing),
    "ac:structured-macro": _macro,
    "ac:macro": _macro,
    "ac:image": _image,
    "ac:link": _link,
    "ac:task": _task,
    "ac:emoticon": _emoticon,
    "time": _moment,
}
