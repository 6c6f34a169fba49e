"""One hop: however the rows of a statement are fetched, they are all there, once, in order."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from knowledge import one_hop
from knowledge.database import open_database

MANY = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :to) SELECT i FROM n"
)


@pytest.mark.parametrize("count", [1, 6, 7, 8, 100])
@pytest.mark.parametrize("part", [1, 3, 7, 50])
async def test_a_stream_brings_every_row_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, part: int
) -> None:
    monkeypatch.setattr(one_hop, "FIRST", 7)
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    async with database.engine.connect() as connection:
        whole = (await connection.execute(MANY, {"to": count})).scalars().all()
        stream = await connection.stream(MANY, {"to": count})
        parts = [row[0] async for some in stream.partitions(part) for row in some]
        stream = await connection.stream(MANY, {"to": count}, execution_options={"yield_per": part})
        held = [row[0] async for some in stream.partitions() for row in some]
    await database.close()

    assert whole == parts == held == list(range(1, count + 1))


FETCHES: dict[str, Callable[[Any], Any]] = {
    "all": lambda cursor: cursor.fetchall(),
    "many": lambda cursor: cursor.fetchmany(4),
    "one": lambda cursor: cursor.fetchone(),
}


@pytest.mark.parametrize("then", FETCHES)
@pytest.mark.parametrize("first", FETCHES)
async def test_one_way_of_fetching_goes_on_where_another_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, then: str
) -> None:
    monkeypatch.setattr(one_hop, "FIRST", 3)
    async with one_hop.connect(str(tmp_path / "a.db")) as connection:
        cursor = await connection.execute(MANY.text.replace(":to", "9"))
        begun = await FETCHES[first](cursor)
        went_on = await FETCHES[then](cursor)

    told = [
        row for part in (begun, went_on) for row in (part if isinstance(part, list) else [part])
    ]
    numbers = [row[0] for row in told if row]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 9 if "all" in (first, then) else len(numbers) >= 2
