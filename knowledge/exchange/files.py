"""Files: which format a path is in; every row of several paths, or everything wrong in them."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from knowledge.exchange import csv, jsonl, markdown
from knowledge.exchange.faults import BadRows, Fault, Place
from knowledge.exchange.rows import Raw, Row, as_row

JSONL = (".jsonl", ".ndjson")
CSV = (".csv", ".tsv")
MARKDOWN = (".md", ".markdown")
FORMATS = "JSONL (.jsonl), CSV (.csv) or Markdown (.md, or a folder of such files)"


class UnknownFormat(Exception):
    """Entries are not written to such a file."""


def read(paths: Sequence[Path]) -> list[Row]:
    """Every row of every file, in order; a folder stands for the Markdown files in it.

    Hidden files and a folder's README are no entries.

    Raises:
        BadRows: some cannot be taken; it names them all.
    """
    faults: list[Fault] = []
    rows: list[Row] = []
    places: dict[str, Place] = {}
    for raw in _raws(paths):
        taken = raw if isinstance(raw, Fault) else _unheard(raw, places)
        match taken:
            case Fault():
                faults.append(taken)
            case list():
                faults.extend(taken)
            case Row():
                rows.append(taken)
    if faults:
        raise BadRows(faults)
    return rows


def write(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Write the rows to a file, or to a folder of Markdown where the path has no ending.

    A file is replaced as a whole. In a folder, files of the same names are; others are left.

    Raises:
        UnknownFormat: the path has another ending.
    """
    suffix = path.suffix.lower()
    if suffix in JSONL:
        _replace(path, jsonl.write(rows))
    elif suffix == ".csv":
        _replace(path, csv.write(rows))
    elif path.is_dir() or not suffix:
        for row in rows:
            _replace(path / markdown.path_for(row), markdown.write(row))
    else:
        raise UnknownFormat(f"{path}: entries are written to {FORMATS}")


def _replace(path: Path, text: str) -> None:
    """Write a file beside, then put it in its place: a reader sees the old one or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def _unheard(raw: Raw, places: dict[str, Place]) -> Row | list[Fault]:
    """The row, unless another of this run has its id."""
    taken = as_row(raw)
    if isinstance(taken, list):
        return taken
    key = str(taken.id)
    first = places.setdefault(key, raw.place)
    if first is raw.place:
        return taken
    if "id" in raw.fields:
        return [Fault(raw.place, f'the id "{key}" is taken by {first}')]
    return [Fault(raw.place, f"the same question stands in {first}: give each an id")]


def _raws(paths: Iterable[Path]) -> Iterator[Raw | Fault]:
    for path in paths:
        try:
            yield from _folder(path) if path.is_dir() else _file(path, path.name)
        except OSError as error:
            yield Fault(Place(str(path), 1), f"cannot be read: {error.strerror}")


def _folder(folder: Path) -> Iterator[Raw | Fault]:
    files = sorted(file for file in folder.rglob("*") if _is_entry(file.relative_to(folder)))
    if not files:
        yield Fault(Place(str(folder), 1), "there is no Markdown file in this folder")
    for file in files:
        yield from _file(file, file.relative_to(folder).as_posix())


def _is_entry(path: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in MARKDOWN and path.stem.lower() != "readme" and not is_hidden


def _file(path: Path, name: str) -> Iterator[Raw | Fault]:
    """Rows of one file; `name` is what a Markdown entry without id is known by."""
    suffix = path.suffix.lower()
    if suffix in JSONL:
        yield from jsonl.read(path.read_bytes(), str(path))
    elif suffix in CSV:
        yield from csv.read(path.read_bytes(), str(path))
    elif suffix in MARKDOWN:
        key = unicodedata.normalize("NFC", name.removesuffix(path.suffix))
        yield markdown.read(path.read_bytes(), str(path), key)
    else:
        yield Fault(Place(str(path), 1), f"entries are read from {FORMATS}")
