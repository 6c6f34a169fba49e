"""`relais doctor duplicates`: what the stock holds twice, and what contradicts itself."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from knowledge import charters
from knowledge.database import open_database
from knowledge.duplicate import Duplicate
from knowledge.outbox import Kind, Notification
from tests.bot.command_line import Relais
from tests.factories import CHARTER, NINA, NOW

T1 = ("--workspace", "T1")
ROWS = [
    {"id": "a", "title": "How long does a refund take?", "body": "It takes **5 days**, by card."},
    {
        "id": "b",
        "title": "How long does the refund take?",
        "body": "It takes three weeks, by card.",
    },
    {"id": "c", "title": "Where are the shops?", "body": "In Lyon."},
    {"id": "d", "title": "Where are our shops?", "body": "They are in Lyon."},
]


@pytest.fixture
def stocked(relais: Relais) -> Relais:
    """A stock with a contradiction and a duplicate in it."""
    lines = [json.dumps(row | {"lang": "en", "status": "published"}) for row in ROWS]
    file = relais.folder / "entries.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert relais("import", str(file), *T1).returncode == 0
    _in_database(relais, _agree)
    return relais


async def _agree(session: Any) -> None:
    await charters.apply(session, CHARTER, workspace="T1", by=NINA, now=NOW)


async def _kept(session: Any) -> list[bool]:
    rows = await session.scalars(select(Duplicate).order_by(Duplicate.contradicts.desc()))
    return [row.contradicts for row in rows]


async def _told(session: Any) -> list[str]:
    query = select(Notification.to).where(Notification.kind == Kind.CONTRADICTION)
    return list(await session.scalars(query))


def _in_database(relais: Relais, deed: Any) -> Any:
    async def work() -> Any:
        database = open_database(f"sqlite:///{relais.folder / 'relais.db'}")
        try:
            async with database.sessions.begin() as session:
                return await deed(session)
        finally:
            await database.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work()).result()


def test_contradictions_come_first_with_what_differs(stocked: Relais) -> None:
    told = stocked("doctor", "duplicates", *T1)

    assert told.returncode == 0
    first, apart, second = told.stdout.splitlines()
    assert first.startswith("contradiction\t")
    assert "How long does a refund take?" in first
    assert "duration" in apart
    assert "*5 days*" in apart
    assert "*three weeks*" in apart
    assert second.startswith("duplicate\t")
    assert "2 pairs answer the same question; 1 of them contradict each other." in told.stderr


def test_what_was_found_is_kept_and_told_once(stocked: Relais) -> None:
    for _twice in range(2):
        stocked("doctor", "duplicates", *T1)

    assert _in_database(stocked, _kept) == [True, False]
    assert _in_database(stocked, _told) == [NINA]


def test_a_dry_run_tells_nobody(stocked: Relais) -> None:
    told = stocked("doctor", "duplicates", "--dry-run", *T1)

    assert "contradiction" in told.stdout
    assert _in_database(stocked, _kept) == []
    assert _in_database(stocked, _told) == []
