"""CSV: a header, then one entry a row, as spreadsheets save it.

Lists are separated by `|` (`\\|` within an item). In columns of the team's own a cell that is JSON
exactly as we would write it (12, true, ["a", "b"]) is that value; any other cell is text.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from knowledge.exchange.decoding import decode
from knowledge.exchange.faults import Fault, Place, Unreadable
from knowledge.exchange.rows import FIELDS, LISTS, NAMES, Raw, known_name

SEPARATORS = ",;\t"
LONGEST_CELL = 1_000_000
BYTE_ORDER_MARK = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""

_ITEM = re.compile(r"(?:\\[\\|]|[^|])*")


def read(data: bytes, file: str) -> Iterator[Raw | Fault]:
    """Give each row's fields, or why it cannot be read; blank rows are passed over."""
    try:
        text = decode(data)
        rows = lines(text)
        _, header = next(rows, (1, []))
        names = _names(header)
    except Unreadable as unreadable:
        yield Fault(Place(file, unreadable.line), unreadable.reason)
        return
    try:
        for number, cells in rows:
            yield _row(Place(file, number), names, cells)
    except Unreadable as unreadable:
        yield Fault(Place(file, unreadable.line), unreadable.reason)


def write(rows: Sequence[dict[str, Any]]) -> str:
    """A table of all the rows, its columns in a fixed order."""
    present = {name for row in rows for name in row}
    names = [name for name in FIELDS if name in present or name in ("id", "title", "body")]
    names += sorted(present.difference(names))
    return table(names, ([_cell(name, row) for name in names] for row in rows))


def table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A header and its rows, as a spreadsheet opens it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return BYTE_ORDER_MARK + file.getvalue()


def lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds something, and the line on which it begins."""
    csv.field_size_limit(LONGEST_CELL)  # for the whole process: there is no other way
    file = io.StringIO(text.replace("\0", ""), newline="")
    reader = csv.reader(file, delimiter=_separator(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"broken CSV: {error}", begins) from error


def check_whole(names: Sequence[str], cells: Sequence[str], line: int) -> None:
    """Refuse a row that breaks off: a program writes as many cells as it has named columns."""
    if len(cells) < len(names):
        told = f"{len(cells)} cells, but the header names {len(names)}: export it again"
        raise Unreadable(told, line)


def columns(line: str) -> list[str]:
    """The names in a first line; none where it is no line of CSV."""
    try:
        return next(csv.reader([line], delimiter=_separator(line)), [])
    except csv.Error:
        return []


def _separator(text: str) -> str:
    """What separates the names of the header: the one that occurs most outside quotes."""
    header = re.sub(r'"[^"]*"', "", text).partition("\n")[0]
    return max(SEPARATORS, key=header.count)


def _names(header: Sequence[str]) -> list[str]:
    names = [known_name(name) for name in header]
    doubles = {name for name in names if name and names.count(name) > 1}
    if doubles:
        raise Unreadable(f"two columns are called {', '.join(sorted(doubles))}")
    if not {"title", "question"}.intersection(names):
        raise Unreadable('the first row must name the columns, "title" and "body" among them')
    return names


def _row(place: Place, names: Sequence[str], cells: Sequence[str]) -> Raw | Fault:
    if any(cells[len(names) :]):
        reason = f"{len(cells)} cells, but the header names {len(names)} columns"
        return Fault(place, reason)
    filled = dict(zip(names, cells, strict=False))
    if filled.pop("", ""):
        return Fault(place, "a cell in a column without a name")
    return Raw(
        place, {name: _value(name, cell) for name, cell in filled.items() if _says(name, cell)}
    )


def _says(name: str, cell: str) -> bool:
    """Whether a cell says something: an empty one of ours clears the field, another is absent."""
    return bool(cell) or name in FIELDS


def _value(name: str, cell: str) -> Any:
    if name in LISTS:
        return [re.sub(r"\\([\\|])", r"\1", item) for item in _ITEM.findall(cell)]
    return cell if name in NAMES else _json_or_text(cell)


def _json_or_text(cell: str) -> Any:
    try:
        value = json.loads(cell, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return cell
    return value if _json(value) == cell else cell


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _cell(name: str, row: dict[str, Any]) -> str:
    if name not in row:
        return ""
    value = row[name]
    if name in LISTS:
        return "|".join(re.sub(r"([\\|])", r"\\\1", item) for item in value)
    is_plain = isinstance(value, str) and value and _json_or_text(value) == value
    return str(value) if name in NAMES or is_plain else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
