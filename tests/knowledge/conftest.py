"""What the tests of the domain ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot import migrate
from knowledge.database import Sessions
from tests.knowledge.team import Team


@pytest.fixture(scope="session")
def shared_postgresql(request: pytest.FixtureRequest) -> Iterator[str]:
    """One database for all these tests: making one takes longer than most of them."""
    server = request.getfixturevalue("postgresql")
    name = server.create(template=request.getfixturevalue("migrated_postgresql"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with all the tables and nothing in them."""
    if backend == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    url = request.getfixturevalue("shared_postgresql")
    yield url
    empty(url)


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a fresh file."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'relais.db')}"


def empty(url: str) -> None:
    """Leave nothing in any table."""
    tables = reversed(migrate.tables().sorted_tables)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("; ".join(f"DELETE FROM {table.name}" for table in tables))


@pytest.fixture
def new_team(sessions: Sessions) -> Team:
    """A team that has agreed on nothing yet."""
    return Team(sessions)


@pytest.fixture
async def team(new_team: Team) -> Team:
    """A team with the charter of the factories."""
    await new_team.agrees()
    return new_team
