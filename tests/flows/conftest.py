"""Flows run on SQLite by Socket Mode, or on PostgreSQL over HTTP.

The heart of the product runs on both. Of all other stories half run on the one and half on the
other, or where their module says: rules and use cases have tests of their own on both databases.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zlib import crc32

import pytest
import structlog

from bot import exchange, logs
from bot.sandbox.cast import SOFIA
from bot.sandbox.running import EXAMPLES
from bot.sandbox.slack.workspace import TEAM
from knowledge import charters
from knowledge.database import open_database
from tests.conftest import PostgreSQL
from tests.stage import CHARTER, START, Stage, a_stage

ENTRIES = [
    EXAMPLES / "entries" / f"{name}.md"
    for name in (
        "fr/comment-obtenir-un-remboursement",
        "fr/qui-paie-les-frais-de-retour",
        "fr/quels-sont-les-delais-de-livraison-en-france",
        "fr/comment-detartrer-la-bouilloire-aube",
        "fr/quel-geste-commercial-puis-je-accorder-et-jusqu-a-combien",
        "fr/repondre-a-un-avis-une-etoile",
        "en/how-do-i-get-my-money-back",
        "en/can-i-cancel-an-order-i-have-just-placed",
        "en/how-much-compensation-am-i-allowed-to-give",
        "en/should-i-hide-delete-or-leave-a-comment",
    )
]
"""Enough to tell right from wrong, little enough to start quickly."""

COMBINATIONS = [("sqlite", "socket"), ("postgresql", "http")]

ON_BOTH = {"test_capturing", "test_crashes", "test_escalating", "test_redelivery"}
"""The modules whose stories run on both."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each story its combinations, unless it has some; the same ones in every run."""
    marked = {mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")}
    has_some = any("combination" in names for names in marked)
    if has_some or "combination" not in metafunc.fixturenames:
        return
    half = crc32(metafunc.definition.nodeid.encode()) % 2
    is_core = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH
    chosen = COMBINATIONS if is_core else [COMBINATIONS[half]]
    metafunc.parametrize("combination", chosen, indirect=True, ids="-".join)


@pytest.fixture(scope="session", autouse=True)
def in_plain_words() -> Iterator[None]:
    """Tracebacks as they are: to paint one takes longer than Slack waits."""
    logs.speak(quietly=True)
    yield
    structlog.reset_defaults()


@pytest.fixture
def combination(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Which database, and how Slack reaches the bot."""
    database, front = request.param
    return database, front


@pytest.fixture
def backend(combination: tuple[str, str]) -> str:
    """Which database."""
    return combination[0]


@pytest.fixture
def http(combination: tuple[str, str]) -> bool:
    """Whether Slack reaches the bot over HTTP."""
    return combination[1] == "http"


@pytest.fixture(scope="session")
def stocked_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the example charter and a few entries, to copy."""
    file = Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("stocked") / "stocked.db"))
    stock(f"sqlite:///{file}", ENTRIES)
    return file


@pytest.fixture(scope="session")
def stocked_postgresql(postgresql: PostgreSQL, migrated_postgresql: str) -> str:
    """A database with the same in it, to use as a template."""
    name = postgresql.create(template=migrated_postgresql)
    stock(postgresql.url(name), ENTRIES)
    return name


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with the example charter and a few entries."""
    if backend == "sqlite":
        file = shutil.copy(request.getfixturevalue("stocked_sqlite"), tmp_path / "relais.db")
        yield f"sqlite:///{file}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create(template=request.getfixturevalue("stocked_postgresql"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
async def stage(database_url: str, http: bool) -> AsyncIterator[Stage]:
    """The bot and the pretend Slack, everyone with an English Slack."""
    async with a_stage(database_url, http=http) as stage:
        yield stage


@pytest.fixture
async def french_stage(database_url: str, http: bool) -> AsyncIterator[Stage]:
    """The same, everyone with a French Slack."""
    async with a_stage(database_url, http=http, locale="fr-FR") as stage:
        yield stage


def stock(url: str, files: Sequence[Path]) -> None:
    """Apply the example charter and load entries. In a thread: a loop may run in this one."""

    async def fill() -> None:
        database = open_database(url)
        try:
            async with database.sessions.begin() as session:
                text = CHARTER.read_text("utf-8")
                await charters.apply(session, text, workspace=TEAM, by=SOFIA, now=START)
            await exchange.import_files(
                database, TEAM, files, by=SOFIA, now=START, say=lambda _: None
            )
        finally:
            await database.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, fill()).result()
