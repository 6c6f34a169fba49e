"""Replacing: files written so that a reader sees the old one or the new one, never half of one."""

import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path


def replace(path: Path, text: str) -> None:
    """Write a file beside, then put it in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def zipped(path: Path, files: Mapping[str, str], at: datetime) -> None:
    """The same for an archive; all its files are of one moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    beside.replace(path)
