"""Workspaces on the command line: which there are, and deleting what one has."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import deletion, workspaces
from knowledge.database import open_database
from knowledge.workspaces import Arrival
from tests.bot.command_line import Relais
from tests.everything import fill, tables
from tests.factories import NOW

OURS, THEIRS = "T0OURS", "T0THEIRS"

T = TypeVar("T")


def done(relais: Relais, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Do it in the database of the command line."""

    async def do() -> T:
        database = open_database(f"sqlite:///{relais.folder / 'relais.db'}")
        async with database.sessions.begin() as session:
            result = await work(session)
        await database.close()
        return result

    assert relais("migrate").returncode == 0
    return asyncio.run(do())


async def _both_own_something(session: AsyncSession) -> None:
    await fill(session, OURS, 1, NOW)
    await fill(session, THEIRS, 2, NOW)


async def _ours_is_here(session: AsyncSession) -> None:
    await workspaces.arrived(session, Arrival(OURS, "Our place"), now=NOW)


async def _counts(session: AsyncSession) -> list[int]:
    return [len(await deletion.counts(session, team)) for team in (OURS, THEIRS)]


def test_each_workspace_is_listed_with_what_has_become_of_it(relais: Relais) -> None:
    done(relais, _both_own_something)
    done(relais, _ours_is_here)

    lines = relais("workspace", "list").stdout.splitlines()

    assert f"{OURS}\tOur place\t2026-01-12\there" in lines
    assert any(line.startswith(THEIRS) and line.endswith("gone since 2026-01-12") for line in lines)


def test_what_would_go_is_shown_and_nothing_is_done(relais: Relais) -> None:
    done(relais, _both_own_something)

    told = relais("workspace", "delete", OURS)

    assert "entries\t1" in told.stdout.splitlines()
    assert "Nothing was done" in told.stdout
    assert done(relais, _counts) == [len(tables()), len(tables())]


def test_all_of_one_goes_and_the_other_keeps_everything(relais: Relais) -> None:
    done(relais, _both_own_something)

    told = relais("workspace", "delete", OURS, "--yes")

    assert (told.returncode, told.stderr) == (0, "")
    assert done(relais, _counts) == [0, len(tables())]
    told = relais("workspace", "delete", OURS, "--yes")
    assert (told.returncode, told.stderr) == (1, f"There is nothing of {OURS} in this database.\n")


def test_one_that_is_still_served_is_not_deleted_beneath_people(relais: Relais) -> None:
    done(relais, _both_own_something)
    done(relais, _ours_is_here)

    told = relais("workspace", "delete", OURS, "--yes")

    assert told.returncode == 1
    assert "add --uninstall" in told.stderr
    assert done(relais, _counts) == [len(tables()), len(tables())]
