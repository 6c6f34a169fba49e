"""Exports of other systems, as folders of these tests, and the same as archives."""

import zipfile
from pathlib import Path

DATA = Path(__file__).parent / "data"


def zipped(folder: Path, archive: Path) -> Path:
    """The files of a folder as an archive."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path != archive:
                file.write(path, path.relative_to(folder).as_posix())
    return archive
