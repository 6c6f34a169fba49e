"""A database with a charter and as many published entries as are wanted, made of `corpus.py`."""

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.migrate import upgrade
from bot.sandbox.running import EXAMPLES
from knowledge import charters
from knowledge.database import Database, open_database
from knowledge.entry import Change, Entry, Genre, Status
from tests.benchmarks import corpus

WORKSPACE = "T0BENCH"
NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
CHARTER = (EXAMPLES / "charter.yaml").read_text("utf-8")
AT_ONCE = 5_000
"""Rows inserted by one statement."""


def filled(folder: Path, entries: int) -> str:
    """Make the database in that folder, always the same one; its address."""
    url = f"sqlite:///{folder}/relais-{entries}.db"
    asyncio.run(_fill(url, entries))
    return url


async def _fill(url: str, entries: int) -> None:
    database = open_database(url)
    try:
        await upgrade(database)
        await _write(database, entries)
    finally:
        await database.close()


async def _write(database: Database, entries: int) -> None:
    async with database.sessions.begin() as session:
        version = await charters.apply(session, CHARTER, workspace=WORKSPACE, by="U0LEAD", now=NOW)
        topics = [topic.id for topic in charters.parsed(version.text).topics]
        rows = _rows(entries, topics)
        while some := list(islice(rows, AT_ONCE)):
            await session.execute(insert(Entry), some)
            await session.execute(
                insert(Change), [{"workspace": WORKSPACE, "entry_id": row["id"]} for row in some]
            )


def _rows(entries: int, topics: list[str]) -> Iterator[dict[str, Any]]:
    lot = random.Random(entries)
    for document in corpus.documents(corpus.sources(), entries, lot):
        yield {
            "id": int(document.key) + 1,
            "workspace": WORKSPACE,
            "kind": Genre.FAQ,
            "status": Status.PUBLISHED,
            "title": document.title,
            "body": document.body,
            "topic": lot.choice(topics),
            "tags": [],
            "extra": {},
            "redactions": [],
            "revision": 1,
            "is_credited": True,
            "is_lapsed": False,
            "created_at": NOW,
            "updated_at": NOW,
            "published_at": NOW,
        }
