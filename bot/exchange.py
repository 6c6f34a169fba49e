"""Exchange: what `relais import` and `relais export` do."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from knowledge import exchange
from knowledge.database import Database
from knowledge.exchange import jsonl

Say = Callable[[str], None]
Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


def print_out(text: str) -> None:
    """To standard output, as it is."""
    sys.stdout.write(text)


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


async def import_files(
    database: Database,
    workspace: str,
    paths: Sequence[Path],
    *,
    by: str,
    now: datetime,
    say: Say,
    progress: Progress = silent,
) -> exchange.Loaded:
    """Import entries from files and folders, all of them or none; say what came of it.

    Raises:
        BadRows: rows that cannot be taken; str() of it names each with file, line and reason.
    """
    rows = exchange.read(paths)
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        progress(done, len(rows))

    async with database.sessions.begin() as session:
        loaded = await exchange.load(
            session, rows, workspace=workspace, by=by, now=now, progress=advance
        )
    say(
        f"{len(rows):,} entries read: {loaded.added:,} new, "
        f"{loaded.changed:,} changed, {loaded.unchanged:,} unchanged."
    )
    return loaded


async def export_file(
    database: Database,
    workspace: str,
    path: Path | None,
    *,
    say: Say,
    out: Say = print_out,
    private: bool = False,
) -> int:
    """Export every entry to a file or folder, or as JSONL to `out`; how many there are.

    `private`: those kept for the members of a channel, too.

    Raises:
        UnknownFormat: the path has an ending that is none of ours.
    """
    async with database.sessions() as session:
        rows = await exchange.dump(session, workspace, private=private)
        hidden = 0 if private else await exchange.left_out(session, workspace)
    if path is None:
        out(jsonl.write(rows))
    else:
        exchange.write(rows, path)
        say(f"{len(rows):,} entries written to {path}.")
    if hidden:
        say(f"{hidden:,} kept for the members of a channel were left out: add --private for them.")
    return len(rows)
