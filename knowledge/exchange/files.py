"""Files: entries written in the format of a path."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.exchange import csv, jsonl, markdown
from knowledge.exchange.own import JSONL
from knowledge.exchange.replacing import replace

FORMATS = "JSONL (.jsonl), CSV (.csv) or Markdown (.md, or a folder of such files)"


class UnknownFormat(Exception):
    """Entries are not written to such a file."""


def write(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Write the rows to a file, or to a folder of Markdown where the path has no ending.

    A file is replaced as a whole. In a folder, files of the same names are; others are left.

    Raises:
        UnknownFormat: the path has another ending.
    """
    suffix = path.suffix.lower()
    if suffix in JSONL:
        replace(path, jsonl.write(rows))
    elif suffix == ".csv":
        replace(path, csv.write(rows))
    elif path.is_dir() or not suffix:
        for row in rows:
            replace(path / markdown.path_for(row), markdown.write(row))
    else:
        raise UnknownFormat(f"{path}: entries are written to {FORMATS}")
