"""Moving: what comes out is what went in, on both databases and from one to the other."""

import asyncio
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text

from bot import migrate
from bot.moving import MovingError, back_up, move, restore, target
from knowledge.database import Base, Database, open_database
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.question import Question, Way
from knowledge.waiter import Waiter
from tests.bot.moving.conftest import Places
from tests.bot.moving.filled import LEFT_EMPTY, contents, filled
from tests.factories import NOW, WORKSPACE, an_entry, an_escalation

BOTH = ("sqlite", "postgresql")


def silent(_: str) -> None:
    """Progress that nobody reads."""


async def saves(url: str, file: Path) -> None:
    await back_up(url, file, now=NOW, say=silent)


async def brings(url: str, file: Path, *, replace: bool = False) -> None:
    await restore(url, file, replace=replace, say=silent)


async def moves(url: str, to: str, *, replace: bool = False) -> None:
    await move(url, to, now=NOW, replace=replace, say=silent)


async def test_a_backup_of_either_database_restores_into_either(
    place: Places, tmp_path: Path
) -> None:
    stations = [place(backend) for backend in ("sqlite", "postgresql", "postgresql", "sqlite")]
    await filled(stations[0])
    before = await contents(stations[0])
    for number, (here, there) in enumerate(pairwise(stations)):
        await saves(here, tmp_path / f"{number}.backup")
        await brings(there, tmp_path / f"{number}.backup")
        assert await contents(there) == before, there
    assert {name for name, (rows, _) in before.items() if not rows} == LEFT_EMPTY


async def test_everything_moves_and_again_with_what_has_happened_since(place: Places) -> None:
    ours, theirs = place("sqlite"), place("postgresql")
    await filled(ours)
    await moves(ours, theirs)
    database = open_database(ours)
    async with database.sessions.begin() as session:
        session.add(an_entry(id=100))
        await session.delete(await session.get_one(Question, 2))
    await database.close()
    with pytest.raises(MovingError, match="--replace"):
        await moves(ours, theirs)
    await moves(ours, theirs, replace=True)
    assert await contents(theirs) == await contents(ours)


async def test_a_backup_taken_under_load_restores(
    place: Places, backend: str, tmp_path: Path
) -> None:
    url, other = place(backend), place("sqlite")
    database = open_database(url)
    numbers = count(1)
    await asks_often(database, numbers, 2_000)
    before = next(numbers)
    at_work = asyncio.Event()
    writing = asyncio.create_task(asks_until(at_work, database, numbers))
    await saves(url, tmp_path / "a.backup")
    at_work.set()
    await writing
    after = next(numbers)
    await database.close()
    await brings(other, tmp_path / "a.backup")
    restored = open_database(other)
    assert before < after - 1, "nobody wrote meanwhile"
    assert before - 1 <= await has_all_its_parts(restored) < after
    await restored.close()


async def asks_often(database: Database, numbers: Any, often: int) -> None:
    """So many questions are passed on, in one transaction: each in three tables."""
    about: dict[str, Any] = {"workspace": WORKSPACE, "asker": "U0ANA", "text": "quel délai ?"}
    about |= {"asked_at": NOW, "way": Way.COMMAND}
    passed_on = facts_of(an_escalation())
    new = [next(numbers) for _ in range(often)]
    waits = {"person": "U0ANA"}
    async with database.engine.begin() as connection:
        for table, rows in (
            (Question, [about | {"id": one, "key": str(one)} for one in new]),
            (Escalation, [passed_on | {"id": one, "question_id": one} for one in new]),
            (Waiter, [waits | {"escalation_id": one, "question_id": one} for one in new]),
        ):
            await connection.execute(insert(table), rows)


async def asks_until(at_work: asyncio.Event, database: Database, numbers: Any) -> None:
    while not at_work.is_set():
        await asks_often(database, numbers, 1)


async def has_all_its_parts(database: Database) -> int:
    """How many escalations there are, each with its question and who waits."""
    async with database.engine.connect() as connection:
        counts = [
            await connection.scalar(select(func.count()).select_from(table))
            for table in (Escalation, Question, Waiter)
        ]
        whole = select(func.count()).select_from(Escalation)
        whole = whole.join(Question, Question.id == Escalation.question_id)
        whole = whole.join(Waiter, Waiter.escalation_id == Escalation.id)
        assert counts == [await connection.scalar(whole)] * 3
        assert await connection.scalar(text("PRAGMA integrity_check")) == "ok"
        return int(counts[0] or 0)


async def test_who_is_stopped_half_way_leaves_what_was_there(
    place: Places, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = place("sqlite"), place(backend)
    await filled(ours)
    before = await contents(theirs)
    with monkeypatch.context() as patch:
        patch.setattr(target, "_look_through", stops)
        with pytest.raises(KeyboardInterrupt):
            await moves(ours, theirs)
    assert await contents(theirs) == before
    await moves(ours, theirs)
    assert await contents(theirs) == await contents(ours)


def stops(_: object) -> None:
    raise KeyboardInterrupt


async def test_a_backup_of_an_older_version_gets_the_newest_shape(
    place: Places, tmp_path: Path
) -> None:
    ours, theirs = place("sqlite"), place("postgresql", empty=True)
    database = open_database(ours)
    await migrate.downgrade(database, "0010")
    row = (
        "INSERT INTO questions (id, workspace, key, asker, text, way, asked_at, charter, found,"
        " reasons) VALUES (7, 'T1', 'k', 'U0ANA', 'été', 'command', '2026-01-12 09:00:00.000000',"
        " 0, '{}', '{}')"
    )
    async with database.engine.begin() as connection:
        await connection.execute(text(row))
    await database.close()
    await saves(ours, tmp_path / "a.backup")
    await brings(theirs, tmp_path / "a.backup")
    restored = open_database(theirs)
    assert not await migrate.pending(restored)
    async with restored.sessions() as session:
        assert (await session.get_one(Question, 7)).text == "été"
    await restored.close()


async def test_text_that_one_database_keeps_and_the_other_does_not(place: Places) -> None:
    ours, theirs = place("sqlite"), place("postgresql")
    database = open_database(ours)
    async with database.engine.begin() as connection:
        columns = "id, body, received_at, due_at, attempts"
        row = f"INSERT INTO inbox ({columns}) VALUES (:id, :body, :at, :at, 0)"
        words = {"id": "Ev\x00", "body": '{"a\\u0000": "\\ud83d"}', "at": "2026-01-12 09:00:00"}
        await connection.execute(text(row), words)
    await database.close()
    await moves(ours, theirs)
    moved = open_database(theirs)
    async with moved.engine.connect() as connection:
        kept = (await connection.execute(text("SELECT id, body FROM inbox"))).one()
    await moved.close()
    assert [*kept] == ["Ev", {"a": ""}]


async def test_what_does_not_fit_is_named_with_its_table(place: Places) -> None:
    ours, theirs = place("sqlite"), place("postgresql")
    database = open_database(ours)
    async with database.engine.begin() as connection:
        await connection.execute(insert(Entry), [facts_of(an_entry(id=1, lang="x" * 9))])
    await database.close()
    with pytest.raises(MovingError, match=r"The table entries can't be filled: .*too long"):
        await moves(ours, theirs)


def facts_of(row: Base) -> dict[str, Any]:
    """All that it says, and nothing where it says nothing."""
    said = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return {name: value for name, value in said.items() if value is not None}


@pytest.mark.parametrize("here", BOTH)
async def test_numbers_go_on_where_they_were(place: Places, here: str, tmp_path: Path) -> None:
    """On PostgreSQL even those of rows that are gone are given to nobody else."""
    ours, theirs = place(here), place("postgresql")
    database = open_database(ours)
    async with database.sessions.begin() as session:
        for number in range(3):
            session.add(an_entry(key=str(number)))
        await session.flush()
        await session.delete(await session.get_one(Entry, 3))
    await database.close()
    await saves(ours, tmp_path / "a.backup")
    await brings(theirs, tmp_path / "a.backup")
    restored = open_database(theirs)
    async with restored.sessions.begin() as session:
        new = an_entry(key="new")
        session.add(new)
        await session.flush()
        assert new.id == {"sqlite": 3, "postgresql": 4}[here]
    await restored.close()


async def test_a_table_of_somebody_else_is_left_out_and_said(place: Places, backend: str) -> None:
    ours, theirs = place(backend), place("sqlite")
    database = open_database(ours)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE lunches (id INTEGER PRIMARY KEY, dish TEXT)"))
        await connection.execute(text("INSERT INTO lunches VALUES (1, 'tarte')"))
    await database.close()
    said: list[str] = []
    await move(ours, theirs, now=NOW, replace=False, say=said.append)
    assert "lunches: 1 rows are left out, for the table is none of Relais'." in said
    assert "lunches" not in await contents(theirs)


@pytest.mark.parametrize("backend", BOTH)
async def test_nothing_is_replaced_beneath_a_bot_that_works_on_it(
    place: Places, backend: str
) -> None:
    ours, theirs = place("sqlite"), place(backend)
    at_work = open_database(theirs)
    async with at_work.sessions() as session:
        await session.scalars(select(Entry))
        await session.rollback()
        with pytest.raises(MovingError, match="Stop every process of the bot"):
            await moves(ours, theirs, replace=True)
    await at_work.close()


async def test_what_is_newer_than_this_version_is_refused(place: Places, tmp_path: Path) -> None:
    ours, theirs = place("sqlite"), place("sqlite")
    database = open_database(ours)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    await saves(ours, tmp_path / "a.backup")  # of any version: better than none
    with pytest.raises(MovingError, match="of a newer version"):
        await brings(theirs, tmp_path / "a.backup")
    with pytest.raises(MovingError, match="The database is of a newer version"):
        await moves(theirs, ours, replace=True)


async def test_a_database_is_not_moved_onto_itself(place: Places) -> None:
    url = place("sqlite")
    with pytest.raises(MovingError, match="the same database"):
        await moves(url, url, replace=True)
