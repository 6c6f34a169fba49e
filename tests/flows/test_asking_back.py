"""Asking back: the clock stands still, its asker is asked again, and replies as they like."""

from copy import deepcopy

import pytest

from bot.sandbox.cast import INES, MARC, THEO
from knowledge.escalation import Status
from tests.flows.escalating import asked_ines, only, presses_in_vain, told, writes
from tests.stage import Stage, labels

ONCE = pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
WANTED = "Which carrier, and since when?"


async def test_details_are_asked_for_and_given_and_the_clock_stands_still(stage: Stage) -> None:
    request = await asked_ines(stage)
    await writes(stage, "Ask for details…", WANTED, by=INES)

    assert f"You have asked <@{THEO}> for details; until they reply the clock waits." in (
        stage.dms(INES)[0].text
    )
    assert "Ask for details…" not in labels(stage.dms(INES)[0])
    asked = stage.dms(THEO)[-1]
    assert f"<@{INES}> needs more from you to answer:\n> {WANTED}" in asked.text
    assert f"*<@{INES}> needs more details from you.*" in stage.dms(THEO)[0].text
    await stage.move(hours=5)
    assert (await only(stage)).assignee == INES, "it would have been late after four hours"

    await stage.press("Add details", by=THEO, on=asked)
    await stage.submit(by=THEO, written="Colis Express, since *Monday*.")

    assert "Colis Express, since _Monday_." in stage.dms(INES)[-1].text
    assert "No more details are needed for this question." in stage.dms(THEO)[1].text
    assert (await only(stage)).status is Status.ACKNOWLEDGED
    assert f"<@{INES}> has been on it since" in stage.dms(THEO)[0].text
    await stage.slack.click(INES, request, "escalation_take")
    await stage.quiet()
    assert (await only(stage)).status is Status.ACKNOWLEDGED


@ONCE
async def test_its_asker_may_simply_reply_below(stage: Stage) -> None:
    await asked_ines(stage)
    await writes(stage, "Ask for details…", WANTED, by=INES)

    await stage.write("Colis Express.", by=THEO, thread=stage.dms(THEO)[-1].ts)

    assert "Colis Express." in stage.dms(INES)[-1].text
    assert (await only(stage)).details == ["Colis Express."]
    assert (await only(stage)).status is Status.ACKNOWLEDGED


@ONCE
async def test_without_a_reply_they_are_asked_twice_more_and_then_the_clock_runs(
    stage: Stage,
) -> None:
    await asked_ines(stage)
    await writes(stage, "Ask for details…", WANTED, by=INES)

    for times in (2, 3):
        await stage.move(days=1)
        again = [m for m in stage.dms(THEO) if f"> {WANTED}" in m.text]
        assert len(again) == times
        assert "still waits for your reply" in again[-1].text
    await stage.move(days=1)

    assert told(stage, INES)[-1].startswith(f"<@{THEO}> has sent no details.")
    assert (await only(stage)).status is Status.ACKNOWLEDGED


@ONCE
async def test_what_is_written_below_the_request_meanwhile_is_one_answer(stage: Stage) -> None:
    request = await asked_ines(stage)
    await stage.write("Open an enquiry.", by=INES, thread=request.ts)
    await writes(stage, "Ask for details…", WANTED, by=INES)
    await stage.write("It takes five days.", by=INES, thread=request.ts)

    await stage.press("Send", by=INES, on=stage.dms(INES)[-1])

    given = stage.dms(THEO)[-1].text
    assert "Open an enquiry.\n" in given
    assert "It takes five days." in given
    assert (await only(stage)).status is Status.ANSWERED


@ONCE
async def test_only_the_assignee_asks_back_and_nobody_after_the_end(stage: Stage) -> None:
    request = await asked_ines(stage)
    await writes(stage, "Hand over…", "He knows.", by=INES, person=MARC)
    action = "escalation_ask_back"

    assert "Only <@U0MARC>" in await presses_in_vain(stage, action, by=INES, on=request)
    theirs = deepcopy(stage.dms(MARC)[-1])
    await stage.press("Cancel", by=THEO)
    said = await presses_in_vain(stage, "escalation_answer", by=MARC, on=theirs)
    assert "That is no longer possible" in said


@ONCE
async def test_in_french_too(french_stage: Stage) -> None:
    stage = french_stage
    await stage.kb("sujet:delivery le transporteur a perdu un colis", by=THEO)
    await stage.press("Demander à Inès", by=THEO)
    await stage.press("Demander des précisions…", by=INES)
    await stage.submit(by=INES, written="Quel transporteur ?")

    asked = stage.dms(THEO)[-1]
    assert f"<@{INES}> a besoin de précisions pour vous répondre" in asked.text
    await stage.write("Colis Express.", by=THEO, thread=asked.ts)
    assert "Colis Express." in stage.dms(INES)[-1].text
