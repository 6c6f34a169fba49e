"""The table of docs/security.md, as it is written there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
HEAD = "| what | name |"
NAME = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Line:
    """One act: what each role may do with it, by the name of its column."""

    name: str
    says: dict[str, str]


def lines() -> Iterator[Line]:
    """Every act of the page, a line of which may name several."""
    columns: list[str] = []
    for written in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in written.strip("|").split("|")]
        if written.startswith(HEAD):
            columns = cells
        elif not written.startswith("|"):
            columns = []
        elif columns and not set(written) <= set("|-"):
            row = dict(zip(columns, cells, strict=True))
            says = {name: row[name] for name in columns[2:-1]}
            yield from (Line(name, says) for name in NAME.findall(row["name"]))
