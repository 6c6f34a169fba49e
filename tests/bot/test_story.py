"""`relais story`: what came of a request, as the database remembers it."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge import charters, correlation, questions
from knowledge.asking import Asking
from knowledge.database import open_database
from knowledge.library import Library
from knowledge.question import Way
from tests.bot.command_line import Relais
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW

T1 = ("--workspace", "T1")
ID = "command-0123456789ab"
FIRE = "l'appareil a pris feu"


async def escalated(relais: Relais) -> int:
    """Ana has asked by a command, and Maria is to answer; its number."""
    database = open_database(f"sqlite:///{relais.folder / 'relais.db'}")
    try:
        async with database.sessions.begin() as session:
            await charters.apply(session, CHARTER, workspace="T1", by=NINA, now=NOW)
            asking = Asking(FIRE, ANA, "T1", Way.COMMAND, "1")
            with correlation.carried(ID):
                outcome = await questions.ask(session, asking, library=Library(), now=NOW)
            assert outcome.escalation
            return outcome.escalation.id
    finally:
        await database.close()


@pytest.fixture
def number(relais: Relais) -> Iterator[int]:
    """An escalation in a fresh database."""
    assert relais("migrate").returncode == 0
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool.submit(asyncio.run, escalated(relais)).result()


def test_it_tells_what_came_of_an_id_and_of_an_escalation(relais: Relais, number: int) -> None:
    by_id, by_number = relais("story", ID), relais("story", f"E{number}", *T1)

    for told in (by_id, by_number):
        assert (told.returncode, told.stderr) == (0, "")
        first, *rest = told.stdout.splitlines()
        assert f"{ID}  question 1 of {ANA} by command: escalate" in first
        request = f"escalation.request, about {number}, to {MARIA}"
        assert [line for line in rest if request in line]
        assert FIRE not in told.stdout


@pytest.mark.parametrize("name", ["Ev404", "nonsense"])
def test_of_what_nobody_knows_it_says_so(relais: Relais, number: int, name: str) -> None:
    told = relais("story", name, *T1)

    assert (told.returncode, told.stdout) == (1, "")
    assert f"remembers nothing of '{name}'" in told.stderr


def test_an_escalation_that_is_not_there_is_refused(relais: Relais, number: int) -> None:
    assert relais("story", "E404", *T1).returncode == 1
