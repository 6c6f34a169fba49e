"""Keys: what is kept is readable with the keys alone, and they can be changed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.oauth.installation_store import Bot
from sqlalchemy import select

from bot.installing import keys
from bot.installing.keys import Keys, NoSuchKey
from bot.installing.store import States, Store
from bot.installing.tables import BOTS
from knowledge.database import Database, open_database
from tests.bot.command_line import Relais

OLD, NEW = keys.new(), keys.new()
TOKEN = "xoxb-" + "1234567890-" * 6 + "very-secret"
SEVERAL = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s3cret",
    "SLACK_SIGNING_SECRET": "s3cret",
}


def a_bot(team: str = "T0OURS", token: str = TOKEN, at: float = 1.0) -> Bot:
    ids: dict[str, Any] = {"app_id": "A0", "bot_id": "B0", "bot_user_id": "U0BOT"}
    return Bot(**ids, team_id=team, bot_token=token, installed_at=at)


def a_store(database: Database, *chosen: str, client_id: str = "1.2") -> Store:
    return Store(database.engine, client_id, Keys(chosen))


async def token(store: Store, team: str = "T0OURS") -> str | None:
    found = await store.async_find_bot(enterprise_id=None, team_id=team)
    return found.bot_token if found else None


async def kept(database: Database) -> list[str]:
    async with database.engine.connect() as connection:
        return [str(one) for one in await connection.scalars(select(BOTS.c.bot_token))]


async def test_a_token_is_read_with_its_key_and_lies_there_unreadable(database: Database) -> None:
    await a_store(database, OLD).async_save_bot(a_bot())

    assert await token(a_store(database, NEW, OLD)) == TOKEN
    assert not any("secret" in one for one in await kept(database))
    with pytest.raises(NoSuchKey):
        await token(a_store(database, NEW))


async def test_the_newest_installation_is_the_only_one_that_is_kept(database: Database) -> None:
    store = a_store(database, OLD)
    for number in (1, 2, 3):
        await store.async_save_bot(a_bot(token=f"xoxb-{number}", at=float(number)))
    await store.async_save_bot(a_bot("T0OTHER", at=0.5))

    assert len(await kept(database)) == 2
    assert (await token(store), await token(store, "T0OTHER")) == ("xoxb-3", TOKEN)


async def test_after_rotation_the_old_key_can_go(database: Database) -> None:
    await a_store(database, OLD).async_save_bot(a_bot())
    store = a_store(database, NEW, OLD)

    assert await store.rotate() == await store.rotate() == 1
    assert await token(a_store(database, NEW)) == TOKEN
    assert await a_store(database, NEW).locked() == []
    assert await a_store(database, OLD).locked() == ["T0OURS"]


async def test_a_state_is_good_once_however_many_ask_at_the_same_time(database: Database) -> None:
    states = States(database.engine)
    state = await states.async_issue()

    used = await asyncio.gather(*(states.async_consume(state) for _ in range(5)))

    assert sorted(used) == [False] * 4 + [True]
    assert not await states.async_consume("guessed")


def test_a_new_key_is_printed_and_nothing_else(relais: Relais) -> None:
    told = relais("keys", "new")

    assert told.returncode == 0
    assert keys.is_key(told.stdout.strip())


def _filled(relais: Relais) -> None:
    """A token, encrypted with the old key."""

    async def fill() -> None:
        database = open_database(f"sqlite:///{relais.folder / 'relais.db'}")
        await a_store(database, OLD).async_save_bot(a_bot())
        await database.close()

    assert relais("migrate").returncode == 0
    asyncio.run(fill())


def test_rotation_says_how_many_tokens(relais: Relais) -> None:
    _filled(relais)

    told = relais("keys", "rotate", RELAIS_SECRET_KEYS=f"{NEW},{OLD}", **SEVERAL)

    assert (told.returncode, told.stdout) == (0, "Tokens encrypted with the first key: 1.\n")
    told = relais("keys", "rotate", RELAIS_SECRET_KEYS=NEW, **SEVERAL)
    assert told.returncode == 0


@pytest.mark.parametrize("command", [("keys", "rotate"), ("run",)])
def test_a_key_that_is_missing_is_one_sentence(here: Relais, command: tuple[str, ...]) -> None:
    _filled(here)

    told = here(*command, RELAIS_SECRET_KEYS=NEW, **SEVERAL, PORT="0")

    assert told.returncode == 1
    assert told.stderr.splitlines()[-1] == (
        "RELAIS_SECRET_KEYS: no key opens the tokens of T0OURS. Please put the key back, at the "
        "end of the list; if it is lost, `relais keys discard` has these workspaces install "
        "Relais again."
    )
    assert "Traceback" not in told.stderr


def test_tokens_whose_key_is_lost_are_discarded_when_told_so(relais: Relais) -> None:
    _filled(relais)
    lost = {"RELAIS_SECRET_KEYS": NEW, **SEVERAL}

    shown = relais("keys", "discard", **lost)
    assert shown.stdout.splitlines()[0] == "T0OURS"
    assert "Nothing was done" in shown.stdout
    assert relais("keys", "discard", "--yes", **lost).stdout == "T0OURS\n"
    assert relais("keys", "discard", "--yes", **lost).stdout == ""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    yield opened
    await opened.close()
