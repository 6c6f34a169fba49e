"""Timelines: `/kb show E12` tells the whole story, to those who have a part in it."""

import pytest

from bot.sandbox.cast import CAMILLE, INES, MARC, SOFIA, THEO
from tests.flows.escalating import asked_ines, only, writes
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)


async def test_everything_is_told_in_order_with_people_and_reasons(stage: Stage) -> None:
    await asked_ines(stage)
    await stage.press("I'll take it", by=INES)
    await writes(stage, "Ask for details…", "Which carrier?", by=INES)
    await stage.write("Colis Express.", by=THEO, thread=stage.dms(THEO)[-1].ts)
    await writes(stage, "It's urgent…", "The client waits.", by=THEO)
    await writes(stage, "Hand over…", "He knows them.", by=INES, person=MARC)
    await writes(stage, "Answer", "Open an enquiry.", by=MARC)
    await stage.press("Solved", by=THEO)
    number = (await only(stage)).id

    story = await stage.kb(f"show E{number}", by=THEO)

    lines = [
        f"*E{number}* · solved",
        f"<@{THEO}> asks",
        f"<@{INES}> is asked (step 1)",
        f"<@{INES}> takes it",
        f"<@{INES}> asks <@{THEO}> for details – _Which carrier?_",
        f"<@{THEO}> adds – _Colis Express._",
        f"<@{THEO}> calls it urgent – _The client waits._",
        f"<@{INES}> hands it over – _He knows them._",
        f"<@{MARC}> is asked (step 1)",
        f"<@{MARC}> answers; it becomes entry No. ",
        f"<@{THEO}>: solved",
    ]
    places = [story.text.index(one) for one in lines]
    assert places == sorted(places)
    assert story.ephemeral_to == THEO


async def test_only_those_who_have_a_part_in_it_read_it(stage: Stage) -> None:
    await asked_ines(stage)
    number = (await only(stage)).id

    for person in (THEO, INES, SOFIA):
        assert f"*E{number}*" in (await stage.kb(f"show e{number}", by=person)).text
    for person, which in ((CAMILLE, number), (MARC, number), (THEO, 999_999_999)):
        assert "I can't find that" in (await stage.kb(f"show E{which}", by=person)).text


async def test_a_lead_passes_on_what_somebody_has(stage: Stage) -> None:
    await asked_ines(stage)
    story = await stage.kb(f"show E{(await only(stage)).id}", by=SOFIA)

    await stage.press("Hand over…", by=SOFIA, on=story)
    assert await stage.submit(by=SOFIA, person=MARC, written="Inès is at a fair.") is None

    assert "> Inès is at a fair." in stage.dms(MARC)[-1].text
    assert f"<@{MARC}> has this question now." in stage.dms(INES)[-1].text
    assert labels(await stage.kb(f"show E{(await only(stage)).id}", by=THEO)) == []


async def test_what_is_listed_can_be_looked_up(stage: Stage) -> None:
    await asked_ines(stage)
    await writes(stage, "It's urgent…", "The client waits.", by=THEO)
    number = (await only(stage)).id

    assert f"E{number} · *urgent* · " in (await stage.kb("mine", by=INES)).text
    await writes(stage, "Ask for details…", "Which carrier?", by=INES)
    theirs = (await stage.kb("mine", by=INES)).text
    assert f"you wait for details from <@{THEO}> · the clock stands still" in theirs
    mine = (await stage.kb("mine", by=THEO)).text
    assert f"E{number} · *urgent* · <@{INES}> waits for details; the clock stands still" in mine
