"""`python -m migrations NUMBER "What changes"` writes the next migration from the tables in code.

They are compared with an empty SQLite database that all the former migrations have made. Read
what it wrote before you keep it, and run the tests: they compare on PostgreSQL as well.
"""

import asyncio
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import migrate
from knowledge.database import open_database


async def draft(number: str, message: str) -> Path:
    """Write `versions/<number>_<message>.py`."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'draft.db'}")
        try:
            await migrate.upgrade(database)
            return await migrate.draft(database, message, number)
        finally:
            await database.close()


def tidy(script: Path) -> None:
    """Leave out Alembic's remarks, and lay the rest out as all our code is."""
    lines = script.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = (line for line in lines if not line.strip().startswith("# ###"))
    script.write_text("".join(kept), encoding="utf-8")
    for order in (("check", "--select=I", "--fix", "--quiet"), ("format", "--quiet")):
        subprocess.run([sys.executable, "-m", "ruff", *order, str(script)], check=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    tidy(asyncio.run(draft(*sys.argv[1:])))
