"""`relais entry`: the history of an entry, what changed, and the way back."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from knowledge import archiving, charters, entries
from knowledge.database import open_database
from tests.bot.command_line import Relais
from tests.factories import CHARTER, NINA, NOW, a_charter, an_entry

T1 = ("--workspace", "T1")


def do(work: Coroutine[Any, Any, int]) -> int:
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()


async def edited(relais: Relais) -> int:
    """An entry that Nina has edited once; its number."""
    database = open_database(f"sqlite:///{relais.folder / 'relais.db'}")
    try:
        async with database.sessions.begin() as session:
            await charters.apply(session, CHARTER, workspace="T1", by=NINA, now=NOW)
            entry = an_entry(workspace="T1", body="Sous 14 jours, par virement.")
            await entries.add(session, entry, by=NINA, now=NOW, deed="entry.imported")
            said: dict[str, Any] = {
                "title": entry.title,
                "body": "Sous 30 jours, par virement.",
                "seen": 1,
            }
            later = NOW + timedelta(hours=1)
            await entries.edit(session, entry, by=NINA, now=later, why="Loi\tnouvelle.", **said)
            return entry.id
    finally:
        await database.close()


async def put_aside(relais: Relais, number: int) -> int:
    database = open_database(f"sqlite:///{relais.folder / 'relais.db'}")
    try:
        async with database.sessions.begin() as session:
            entry = await entries.get(session, "T1", number)
            how: dict[str, Any] = {"by": NINA, "charter": a_charter(), "now": NOW}
            await archiving.archive(session, entry, **how)
            return number
    finally:
        await database.close()


@pytest.fixture
def number(relais: Relais) -> int:
    """Its number."""
    assert relais("migrate").returncode == 0
    return do(edited(relais))


def test_the_history_is_one_line_a_revision(relais: Relais, number: int) -> None:
    told = relais("entry", "history", str(number), *T1)

    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        f"1\t2026-01-12 09:00 UTC\t{NINA}\tentry.imported\t-",
        f"2\t2026-01-12 10:00 UTC\t{NINA}\tentry.edited\tLoi nouvelle.",
    ]


def test_a_difference_is_shown_word_by_word(relais: Relais, number: int) -> None:
    told = relais("entry", "diff", str(number), "1", "2", *T1)

    assert told.stdout.splitlines() == ["answer:", "Sous [-14-]{+30+} jours, par virement."]
    assert relais("entry", "diff", str(number), "2", "2", *T1).stdout == ""


def test_going_back_is_a_new_revision_with_a_reason(relais: Relais, number: int) -> None:
    told = relais("entry", "revert", str(number), "1", "--why", "Faux.", "--by", "Nina", *T1)

    assert told.stdout == f"Entry {number} says again what revision 1 said: revision 3.\n"
    last = relais("entry", "history", str(number), *T1).stdout.splitlines()[-1]
    assert last.split("\t")[2:] == ["Nina", "entry.reverted", "Faux."]
    assert relais("entry", "diff", str(number), "1", "3", *T1).stdout == ""


def test_what_was_put_aside_is_brought_back(relais: Relais, number: int) -> None:
    do(put_aside(relais, number))

    told = relais("entry", "restore", str(number), "--why", "Encore vendu.", *T1)

    assert told.stdout == f"Entry {number} is found again.\n"
    last = relais("entry", "history", str(number), *T1).stdout.splitlines()[-1]
    assert last.split("\t")[2:] == ["command line", "entry.restored", "Encore vendu."]
    again = relais("entry", "restore", str(number), *T1)
    assert again.returncode == 1
    assert "no longer possible" in again.stderr


@pytest.mark.parametrize(
    "typed",
    [
        ("history", "99"),
        ("diff", "1", "1", "9"),
        ("revert", "1", "9", "--why", "x"),
        ("revert", "1", "1"),
        ("revert", "1", "1", "--why", " "),
        ("revert", "1", "1", "--why", "x", "--by", "x" * 33),
        ("restore", "1", "--by", " "),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    relais: Relais, number: int, typed: tuple[str, ...]
) -> None:
    told = relais("entry", *typed, *T1)

    assert told.returncode in (1, 2)
    assert told.stdout == ""
    assert told.stderr
    assert "Traceback" not in told.stderr
