"""Writing: the Markdown of a page, block by block.

Every text is escaped, every link is checked. Pictures become links; those that lead nowhere
outside the export are named in `lost`. What is nested deeper than anybody writes is kept as text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from knowledge.exchange.html.escaping import address, literal, literal_start
from knowledge.exchange.html.inline import Piece, joined
from knowledge.exchange.html.parsing import Node, children, collapsed

DEEPEST = 60
"""Elements within each other; beyond that nothing but text is taken."""

BLOCKS = frozenset((
    "address", "article", "aside", "body", "center", "dd", "div", "dl", "fieldset", "figcaption",
    "figure", "footer", "header", "hgroup", "li", "main", "p", "section", "tbody", "td", "tfoot",
    "th", "thead", "tr",
))  # fmt: skip


@dataclass
class Flow:
    """What has been written of a block: finished blocks, and the line that is being written."""

    blocks: list[str] = field(default_factory=list)
    line: list[Piece] = field(default_factory=list)

    def end(self) -> None:
        """End the paragraph; an empty line within it ends it too."""
        if not self.line:
            return
        lines = (literal_start(line.strip(" ")) for line in joined(self.line).split("\n"))
        for is_text, part in groupby(lines, bool):
            if is_text:
                self.blocks.append("\n".join(part))
        self.line = []

    def add(self, *blocks: str) -> None:
        """Add whole blocks after it."""
        self.end()
        self.blocks.extend(block for block in blocks if block.strip())


class Writer:
    """Writes pages: `tags` says how, `base` is what relative links are relative to."""

    def __init__(self, tags: "Mapping[str, Write]", base: str | None = None) -> None:
        self.tags = tags
        self.base = base
        self.lost: list[str] = []
        self.depth = 0

    def write(self, *nodes: Node) -> str:
        """All that stands in some elements."""
        return "\n\n".join(block for node in nodes for block in self.blocks(node))

    def text(self, node: Node) -> str:
        """The same on one line."""
        return " ".join(" ".join(self.blocks(node)).split("\n"))

    def blocks(self, node: Node) -> list[str]:
        """Its blocks, in order."""
        flow = Flow()
        self.into(flow, node)
        flow.end()
        return flow.blocks

    def into(self, flow: Flow, node: Node, mark: str = "") -> None:
        """Write what stands in an element behind what is written already."""
        if self.depth >= DEEPEST:
            flow.line.append(Piece(literal(collapsed(node.text())), mark))
            return
        self.depth += 1
        for child in children(node):
            self.one(flow, child, mark)
        self.depth -= 1

    def one(self, flow: Flow, node: Node, mark: str = "") -> None:
        """Write one element or text."""
        if node.is_text_node:
            flow.line.append(Piece(literal(collapsed(node.text(deep=False))), mark))
        elif write := self.tags.get(str(node.tag)):
            write(self, flow, node, mark)
        elif node.tag in BLOCKS:
            flow.add(*self.blocks(node))
        else:
            self.into(flow, node, mark)

    def link(self, label: str, target: str) -> str:
        """A link, or its label where it may lead nowhere."""
        where = address(target, self.base)
        return f"[{label}]({where})" if label and where else label

    def file(self, name: str, target: str) -> str:
        """A link to a file; its name, noted as lost, where only the export holds it."""
        if not address(target, self.base):
            if target and not target.startswith("data:"):
                self.lost.append(name or target)
            return literal(name)
        return self.link(literal(name) or "image", target)


Write = Callable[[Writer, Flow, Node, str], None]
"""Writes one element behind what is written already; a mark is to stand around its text."""
