"""What the tests of the domain ask for."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from knowledge.database import Database, Sessions, open_database
from tests.emptying import empty
from tests.knowledge.team import Team


@pytest.fixture(scope="session")
def kept_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """One file for all these tests; its engine remembers every statement it has compiled."""
    file = tmp_path_factory.mktemp("kept") / "relais.db"
    return open_database(f"sqlite:///{shutil.copy(migrated_sqlite, file)}")


@pytest.fixture(scope="session")
def kept_postgresql(request: pytest.FixtureRequest) -> Iterator[Database]:
    """One database for all these tests: making one takes longer than most of them."""
    server = request.getfixturevalue("postgresql")
    name = server.create(template=request.getfixturevalue("migrated_postgresql"))
    yield open_database(server.url(name))
    server.drop(name)


@pytest.fixture
async def database(backend: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A database with all the tables and nothing in them."""
    kept: Database = request.getfixturevalue(f"kept_{backend}")
    yield kept
    async with kept.engine.begin() as connection:
        await empty(connection)
    await kept.close()


@pytest.fixture
def database_url(database: Database) -> str:
    """Its address, for those who want to open it a second time."""
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def new_team(sessions: Sessions) -> Team:
    """A team that has agreed on nothing yet."""
    return Team(sessions)


@pytest.fixture
async def team(new_team: Team) -> Team:
    """A team with the charter of the factories."""
    await new_team.agrees()
    return new_team
