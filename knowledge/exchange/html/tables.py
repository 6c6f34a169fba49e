"""Tables: cells as text on one line, the first row above the line that Markdown asks for."""

from collections.abc import Iterator

from knowledge.exchange.html.parsing import Node, children
from knowledge.exchange.html.writing import Writer


def write(writer: Writer, table: Node) -> str:
    """A table; one of a single column is there for its looks, and becomes paragraphs."""
    rows = list(_rows(table))
    width = max((len(row) for row in rows), default=0)
    if width < 2:
        return writer.write(*(cell for row in rows for cell in row))
    lines = [_line([_cell(writer, cell) for cell in row], width) for row in rows if row]
    lines.insert(1, f"|{' --- |' * width}")
    return "\n".join(lines)


def _rows(part: Node) -> Iterator[list[Node]]:
    """The rows of a table, without those of a table within it."""
    for child in children(part):
        if child.tag == "tr":
            yield [cell for cell in children(child) if cell.tag in ("td", "th")]
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _line(cells: list[str], width: int) -> str:
    return f"| {' | '.join(cells + [''] * (width - len(cells)))} |"


def _cell(writer: Writer, node: Node) -> str:
    return writer.text(node).replace("\\|", "|").replace("|", "\\|").strip()
