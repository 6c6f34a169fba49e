"""Trees: what somebody names (a file, a folder, a zip) as files by name. Nothing is unpacked.

Links are not followed, and what is no file of bytes is not opened.
"""

import os
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.exchange import zips
from knowledge.exchange.decoding import beginning
from knowledge.exchange.faults import Place, Skipped, Unreadable
from knowledge.exchange.limits import FILE_LIMIT, check_count, check_size, is_hidden, is_plain

Opener = Callable[[int | None], bytes]
"""Gives so many bytes of the beginning of a file, or all of it."""

HEAD = 16_384
"""Bytes that tell what a file is."""


@dataclass(frozen=True)
class Tree:
    """Files by their names within it, in the order of these. `name` is as the person wrote it.

    Of a single file, the only name is that of the file itself.
    """

    name: str
    openers: dict[str, Opener]
    skipped: tuple[Skipped, ...] = ()
    is_file: bool = False
    _heads: dict[str, str] = field(default_factory=dict)

    def names(self, *endings: str) -> list[str]:
        """The files that have one of these endings; all of them, without one."""
        return [name for name in self.openers if not endings or name.lower().endswith(endings)]

    def read(self, name: str, size: int | None = None) -> bytes:
        """All of one file, or so many bytes of its beginning.

        Raises:
            Unreadable: it is broken, or too large.
        """
        try:
            return self.openers[name](size)
        except OSError as error:
            raise Unreadable(f"cannot be read: {error.strerror or error}") from error

    def head(self, name: str) -> str:
        """The beginning of one file, as far as it is text; nothing of one that cannot be read."""
        if name not in self._heads:
            try:
                self._heads[name] = beginning(self.read(name, HEAD))
            except Unreadable:
                self._heads[name] = ""
        return self._heads[name]

    def place(self, name: str, line: int = 0, item: str = "") -> Place:
        """Where something stands in one of its files."""
        return Place(self.name if self.is_file else f"{self.name}/{name}", line, item)


def open_tree(path: Path) -> Tree:
    """What a path leads to.

    Raises:
        Unreadable: nothing that can be read.
    """
    try:
        if path.is_dir():
            return _folder(path)
        if not path.is_file():
            raise Unreadable("is neither a file nor a folder")
        if zips.is_zip(path):
            check_size(path.stat().st_size, zips.PACKED_LIMIT)
            openers, links = zips.openers(path.read_bytes())
            return Tree(str(path), openers, tuple(_linked(path, name) for name in links))
        check_size(path.stat().st_size)
        return Tree(str(path), {path.name: _opener(path)}, is_file=True)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from error


def _folder(folder: Path) -> Tree:
    openers: dict[str, Opener] = {}
    skipped: list[Skipped] = []
    for path in _walk(folder):
        name = _name(path.relative_to(folder).as_posix())
        check_count(len(openers) + len(skipped))
        if is_hidden(name):
            continue
        if is_plain(path.lstat().st_mode):
            openers[name] = _opener(path)
        else:
            skipped.append(_linked(folder, name))
    return Tree(str(folder), dict(sorted(openers.items())), tuple(skipped))


def _linked(path: Path, name: str) -> Skipped:
    return Skipped(Place(f"{path}/{name}", 0), "is a link or a device, which is not followed")


def _walk(folder: Path) -> Iterator[Path]:
    for parent, _, files in os.walk(folder):
        yield from (Path(parent) / file for file in files)


def _opener(path: Path) -> Opener:
    def read(size: int | None) -> bytes:
        if size is None:
            check_size(path.stat().st_size)
        with path.open("rb") as file:
            return file.read(FILE_LIMIT if size is None else size)

    return read


def _name(path: str) -> str:
    """A path as it is written: names that are no text in UTF-8 are made readable."""
    readable = path.encode(errors="surrogateescape").decode(errors="replace")
    return unicodedata.normalize("NFC", readable)
