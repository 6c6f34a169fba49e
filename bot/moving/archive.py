"""Archive: a stream of parts as a file: lines of JSON, compressed (gzip).

{"relais backup": 1, "revision": "0020", "made_at": "2026-11-28T02:00:00+00:00"}
{"table": "questions", "columns": ["id", "workspace", …]}
[1, "T0ORLUNE", …]
{"rows": 1, "checksum": "9f…", "following": 2}
{"tables": 36}
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

from bot.moving.errors import MovingError
from bot.moving.parts import Begun, Head, Part, Rows, Seal, checked
from knowledge.columns import dumps

FORMAT = 1
MARK = "relais backup"
BATCH = 1_000
OURS_ALONE = 0o600
"""Everything people asked is in it."""

BROKEN = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError)
"""What a file that is cut off, or none of ours, makes of reading it."""


def write(path: Path, parts: Iterable[Part]) -> None:
    """Write them beside, look whether it can be read again, then put it in its place.

    Raises:
        MovingError: it can't be written there; what was there before is untouched.
    """
    beside = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        with _on_disk(beside) as raw, gzip.open(raw, "wt", encoding="ascii") as file:
            for line in _lines(parts):
                file.write(line + "\n")
        verify(beside)
        beside.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise MovingError(f"{path} can't be written: {error.strerror or error}.") from error
    finally:
        beside.unlink(missing_ok=True)


def verify(path: Path) -> Head:
    """Read it to its end, and compare every count and checksum; where it comes from.

    Raises:
        MovingError: it can't be read, is damaged or cut off, or of a newer version.
    """
    head, *_ = [part for part in read(path) if isinstance(part, Head)]
    return head


def read(path: Path) -> Iterator[Part]:
    """The parts of a file, each table checked against its seal.

    Raises:
        MovingError: see `verify`. What was yielded before may be of use to nobody.
    """
    try:
        yield from checked(_parts(path))
    except FileNotFoundError as missing:
        raise MovingError(f"There is no file {path}.") from missing
    except BROKEN as error:
        raise MovingError(f"{path} is damaged, cut off, or no backup of Relais.") from error


def _lines(parts: Iterable[Part]) -> Iterator[str]:
    tables = 0
    for part in parts:
        match part:
            case Head(revision, made_at):
                yield dumps({MARK: FORMAT, "revision": revision, "made_at": made_at})
            case Begun(table, columns):
                tables += 1
                yield dumps({"table": table, "columns": columns})
            case Rows(rows):
                yield from map(dumps, rows)
            case Seal(count, checksum, following):
                yield dumps({"rows": count, "checksum": checksum, "following": following})
    yield dumps({"tables": tables})


def _parts(path: Path) -> Iterator[Part]:
    with gzip.open(path, "rt", encoding="ascii") as file:
        yield _head(json.loads(file.readline()))
        tables = 0
        batch: list[Any] = []
        for line in map(json.loads, file):
            if isinstance(line, list):
                batch.append(line)
                if len(batch) < BATCH:
                    continue
            if batch:
                yield Rows(batch)
                batch = []
            match line:
                case {"table": table, "columns": columns}:
                    tables += 1
                    yield Begun(table, columns)
                case {"rows": count, "checksum": checksum, "following": following}:
                    yield Seal(count, checksum, following)
                case {"tables": said} if said == tables and not file.readline():
                    return
    raise EOFError


def _head(line: Any) -> Head:
    if line[MARK] > FORMAT:
        raise MovingError("The backup is of a newer version of Relais: update this one first.")
    return Head(line["revision"], line["made_at"])


@contextmanager
def _on_disk(path: Path) -> Iterator[IO[bytes]]:
    """A new file that nobody else may read; when we leave, all of it has reached the disk."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS_ALONE)
    with open(number, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Let the new name reach the disk, where a folder can be synchronised."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
