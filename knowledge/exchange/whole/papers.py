"""Papers: a whole workspace as files: tables that lose nothing, and what people like to read.

relais.json          what it is, and how much of it there is
tables/*.jsonl       every row: this is what is read back
entries/*.md         the entries, as `relais import` takes them anywhere
entries.csv, questions.csv, charter.yaml, synonyms.txt
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.exchange import csv, groups, jsonl, markdown
from knowledge.exchange.faults import BadRows, Fault, Unreadable
from knowledge.exchange.replacing import replace, zipped
from knowledge.exchange.trees import Tree
from knowledge.exchange.whole import manifest
from knowledge.exchange.whole.manifest import Manifest
from knowledge.exchange.whole.tables import TABLES, Row, Whole

MANIFEST = "relais.json"

QUESTION = ("id", "asked_at", "asker", "text", "topic", "verdict", "feedback")


def find(tree: Tree) -> str | None:
    """Where in a folder or archive a whole workspace is; None where there is none."""
    for name in tree.names(MANIFEST):
        if name.rpartition("/")[2] == MANIFEST and '"relais"' in tree.head(name):
            return name.removesuffix(MANIFEST)
    return None


def read(tree: Tree, above: str) -> tuple[Manifest, Whole]:
    """What is in it.

    Raises:
        BadRows: something is damaged or missing; nothing is to be taken.
    """
    faults: list[Fault] = []
    whole: Whole = {}
    try:
        said = manifest.read(tree.read(f"{above}{MANIFEST}"))
    except Unreadable as unreadable:
        raise BadRows([Fault(tree.place(MANIFEST), unreadable.reason)]) from unreadable
    for kept in TABLES:
        name = f"{above}tables/{kept.name}.jsonl"
        count = said.rows.get(kept.name, 0)
        try:
            whole[kept.name] = _rows(tree, name, count)
        except Unreadable as unreadable:
            faults.append(Fault(tree.place(name, unreadable.line), unreadable.reason))
    if faults:
        raise BadRows(faults)
    return said, whole


def write(said: Manifest, whole: Whole, entries: list[Row], path: Path) -> None:
    """Write it to a folder, or to a zip where the path ends so.

    In a folder that an export was written to before, its entries that are no more are removed.

    Raises:
        BadRows: there is another folder's worth of files.
    """
    files = _files(said, whole, entries)
    if path.suffix.lower() == ".zip":
        zipped(path, files, said.exported_at)
        return
    if path.exists() and not (path / MANIFEST).exists() and (path.is_file() or any(path.iterdir())):
        told = "is there already, and no export: name another folder, or a .zip"
        raise UnknownPlace(f"{path} {told}")
    for old in (path / "entries").rglob("*.md"):
        if old.relative_to(path).as_posix() not in files:
            old.unlink()
    for name, content in files.items():
        replace(path / name, content)


class UnknownPlace(Exception):
    """An export is not written there."""


def _rows(tree: Tree, name: str, count: int) -> list[Row]:
    if name not in tree.openers:
        if count:
            raise Unreadable("it is missing: this is not all of the export")
        return []
    rows = [jsonl.one(line, number) for number, line in jsonl.lines(tree.read(name))]
    if len(rows) != count:
        told = f"{len(rows):,} lines, but {MANIFEST} says {count:,}: this is not all of the export"
        raise Unreadable(told, max(1, len(rows)))
    return rows


def _files(said: Manifest, whole: Whole, entries: list[Row]) -> Mapping[str, str]:
    tables = {f"tables/{name}.jsonl": jsonl.write(rows) for name, rows in whole.items()}
    pages = {f"entries/{markdown.path_for(row)}": markdown.write(row) for row in entries}
    charters, terms = whole["charter_versions"], whole["synonym_groups"]
    return {
        **tables,
        **pages,
        "entries.csv": csv.write(entries),
        "questions.csv": csv.table(QUESTION, _asked(whole)),
        **({"charter.yaml": charters[-1]["text"]} if charters else {}),
        "synonyms.txt": groups.write(row["terms"] for row in terms if not row["is_removed"]),
        MANIFEST: said.written(),  # last: without it nothing of this is taken for an export
    }


def _asked(whole: Whole) -> list[list[Any]]:
    """Each question, and the answer that an expert gave to it."""
    answers = {row["question_id"]: row["answer"] for row in whole["escalations"]}
    return [
        [*(row[name] for name in QUESTION), answers.get(row["id"])] for row in whole["questions"]
    ]


def counts(whole: Whole) -> dict[str, int]:
    """How many rows each table has."""
    return {name: len(rows) for name, rows in whole.items()}
