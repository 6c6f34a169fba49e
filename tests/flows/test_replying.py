"""Replying: what an expert writes below a request becomes the answer, at their word."""

from copy import deepcopy

import pytest

from bot.sandbox.cast import CAMILLE, INES, THEO
from bot.sandbox.slack import Message
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "http")], indirect=True, ids="-".join
)

PARCEL = "the carrier lost my parcel, what now"


async def asked_ines(stage: Stage) -> Message:
    await stage.kb(PARCEL, by=THEO)
    await stage.press("Ask Inès", by=THEO)
    return stage.dms(INES)[-1]


async def test_several_replies_are_one_answer_once_they_are_sent(stage: Stage) -> None:
    request = await asked_ines(stage)

    await stage.write("Open an enquiry with the carrier.", by=INES, thread=request.ts)
    await stage.write("It takes five days.", by=INES, thread=request.ts)
    proposal = stage.dms(INES)[-1]

    assert proposal.thread_ts == request.ts
    assert "Open an enquiry with the carrier." in proposal.text
    assert "It takes five days." in proposal.text
    assert not any("enquiry" in message.text for message in stage.dms(THEO))

    await stage.press("Send", by=INES, on=proposal)

    assert "Open an enquiry with the carrier." in stage.dms(THEO)[-1].text
    assert "It takes five days." in stage.dms(THEO)[-1].text
    assert "Your answer has gone to" in stage.dms(INES)[-1].text
    assert labels(stage.dms(INES)[-1]) == []


async def test_sending_twice_sends_once(stage: Stage) -> None:
    request = await asked_ines(stage)
    await stage.write("Open an enquiry.", by=INES, thread=request.ts)
    proposal = deepcopy(stage.dms(INES)[-1])
    _place, button = stage.button("Send", by=INES, on=proposal)
    before = len(stage.dms(THEO))

    for _ in range(2):
        await stage.slack.click(INES, proposal, button["action_id"], block_id=button["block_id"])
        await stage.quiet()

    assert len(stage.dms(THEO)) == before + 1


async def test_a_reply_after_the_question_has_moved_on_sends_nothing(stage: Stage) -> None:
    request = await asked_ines(stage)
    await stage.move(minutes=31)

    await stage.write("Open an enquiry.", by=INES, thread=request.ts)

    assert "no longer with you" in stage.dms(INES)[-1].text
    assert not any("enquiry" in message.text for message in stage.dms(THEO))


async def test_what_was_written_for_an_earlier_answer_is_not_sent_again(stage: Stage) -> None:
    request = await asked_ines(stage)
    await stage.write("Open an enquiry.", by=INES, thread=request.ts)
    proposal = deepcopy(stage.dms(INES)[-1])
    await stage.press("Send", by=INES)
    await stage.press("Not solved…", by=THEO)
    await stage.submit(by=THEO, written="They have closed down.")
    before = len(stage.dms(THEO))

    await stage.slack.click(INES, proposal, "escalation_send")
    await stage.quiet()

    assert "That is no longer possible" in stage.seen(INES)[-1].text
    assert len(stage.dms(THEO)) == before
    await stage.write("Then refund it.", by=INES, thread=request.ts)
    proposed = stage.dms(INES)[-1].text
    assert "Then refund it." in proposed
    assert "Open an enquiry." not in proposed


async def test_nobody_sends_what_somebody_else_wrote(stage: Stage) -> None:
    request = await asked_ines(stage)
    await stage.write("Open an enquiry.", by=INES, thread=request.ts)
    _place, button = stage.button("Send", by=INES)
    forged = await stage.kb("how do I get my money back", by=CAMILLE)
    for number in (button["value"], "1", "999999"):
        element = {"action_id": button["action_id"], "value": str(number)}
        forged.blocks[-1]["elements"][0] |= element

        await stage.slack.click(CAMILLE, forged, button["action_id"])
        await stage.quiet()

        assert "I can't find that" in stage.seen(CAMILLE)[-1].text
    assert not any("enquiry" in message.text for message in stage.dms(THEO))
