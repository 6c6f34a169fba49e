"""Flows run twice: on SQLite by Socket Mode, and on PostgreSQL over HTTP."""

from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from bot import exchange
from bot.sandbox.cast import SOFIA
from bot.sandbox.running import EXAMPLES
from tests.stage import Stage, a_stage

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


@pytest.fixture(params=[("sqlite", "socket"), ("postgresql", "http")], ids="-".join)
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


@pytest.fixture
async def stage(database_url: str, http: bool) -> AsyncIterator[Stage]:
    """The bot and the pretend Slack, everyone with an English Slack, with a few entries."""
    async with a_stage(database_url, http=http) as stage:
        await stock(stage, ENTRIES)
        yield stage


@pytest.fixture
async def french_stage(database_url: str, http: bool) -> AsyncIterator[Stage]:
    """The same, everyone with a French Slack."""
    async with a_stage(database_url, http=http, locale="fr-FR") as stage:
        await stock(stage, ENTRIES)
        yield stage


async def stock(stage: Stage, files: Iterable[Path]) -> None:
    """Load entries from files."""
    await exchange.import_files(
        stage.bot.database,
        stage.slack.workspace.team_id,
        list(files),
        by=SOFIA,
        now=stage.clock.now(),
        say=lambda _: None,
    )
