"""Rehearsing: leads see what would become of a question; nothing is asked, nothing is kept."""

import re

import pytest
from sqlalchemy import func, select

from bot import migrate
from bot.sandbox.cast import CAMILLE, INES, MARC, SOFIA, THEO
from tests.stage import Stage

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)

DATA = "une cliente veut savoir quelles données nous gardons"


async def rows(stage: Stage) -> dict[str, int]:
    """How many rows each table has; that a command came is noted in the inbox, without words."""
    async with stage.bot.services.sessions.begin() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in migrate.tables().sorted_tables
            if table.name != "inbox"
        }


async def test_a_lead_sees_who_would_be_asked_and_nothing_is_kept(stage: Stage) -> None:
    for person in (SOFIA, THEO):
        await stage.kb("help", by=person)
    before = await rows(stage)

    shown = (await stage.kb(f'rehearse "{DATA}" as @Théo at friday 17:45', by=SOFIA)).text

    assert "*A rehearsal*: nobody was asked." in shown
    assert f"as <@{THEO}>" in shown
    assert "*Passed on:*" in shown
    assert "1. Your words point to *Personal data*" in shown
    assert f"1. <@{MARC}> (step 1) is asked" in shown
    assert f"2. <@{SOFIA}> (step 2) is asked" in shown
    assert f"again each working day: the lead channel, <@{SOFIA}>." in shown
    assert await rows(stage) == before
    assert stage.dms(MARC) == stage.dms(SOFIA) == []


async def test_the_moment_is_that_of_the_clock_of_who_types_it(stage: Stage) -> None:
    """Friday at 17:45 in Paris: Marc's half hour ends on Monday at 9:15."""
    shown = (await stage.kb(f'rehearse "{DATA}" as @Théo at friday 17:45', by=SOFIA)).text

    moments = [int(found) for found in re.findall(r"<!date\^(\d+)", shown)]
    assert [moment % 86_400 / 3_600 for moment in moments[:4]] == [16.75, 16.75, 8.25, 11.75]
    assert moments[2] - moments[1] == 3 * 86_400 - 8.5 * 3_600


async def test_without_a_person_or_a_time_it_is_oneself_and_now(stage: Stage) -> None:
    shown = (await stage.kb("rehearse comment être remboursé ?", by=SOFIA)).text

    assert f"as <@{SOFIA}>" in shown
    assert "*Answered:* an entry is shown as the answer." in shown
    assert f"<@{INES}> (step 1) is asked" in shown


async def test_in_french_too(french_stage: Stage) -> None:
    typed = f"répéter « {DATA} » en tant que @Théo le vendredi à 17h45"

    shown = (await french_stage.kb(typed, by=SOFIA)).text

    assert "*Une répétition*" in shown
    assert f"1. <@{MARC}> (étape 1) reçoit la question" in shown


@pytest.mark.parametrize("person", [THEO, CAMILLE])
async def test_others_may_not(stage: Stage, person: str) -> None:
    shown = (await stage.kb(f'rehearse "{DATA}"', by=person)).text

    assert shown == "Your mandate in the charter doesn't cover this. Ask your lead."


async def test_what_is_no_time_is_named(stage: Stage) -> None:
    shown = (await stage.kb(f'rehearse "{DATA}" as @Théo at some point', by=SOFIA)).text

    assert shown.startswith("I can't read “as ")
    assert "at some point”. Name a person as @name, and a time as 2026-12-01 09:00" in shown


async def test_alone_it_tells_how(stage: Stage) -> None:
    shown = (await stage.kb("rehearse", by=SOFIA)).text

    assert "Type `/kb rehearse` and a question in quotation marks" in shown


async def test_what_somebody_writes_mentions_nobody(stage: Stage) -> None:
    shown = (await stage.kb('rehearse "<!channel> <@U0MARC> *boo*" as @Théo', by=SOFIA)).text

    assert "<!channel>" not in shown
    assert "> &lt;!channel&gt;" in shown
