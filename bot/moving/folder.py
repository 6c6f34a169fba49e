"""Folder: backups that lie side by side, each called after its moment."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

FORM = "relais-%Y%m%dT%H%M%SZ.backup"
LIKE = "relais-????????T??????Z.backup"


def name(folder: Path, now: datetime) -> Path:
    """The file for a backup of this moment."""
    return folder / now.astimezone(UTC).strftime(FORM)


def superseded(folder: Path, keep: int) -> Sequence[Path]:
    """The backups that are not among the newest; nothing that is called otherwise."""
    return sorted(folder.glob(LIKE))[:-keep]
