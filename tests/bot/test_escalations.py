"""`relais escalation`: the whole story of a question that was passed on, line by line."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import tzset

import pytest

from knowledge import assignees, charters, questions
from knowledge.asking import Asking
from knowledge.database import open_database
from knowledge.library import Library
from knowledge.question import Way
from tests.bot.command_line import Relais
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW

T1 = ("--workspace", "T1")


async def handed_over(relais: Relais) -> int:
    """Ana has asked, Maria has handed it to Nina; its number."""
    database = open_database(f"sqlite:///{relais.folder / 'relais.db'}")
    try:
        async with database.sessions.begin() as session:
            await charters.apply(session, CHARTER, workspace="T1", by=NINA, now=NOW)
            asking = Asking("l'appareil a *pris feu*", ANA, "T1", Way.COMMAND, "1")
            outcome = await questions.ask(session, asking, library=Library(), now=NOW)
            assert outcome.escalation
            await assignees.hand_over(
                session, outcome.escalation, NINA, "Elle *sait* & veut.", by=MARIA, now=NOW
            )
            return outcome.escalation.id
    finally:
        await database.close()


@pytest.fixture
def number(relais: Relais) -> Iterator[int]:
    """An escalation in a fresh database, on a machine in Paris."""
    assert relais("migrate").returncode == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Paris")
        tzset()
        with ThreadPoolExecutor(max_workers=1) as pool:
            yield pool.submit(asyncio.run, handed_over(relais)).result()
    tzset()


@pytest.mark.parametrize("prefix", ["", "E", "e"])
def test_it_tells_how_it_stands_and_everything_that_happened(
    relais: Relais, number: int, prefix: str
) -> None:
    told = relais("escalation", f"{prefix}{number}", *T1)

    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        f"E{number}, safety, asked by {ANA}: with {NINA}, not taken yet; "
        "answer due 2026-01-13 10:00",
        "l'appareil a *pris feu*",
        f"2026-01-12 10:00 · {ANA} asks",
        f"2026-01-12 10:00 · {MARIA} is asked (step 1)",
        f"2026-01-12 10:00 · {MARIA} hands it over – Elle sait & veut.",
        f"2026-01-12 10:00 · {NINA} is asked (step 2)",
    ]


def test_what_there_is_not_and_what_is_no_number_is_said_so(relais: Relais, number: int) -> None:
    assert "I can't find that" in relais("escalation", str(number + 1), *T1).stderr
    told = relais("escalation", "twelve", *T1)
    assert (told.returncode, "such as E12" in told.stderr) == (2, True)
