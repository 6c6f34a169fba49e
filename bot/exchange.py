"""Exchange: what `relais import` and `relais export` do with entries."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, exchange
from knowledge.database import Database
from knowledge.entry import Entry, Status
from knowledge.exchange import jsonl, report
from knowledge.exchange.twins import twins

Say = Callable[[str], None]
Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


@dataclass(frozen=True)
class Manner:
    """How an import is done: as a trial, with what is gone archived, with the file's word first."""

    is_dry: bool = False
    archives: bool = False
    overwrites: bool = False
    tells_all: bool = False


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
    choices: exchange.Choices | None = None,
    manner: Manner | None = None,
    progress: Progress = silent,
) -> exchange.Loaded:
    """Import entries from files and folders, all of them or none; say what came of it.

    Raises:
        BadRows: rows that cannot be taken; str() of it names each with file, line and reason.
    """
    choices, manner = choices or exchange.Choices(), manner or Manner()
    reading = exchange.read(paths, choices)
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        progress(done, len(reading.rows))

    async with database.sessions() as session:
        here = await _titles(session, workspace)
        topics = await _unknown_topics(session, workspace, choices)
        loaded = await exchange.load(
            session,
            reading.rows,
            workspace=workspace,
            by=by,
            now=now,
            sources=reading.sources,
            left_out=[one.key for one in reading.skipped if one.key],
            archive=manner.archives,
            overwrite=manner.overwrites,
            dry=manner.is_dry,
            progress=advance,
        )
        await (session.rollback() if manner.is_dry else session.commit())
    alike = _twins(here, reading) if reading.sources else []
    told = report.lines(
        reading, loaded, alike, topics, is_dry=manner.is_dry, whole=manner.tells_all
    )
    say("\n".join(told))
    return loaded


async def export_file(
    database: Database,
    workspace: str,
    path: Path | None,
    *,
    say: Say,
    private: bool = False,
    out: Say = print_out,
) -> int:
    """Export every entry to a file or folder, or as JSONL to `out`; how many there are.

    `private`: those kept for the members of a channel, too.

    Entries of private channels are among them only where `private` says so.

    Raises:
        UnknownFormat: the path has an ending that is none of ours.
    """
    async with database.sessions() as session:
        rows = await exchange.dump(session, workspace, private=True)
    shown = [row for row in rows if private or "audience" not in row]
    if path is None:
        out(jsonl.write(shown))
    else:
        exchange.write(shown, path)
        say(f"{len(shown):,} entries written to {path}.")
    if len(shown) < len(rows):
        say(f"{len(rows) - len(shown):,} of private channels are left out; --private adds them.")
    return len(shown)


async def _titles(session: AsyncSession, workspace: str) -> dict[str, str]:
    """What the entries here ask, by id."""
    query = select(Entry.key, Entry.id, Entry.title).where(
        Entry.workspace == workspace, Entry.status != Status.ARCHIVED
    )
    return {key or f"#{number}": title for key, number, title in await session.execute(query)}


async def _unknown_topics(
    session: AsyncSession, workspace: str, choices: exchange.Choices
) -> set[str]:
    charter = await charters.in_force(session, workspace)
    return choices.named_topics - {topic.id for topic in charter.topics}


def _twins(here: dict[str, str], reading: exchange.Reading) -> list[tuple[str, str]]:
    new = {str(row.id): row.title for row in reading.rows if str(row.id) not in here}
    titles = here | new
    return [(titles[one], titles[other]) for one, other in twins(titles, new)]
