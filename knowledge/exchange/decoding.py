"""Decoding: the text of a file, however the program that wrote it keeps letters."""

import re

from knowledge.exchange.faults import Unreadable

_BROKEN_UTF8 = re.compile(rb"[\xc3\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or Windows' Western encoding.

    Raises:
        Unreadable: it is none of them, or UTF-8 with a broken spot.
    """
    if data.startswith(_UTF16):
        return _decoded(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "utf-8" if _BROKEN_UTF8.search(data) else "cp1252")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"bytes that are no text ({encoding})", line) from error


def beginning(data: bytes) -> str:
    """The same of the beginning of a file, whatever is wrong with it."""
    return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8", errors="replace")
