"""Zips: the files of an archive, checked before any is opened, and read in memory alone."""

import io
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from knowledge.exchange.faults import Unreadable
from knowledge.exchange.limits import (
    FILE_LIMIT,
    MB,
    TOTAL_LIMIT,
    check_count,
    check_ratio,
    check_size,
    inside,
    is_hidden,
    is_plain,
)

PACKED_LIMIT = 512 * MB
"""Bytes of an archive as it is."""

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
)
"""What the standard library raises of archives that are damaged, each in its own place."""

DAMAGED = "is damaged or not whole: download or export it again"

Openers = dict[str, Callable[[int | None], bytes]]


def is_zip(path: Path) -> bool:
    """Whether a file is an archive, by its first bytes or its name."""
    with path.open("rb") as file:
        return file.read(4) in MAGIC or path.suffix.lower() == ".zip"


def openers(data: bytes, *, room: int = TOTAL_LIMIT, depth: int = 0) -> tuple[Openers, list[str]]:
    """What reads each file of an archive, and the names of links and devices in it.

    Archives in it are opened too, those in these are not. `room` is how many bytes may be unpacked.

    Raises:
        Unreadable: it is damaged, locked, a bomb, or names files outside itself.
    """
    try:
        archive = ZipFile(io.BytesIO(data))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except BROKEN as error:
        raise Unreadable(DAMAGED) from error
    room -= sum(info.file_size for info in infos)
    check_size(TOTAL_LIMIT - room, TOTAL_LIMIT)
    found: Openers = {}
    links: list[str] = []
    for name, info in _checked(infos).items():
        if not is_plain(info.external_attr >> 16):
            links.append(name)
        elif name.lower().endswith(".zip") and depth == 0:
            inner, beside = openers(_read(archive, info, None), room=room, depth=1)
            found |= inner
            links += beside
        else:
            found[name] = partial(_read, archive, info)
    return dict(sorted(found.items())), links


def _checked(infos: list[ZipInfo]) -> dict[str, ZipInfo]:
    """The files that a person meant, under their names, once all have been found harmless."""
    check_count(len(infos))
    named: dict[str, ZipInfo] = {}
    for info in infos:
        name = inside(_name(info))
        check_ratio(name, info.file_size, info.compress_size)
        if name in named:
            raise Unreadable(f'two files are called "{name}"')
        named[name] = info
    return {name: info for name, info in named.items() if not is_hidden(name)}


def _name(info: ZipInfo) -> str:
    """A file's name; many programs write UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = info.filename
    return unicodedata.normalize("NFC", name)


def _read(archive: ZipFile, info: ZipInfo, size: int | None) -> bytes:
    if info.flag_bits & 0x1:
        raise Unreadable("is locked with a password: unpack it first")
    check_size(info.file_size, FILE_LIMIT)
    try:
        with archive.open(info) as file:
            return file.read() if size is None else file.read(size)
    except BROKEN as error:
        raise Unreadable(DAMAGED) from error
