"""Handing over and declining: to somebody who can answer, with a reason, and both sides know."""

import pytest

from bot.sandbox.cast import CAMILLE, INES, MARC, THEO
from tests.flows.escalating import asked_ines, only, presses_in_vain, told, writes
from tests.stage import Stage, labels

ONCE = pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)


async def test_it_is_handed_over_with_a_reason_that_the_next_reads(stage: Stage) -> None:
    request = await asked_ines(stage)

    await stage.press("Hand over…", by=INES)
    assert await stage.submit(by=INES, person=MARC, written="He knows the carrier.") is None

    theirs = stage.dms(MARC)[-1]
    assert f"<@{THEO}> has a question, and you are the right person to ask" in theirs.text
    assert f"It was handed over from <@{INES}>:\n> He knows the carrier." in theirs.text
    assert f"I have asked <@{MARC}>, who takes it on by <!date^" in stage.dms(THEO)[0].text
    assert told(stage, INES) == [f"<@{THEO}>'s question has moved on to <@{MARC}>."]
    assert labels(stage.dms(INES)[0]) == []
    only_marc = f"Only <@{MARC}> can do this."
    for action in ("escalation_take", "escalation_answer", "escalation_ask_back"):
        assert await presses_in_vain(stage, action, by=INES, on=request) == only_marc
    await writes(stage, "Answer", "Open an enquiry.", by=MARC)
    assert "Open an enquiry." in stage.dms(THEO)[-1].text


@ONCE
async def test_the_window_says_why_somebody_cannot_have_it(stage: Stage) -> None:
    await asked_ines(stage)
    await stage.press("Hand over…", by=INES)

    faults = await stage.submit(by=INES, person=THEO, written="Ask yourself.")

    assert faults
    assert f"<@{THEO}> waits for this answer themselves." in "".join(faults.values())
    assert (await only(stage)).assignee == INES
    assert await stage.submit(by=INES, person=CAMILLE) is None, "what was written is still there"
    assert (await only(stage)).assignee == CAMILLE


@ONCE
async def test_who_declines_says_why_and_the_next_of_the_chain_is_asked(stage: Stage) -> None:
    request = await asked_ines(stage)

    await writes(stage, "Decline…", "Not my carrier.", by=INES)

    theirs = stage.dms(CAMILLE)[-1]
    assert f"<@{INES}> says that it is not for them:\n> Not my carrier." in theirs.text
    assert "The question has moved on to somebody else.\n" in stage.dms(THEO)[-1].text
    assert await presses_in_vain(stage, "escalation_decline", by=INES, on=request) == (
        f"Only <@{CAMILLE}> can do this."
    )


@ONCE
async def test_the_last_who_can_be_asked_is_told_that_they_cannot_decline(stage: Stage) -> None:
    chain = "chain: [{who: [U0MARC], acknowledge: 1h, answer: 1d}]"
    await stage.rule(f"relais: 1\nfallback: {{{chain}}}\n")
    await stage.kb("who repairs the office printer", by=THEO)
    await stage.press("Ask Marc", by=THEO)
    await stage.press("Decline…", by=MARC)

    faults = await stage.submit(by=MARC, written="Not me.")

    assert faults
    assert "You are the last who can be asked" in "".join(faults.values())
    assert (await only(stage)).assignee == MARC


@ONCE
async def test_nobody_else_hands_over_or_declines(stage: Stage) -> None:
    request = await asked_ines(stage)
    for action in ("escalation_hand_over", "escalation_decline"):
        on = stage.dms(THEO)[0]
        on.blocks[-1]["elements"][0] = {**request.blocks[-1]["elements"][0], "action_id": action}
        said = await presses_in_vain(stage, action, by=THEO, on=on)
        assert said == f"Only <@{INES}> can do this."
    assert (await only(stage)).asked == [INES]
