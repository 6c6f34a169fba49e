"""Signals: what `relais signals` does."""

from collections.abc import Callable
from datetime import datetime

from knowledge import tally
from knowledge.database import Database
from knowledge.tally import Count

Say = Callable[[str], None]


async def show(database: Database, workspace: str, since: datetime, *, say: Say) -> None:
    """Count what was passed on since then: one line a process and topic, tabs between."""
    async with database.sessions() as session:
        found = await tally.counts(session, workspace, since)
    for count in found:
        say(_line(count))


def _line(count: Count) -> str:
    told = (f"{count.open} open", f"{count.acted_on} acted on", f"{count.not_now} not now")
    return "\t".join((count.process or "-", count.topic or "-", str(count.total), *told))
