"""The last resort: with nobody left the leads hear it each working day, until it is somebody's."""

import pytest

from bot.sandbox.cast import CAMILLE, INES, MARC, PILOTAGE, SOFIA, THEO
from knowledge.escalation import Status
from tests.flows.escalating import asked_ines, only, told, writes
from tests.stage import Stage, labels

ONCE = pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
ALWAYS = """\
relais: 1
language: en
lead_channel: C0PILOTAGE
people:
  - {slack: U0SOFIA, autonomy: senior}
  - {slack: U0INES, autonomy: senior}
topics:
  - id: delivery
    name: {en: Delivery}
    examples: ["the carrier lost my parcel, what now"]
    chain: [{who: [U0INES], acknowledge: 1h, answer: 1d}]
fallback: {chain: [{who: [U0SOFIA], acknowledge: 1h, answer: 1d}]}
"""
"""Day and night, and Inès alone knows about deliveries."""


async def nobodys(stage: Stage) -> None:
    """Inès was asked and has not taken it."""
    await stage.rule(ALWAYS)
    await asked_ines(stage)
    await stage.move(minutes=61)


async def test_lead_and_channel_are_told_again_each_day_until_a_lead_takes_it(
    stage: Stage,
) -> None:
    await nobodys(stage)

    [first] = stage.seen(SOFIA, PILOTAGE)
    assert f"<@{INES}> did not take on a question by <@{THEO}> in time." in first.text
    assert f"*Nobody is left to ask*: it stays with <@{INES}>." in first.text
    assert labels(first) == ["I'll take it", "Hand over…", "Timeline"]
    assert told(stage, SOFIA) == [first.text.split("\n")[0]]
    assert "*The time is over, and there is no answer yet.*" in stage.dms(THEO)[-1].text
    assert (
        told(stage, INES)[-1]
        == f"*The time is over*, and <@{THEO}> is still waiting for your answer."
    )
    assert "Nobody I could ask has answered yet." in stage.dms(THEO)[0].text
    await stage.move(days=1)
    assert "*Still nobody's*, after 1 reminder:" in stage.seen(SOFIA, PILOTAGE)[-1].text

    await stage.press("I'll take it", by=SOFIA, on=stage.seen(SOFIA, PILOTAGE)[-1])

    assert (await only(stage)).assignee == SOFIA
    assert f"<@{SOFIA}> has been on it since" in stage.dms(THEO)[0].text
    heard = len(stage.seen(SOFIA, PILOTAGE))
    assert [labels(m) for m in stage.seen(SOFIA, PILOTAGE)] == [["Timeline"]] * heard
    await stage.move(hours=23)
    assert len(stage.seen(SOFIA, PILOTAGE)) == heard
    view = await stage.home(SOFIA)
    await stage.press("Answer", by=SOFIA, on=view)
    await stage.submit(by=SOFIA, written="Open an enquiry.")
    assert "Open an enquiry." in stage.dms(THEO)[-1].text


@ONCE
async def test_a_lead_gives_it_to_somebody(stage: Stage) -> None:
    await nobodys(stage)

    await stage.press("Hand over…", by=SOFIA, on=stage.seen(SOFIA, PILOTAGE)[0])
    assert await stage.submit(by=SOFIA, person=MARC, written="Please, Marc.") is None

    assert "> Please, Marc." in stage.dms(MARC)[-1].text
    assert (await only(stage)).assignee == MARC


@ONCE
async def test_who_has_no_say_does_not_take_it_and_who_was_asked_still_may(stage: Stage) -> None:
    await nobodys(stage)
    channel = stage.seen(SOFIA, PILOTAGE)[0]
    stage.slack.workspace.channels[PILOTAGE].members.add(CAMILLE)

    await stage.press("I'll take it", by=CAMILLE, on=channel)

    said = stage.seen(CAMILLE)[-1]
    assert (said.ephemeral_to, said.text) == (
        CAMILLE,
        "Your mandate in the charter doesn't cover this. Ask your lead.",
    )
    await writes(stage, "Answer", "Sorry, I was at a fair.", by=INES)
    assert (await only(stage)).status is Status.ANSWERED
    assert "It has been dealt with since." in stage.seen(SOFIA, PILOTAGE)[0].text


@ONCE
async def test_urgent_and_nobodys_is_told_to_the_leads(stage: Stage) -> None:
    await nobodys(stage)

    await writes(stage, "It's urgent…", "The client is at the counter.", by=THEO)

    told_ = stage.seen(SOFIA, PILOTAGE)[-1]
    assert f":rotating_light: *Urgent*: <@{THEO}> says why:" in told_.text
    assert "> The client is at the counter." in told_.text
    assert labels(told_) == ["I'll take it", "Hand over…", "Timeline"]
