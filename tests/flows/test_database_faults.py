"""The database's faults: locked by another process, or gone; it is said, and nothing is lost."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import aiohttp
import pytest

from bot.sandbox.cast import MARC, QUESTIONS, THEO
from handlers.locale import words
from handlers.ui.errors import unreachable
from tests.conftest import PostgreSQL
from tests.stage import Stage, labels, until

DATA = "what personal data do you keep about me"
SORRY = unreachable(words("en"))
SORRY_IN_FRENCH = unreachable(words("fr"))


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """With the patience that Slack has: here much is refused, and some must be in time."""
    stage.slack.delivery.ack_seconds = 3
    return stage


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Another process holds SQLite's write lock, once the bot has let go of it."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=0)
    while not connection.in_transaction:
        with suppress(sqlite3.OperationalError):
            connection.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@contextmanager
def gone(server: PostgreSQL, url: str) -> Iterator[None]:
    """Nobody can connect to the database, and who was connected is thrown out."""
    name = url.partition("?")[0].rsplit("/", 1)[1]
    server.say("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", name)
    server.say("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test_%'")
    try:
        yield
    finally:
        server.say("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true", name)


async def ready(stage: Stage) -> tuple[int, dict[str, str]]:
    """What `/ready` says."""
    host, port = stage.bot.site.addresses[0][:2]
    url = f"http://{host}:{port}/ready"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()


sqlite = pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
postgresql = pytest.mark.parametrize(
    "combination", [("postgresql", "socket")], indirect=True, ids="-".join
)


async def test_all_is_well_says_ready(stage: Stage) -> None:
    status, report = await ready(stage)

    assert (status, set(report.values())) == (200, {"ok"})


@sqlite
async def test_locked_it_says_so_and_takes_up_again(stage: Stage, database_url: str) -> None:
    await stage.kb("how do i get my money back", by=THEO)

    async with locked(database_url):
        await stage.slack.command(THEO, QUESTIONS, "/kb", DATA)
        status, report = await ready(stage)
        await until(lambda: SORRY in stage.seen(THEO)[-1].text)

    assert (status, report["database"].partition(":")[0]) == (503, "unreachable")
    assert stage.dms(MARC) == []
    assert "Cancel" in labels(await stage.kb(DATA, by=THEO))
    assert (await ready(stage))[0] == 200


@sqlite
async def test_what_is_pressed_while_locked_is_refused_and_can_be_pressed_again(
    stage: Stage, database_url: str
) -> None:
    await stage.kb(DATA, by=THEO)
    await stage.slack.set_language(MARC, "fr-FR")
    await stage.quiet()
    request = stage.dms(MARC)[-1]

    async with locked(database_url):
        await stage.slack.click(MARC, request, "escalation_take")
        await until(lambda: stage.seen(MARC)[-1].text.startswith(SORRY_IN_FRENCH))

    assert "I'll take it" in labels(stage.dms(MARC)[0])
    await stage.slack.click(MARC, request, "escalation_take")
    await stage.quiet()
    assert labels(stage.dms(MARC)[0])[0] == "Répondre"


@sqlite
async def test_an_answer_sent_while_locked_stays_on_the_screen(
    stage: Stage, database_url: str
) -> None:
    await stage.kb(DATA, by=THEO)
    await stage.press("Answer", by=MARC)

    async with locked(database_url):
        modal = stage.modal(MARC)
        field = next(block["block_id"] for block in modal.blocks if block["type"] == "input")
        written = {field: "Only what the order needs."}
        faults = await stage.slack.submit(MARC, modal.id, written)

    assert faults is not None
    assert SORRY in "".join(faults.values())
    assert await stage.submit(by=MARC) is None
    assert "Only what the order needs." in stage.dms(THEO)[-1].text


@sqlite
async def test_an_event_that_cannot_be_kept_is_not_acknowledged_and_comes_again(
    stage: Stage, database_url: str
) -> None:
    async with locked(database_url):
        await stage.slack.say(THEO, QUESTIONS, f"<@{stage.me}> {DATA}")
        assert stage.seen(MARC) == []

    await stage.move(minutes=2)
    await stage.move(minutes=6)
    await until(lambda: bool(stage.dms(MARC)))
    await stage.quiet()

    assert len(stage.seen(THEO, QUESTIONS)) == 1
    assert len(stage.dms(MARC)) == 1


@postgresql
async def test_gone_it_says_so_and_takes_up_again(
    stage: Stage, database_url: str, postgresql: PostgreSQL
) -> None:
    await stage.slack.set_language(THEO, "fr-FR")
    await stage.quiet()

    with gone(postgresql, database_url):
        await stage.slack.command(THEO, QUESTIONS, "/kb", DATA)
        status, report = await ready(stage)
        await until(lambda: bool(stage.seen(THEO)))
        said = stage.seen(THEO)[-1].text

    assert (status, report["database"]) == (503, "unreachable: OperationalError")
    assert said.startswith(SORRY_IN_FRENCH)
    assert "Annuler" in labels(await stage.kb(DATA, by=THEO))
    assert (await ready(stage))[0] == 200


@postgresql
async def test_what_was_acknowledged_before_it_went_is_done_after(
    stage: Stage, database_url: str, postgresql: PostgreSQL
) -> None:
    stage.slack.faults.next("chat.postMessage", times=2, status=429, retry_after=60)
    await stage.kb(DATA, by=THEO)

    with gone(postgresql, database_url):
        await stage.slack.say(THEO, QUESTIONS, f"<@{stage.me}> {DATA}")
        await stage.slack.settle(quiet=0.5)

    await stage.move(minutes=7)
    await stage.quiet()
    assert len(stage.dms(MARC)) == 1
    assert len(stage.seen(MARC, QUESTIONS)) == 1
