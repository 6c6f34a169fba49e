"""Being told: whoever does something sees that it was done, and whoever waits that it is late."""

import pytest

from bot.sandbox.cast import CAMILLE, INES, MARC, PILOTAGE, QUESTIONS, THEO
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("postgresql", "http")], indirect=True, ids="-".join
)

PARCEL = "the carrier lost my parcel, what now"


async def asked_ines(stage: Stage) -> None:
    await stage.kb(PARCEL, by=THEO)
    await stage.press("Ask Inès", by=THEO)


async def test_the_reply_itself_says_who_was_asked_and_that_it_is_cancelled(stage: Stage) -> None:
    await stage.kb(PARCEL, by=THEO)
    before = len(stage.seen(THEO, QUESTIONS))

    await stage.press("Ask Inès", by=THEO)
    reply = stage.seen(THEO, QUESTIONS)[-1]
    assert f"I have asked <@{INES}>" in reply.text
    await stage.press("Cancel", by=THEO, on=reply)

    assert len(stage.seen(THEO, QUESTIONS)) == before
    assert "Cancel" not in labels(stage.seen(THEO, QUESTIONS)[-1])


async def test_who_waits_is_told_that_nobody_is_left_and_the_lead_knows(stage: Stage) -> None:
    await asked_ines(stage)

    for _ in range(4):
        await stage.move(days=2)

    assert "The lead has been told." in stage.dms(THEO)[-1].text
    assert stage.seen("U0SOFIA", PILOTAGE)


async def test_who_keeps_a_message_sees_that_it_is_kept(stage: Stage) -> None:
    question = await stage.say("do we engrave kettles?", by=CAMILLE)
    answer = await stage.say("Yes, 12 letters.", by=MARC, thread=question.ts)

    await stage.react(answer, by=CAMILLE)

    said = stage.seen(CAMILLE, QUESTIONS)[-1]
    assert said.ephemeral_to == CAMILLE
    assert "Kept as a draft" in said.text


async def test_who_adds_an_entry_sees_who_reviews_it(stage: Stage) -> None:
    await stage.slack.command(CAMILLE, QUESTIONS, "/kb", "add")
    await stage.quiet()
    fields = {"title": "Do we engrave?", "answer-1-0": "Yes, in our workshop."}

    faults = await stage.slack.submit(CAMILLE, stage.modal(CAMILLE).id, fields)
    await stage.quiet()

    assert faults is None
    assert "reviews it before anybody finds it" in str(stage.modal(CAMILLE).blocks)


async def test_a_conversation_that_slack_forgot_is_opened_anew(stage: Stage) -> None:
    await asked_ines(stage)
    stage.slack.faults.next("chat.postMessage", error="channel_not_found")

    await stage.press("Answer", by=INES)
    await stage.submit(by=INES, written="Open an enquiry.")
    await stage.move(seconds=2)

    assert any("Open an enquiry." in message.text for message in stage.dms(THEO))
