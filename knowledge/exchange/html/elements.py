"""Elements: how each is written."""

from knowledge.exchange.html import inline, tables
from knowledge.exchange.html.escaping import literal
from knowledge.exchange.html.inline import MARKS, Piece, joined
from knowledge.exchange.html.parsing import Node, attribute, children, classes, inner_text, one_line
from knowledge.exchange.html.writing import Flow, Write, Writer

MENTIONED = frozenset(("user-mention", "userlink", "confluence-userlink"))
"""Classes of links to a person."""


def bold(text: str) -> str:
    """A line in bold."""
    return joined([Piece(text.strip(), "**")])


def fenced(text: str, language: str = "") -> str:
    """A block of code."""
    fence = inline.fence_for(text)
    name = language if language.isalnum() else ""
    body = text.strip("\n")
    return f"{fence}{name}\n{body}\n{fence}" if body.strip() else ""


def _marked(writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    writer.into(flow, node, mark or MARKS[str(node.tag)])


def _break(_writer: Writer, flow: Flow, _node: Node, _mark: str) -> None:
    flow.line.append(Piece("\n"))


def _anchor(writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    label = writer.text(node)
    if "](" in label:  # a picture within a link
        label = literal(inner_text(node)) or "image"
    if MENTIONED.intersection(classes(node)):
        label = label.removeprefix("@")
    flow.line.append(Piece(writer.link(label, attribute(node, "href")), mark))


def _image(writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    source = attribute(node, "src")
    file = source.partition("?")[0].rpartition("/")[2]
    alias = attribute(node, "data-linked-resource-default-alias")  # of Confluence
    name = one_line(attribute(node, "alt") or alias) or ("" if source.startswith("data:") else file)
    flow.line.append(Piece(writer.file(name, source), mark))


def _played(writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    if source := attribute(node, "src"):
        name = one_line(attribute(node, "title")) or str(node.tag)
        flow.line.append(Piece(writer.file(name, source), mark))
    writer.into(flow, node, mark)


def _code(_writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    flow.line.append(Piece(inline.code(one_line(node.text())), mark))


def _box(_writer: Writer, flow: Flow, node: Node, mark: str) -> None:
    if attribute(node, "type") == "checkbox":
        flow.line.append(Piece("☑ " if "checked" in node.attributes else "☐ ", mark))


def _heading(writer: Writer, flow: Flow, node: Node, _mark: str) -> None:
    text = writer.text(node).strip()
    flow.add(f"{'#' * int(str(node.tag)[1])} {text}" if text else "")


def _rule(_writer: Writer, flow: Flow, _node: Node, _mark: str) -> None:
    flow.add("---")


def _quote(writer: Writer, flow: Flow, node: Node, _mark: str) -> None:
    if text := writer.write(node):
        flow.add("\n".join(f"> {line}".rstrip() for line in text.split("\n")))


def _preformatted(_writer: Writer, flow: Flow, node: Node, _mark: str) -> None:
    inner = node.css_first("code")
    named = classes(node) + (classes(inner) if inner is not None else [])
    language = next((one for one in named if one.startswith("language-")), "")
    flow.add(fenced(node.text(), language.removeprefix("language-")))


def _listed(writer: Writer, flow: Flow, node: Node, _mark: str) -> None:
    start = attribute(node, "start")
    number = int(start) if start.isdecimal() and len(start) < 9 else 1
    items: list[list[str]] = []
    for child in children(node):
        inner = Flow()
        writer.one(inner, child)
        inner.end()
        if inner.blocks and items and child.tag != "li":  # a list outside the item it belongs to
            items[-1].extend(inner.blocks)
        elif inner.blocks:
            items.append(inner.blocks)
    bullets = (f"{number + place}. " if node.tag == "ol" else "- " for place in range(len(items)))
    flow.add("\n".join(map(_item, bullets, items)))


def _item(bullet: str, blocks: list[str]) -> str:
    """An item: a list within it stands close to what it belongs to."""
    text = blocks[0]
    for block in blocks[1:]:
        is_list = block.startswith("- ") or block.partition(". ")[0].isdecimal()
        text += ("\n" if is_list else "\n\n") + block
    first, *rest = text.split("\n")
    indent = " " * len(bullet)
    return "\n".join([bullet + first, *(indent + line if line else "" for line in rest)])


def _lead(writer: Writer, flow: Flow, node: Node, _mark: str) -> None:
    """What names the text after it: a term, the summary of what is to be unfolded."""
    flow.add(bold(writer.text(node)))


def _tabled(writer: Writer, flow: Flow, node: Node, _mark: str) -> None:
    flow.add(tables.write(writer, node))


BY_TAG: dict[str, Write] = {
    **dict.fromkeys(MARKS, _marked),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol", "menu"), _listed),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), _code),
    **dict.fromkeys(("video", "audio", "iframe", "source"), _played),
    **dict.fromkeys(("dt", "summary"), _lead),
    "a": _anchor,
    "blockquote": _quote,
    "br": _break,
    "hr": _rule,
    "img": _image,
    "input": _box,
    "pre": _preformatted,
    "table": _tabled,
    "details": lambda writer, flow, node, _: flow.add(*writer.blocks(node)),
}
