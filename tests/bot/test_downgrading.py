"""An older release: what a newer one may have changed, and the way back."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from bot import downgrading, migrate
from bot.config import SettingsError
from bot.schema import State
from knowledge.database import Database
from tests.bot.command_line import Relais

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"


async def change(database: Database, statement: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))


async def tables(database: Database) -> set[str]:
    def look(connection: Connection) -> set[str]:
        return set(inspect(connection).get_table_names())

    async with database.engine.connect() as connection:
        return await connection.run_sync(look)


async def test_a_database_that_a_newer_release_has_only_added_to_is_worked_with(
    database: Database,
) -> None:
    await change(database, "UPDATE alembic_version SET version_num = '9999'")

    await migrate.upgrade(database)

    found = await migrate.standing(database)
    assert (found.state, found.applied) == (State.NEWER, "9999")


async def test_one_that_a_newer_release_has_taken_something_from_is_refused(
    database: Database,
) -> None:
    await change(database, "UPDATE alembic_version SET version_num = '9999', floor = '9998'")

    with pytest.raises(SettingsError, match=r"revision 9999.* can't work with it: start the newer"):
        await migrate.upgrade(database)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_a_floor_that_this_release_has_reached_is_none(database: Database) -> None:
    ours = (await migrate.standing(database)).ours
    await change(database, f"UPDATE alembic_version SET version_num = '9999', floor = '{ours}'")

    assert (await migrate.standing(database)).state is State.NEWER


def test_who_takes_something_away_says_who_can_still_work_with_it() -> None:
    for file in VERSIONS.glob("*.py"):
        upward = file.read_text("utf-8").partition("def upgrade")[2].partition("def downgrade")[0]
        takes = [verb for verb in ("drop_table", "drop_column", "rename_table") if verb in upward]
        if file.stem > "0018" and takes:
            assert "floor" in upward, file.name


async def test_going_back_is_shown_before_it_is_done(database: Database) -> None:
    before = await tables(database)

    said = await downgrading.back_to(database, "0015", for_good=False)

    assert "lost: the table flags (rows: 0)" in said
    assert "lost: the column captured_messages.edited_text (rows: 0)" in said
    assert said[-1].startswith("Nothing was changed.")
    assert await tables(database) == before
    assert (await migrate.standing(database)).state is State.CURRENT


async def test_going_back_and_forth_again(database: Database) -> None:
    before = await tables(database)

    said = await downgrading.back_to(database, "0015", for_good=True)

    assert said[-1] == "The database is at revision 0015."
    assert before - await tables(database) >= {"flags"}
    assert (await migrate.standing(database)).state is State.BEHIND
    await migrate.upgrade(database)
    assert await tables(database) == before


def test_what_is_lost_is_counted(relais: Relais) -> None:
    rows = relais.folder / "entries.jsonl"
    rows.write_text('{"title": "When?", "body": "At noon.", "lang": "en", "status": "published"}')
    assert relais("import", str(rows), "--workspace", "T1").returncode == 0

    told = relais("downgrade", "0010")

    assert told.returncode == 0, told.stderr
    assert "lost: the column revisions.why (rows: 1)" in told.stdout


@pytest.mark.parametrize("revision", ["0099", "nonsense"])
def test_a_revision_that_is_not_there_is_refused(relais: Relais, revision: str) -> None:
    relais("migrate")

    told = relais("downgrade", revision, "--yes")

    assert (told.returncode, told.stdout) == (1, "")
    assert f"no way back to {revision}" in told.stderr


def test_an_older_release_sends_to_the_newer_one(relais: Relais) -> None:
    told = relais("downgrade", "0010", "--yes")

    assert told.returncode == 1
    assert told.stderr.startswith("The database is at revision none, which this release can't take")
