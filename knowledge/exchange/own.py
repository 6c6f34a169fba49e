"""Own formats: JSONL, CSV and Markdown, as people write them by hand and as an export has them."""

from collections.abc import Iterator, Sequence

from knowledge.exchange import csv, jsonl, markdown
from knowledge.exchange.faults import Fault, Unreadable
from knowledge.exchange.rows import Raw
from knowledge.exchange.trees import Tree

JSONL = (".jsonl", ".ndjson")
CSV = (".csv", ".tsv")
MARKDOWN = (".md", ".markdown")


def recognises(tree: Tree) -> bool:
    """Whether it has files of one of these endings."""
    return bool(_files(tree))


def read(trees: Sequence[Tree]) -> Iterator[Raw | Fault]:
    """Give each row. A folder with Markdown in it stands for its Markdown files."""
    for tree in trees:
        for name in _files(tree):
            try:
                yield from _file(tree, name)
            except Unreadable as unreadable:
                yield Fault(tree.place(name, unreadable.line), unreadable.reason)


def _files(tree: Tree) -> list[str]:
    pages = [name for name in tree.names(*MARKDOWN) if tree.is_file or not _is_readme(name)]
    return pages or tree.names(*JSONL, *CSV)


def _is_readme(name: str) -> bool:
    """A folder's README is no entry."""
    return name.rpartition("/")[2].rpartition(".")[0].lower() == "readme"


def _file(tree: Tree, name: str) -> Iterator[Raw | Fault]:
    """Rows of one file; its name is what a Markdown entry without id is known by."""
    file, data = tree.place(name).file, tree.read(name)
    if name.lower().endswith(JSONL):
        yield from jsonl.read(data, file)
    elif name.lower().endswith(CSV):
        yield from csv.read(data, file)
    else:
        yield markdown.read(data, file, name.rpartition(".")[0])
