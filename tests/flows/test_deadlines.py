"""Deadlines: the clock moves on; reminders, the next of the chain, the lead; never silence."""

from copy import deepcopy

from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, MARC, PILOTAGE, SOFIA, THEO
from knowledge.handovers import Cause, Handover
from tests.stage import Stage, labels

PARCEL = "the carrier lost my parcel, what now"


async def asked_ines(stage: Stage) -> None:
    """Théo has Inès asked: thirty minutes to take it, four hours to answer; then Camille."""
    await stage.kb(PARCEL, by=THEO)
    await stage.press("Ask Inès", by=THEO)


def vanish(stage: Stage, person: str) -> None:
    """Somebody's account is closed, and the bot has not heard of it yet."""
    stage.slack.workspace.users[person].deleted = True


def told(stage: Stage, person: str) -> list[str]:
    """The first line of everything the bot wrote to this person."""
    return [message.text.split("\n")[0] for message in stage.dms(person)]


async def test_who_has_taken_it_is_reminded_at_half_at_four_fifths_and_at_the_end(
    stage: Stage,
) -> None:
    await asked_ines(stage)
    await stage.press("I'll take it", by=INES)

    await stage.move(minutes=119)
    assert len(stage.dms(INES)) == 1
    await stage.move(minutes=2)
    assert told(stage, INES)[-1].startswith(f"*A reminder*: <@{THEO}> expects your answer by")
    assert "I'll take it" not in labels(stage.dms(INES)[-1])
    await stage.move(minutes=72)
    assert told(stage, INES)[-1].startswith("*Not much time is left*")
    await stage.move(minutes=48)

    assert len(stage.dms(INES)) == 4
    assert told(stage, INES)[-1].startswith("This question had no answer in time")
    assert told(stage, CAMILLE)[-1].startswith(f"<@{THEO}> has a question")


async def test_a_reminder_of_what_is_answered_is_not_sent(stage: Stage) -> None:
    await asked_ines(stage)
    await stage.press("Answer", by=INES)
    await stage.submit(by=INES, written="Open an enquiry.")
    before = len(stage.dms(INES))

    await stage.move(days=3)

    assert len(stage.dms(INES)) == before
    assert stage.seen(SOFIA, PILOTAGE) == []


async def test_what_nobody_takes_in_time_goes_to_the_next(stage: Stage) -> None:
    await asked_ines(stage)
    request = deepcopy(stage.dms(INES)[-1])

    await stage.move(minutes=31)

    assert told(stage, INES) == [
        f"<@{THEO}>'s question has moved on to <@{CAMILLE}>.",
        f"You hadn't taken this question on in time: <@{CAMILLE}> has it now. "
        "You need do nothing more. If you know the answer, tell them.",
    ]
    assert labels(stage.dms(CAMILLE)[-1])[:2] == ["I'll take it", "Answer"]
    assert f"moved on to somebody else.\nI have asked <@{CAMILLE}>" in stage.dms(THEO)[-1].text
    assert stage.seen(SOFIA, PILOTAGE) == []
    [handover] = await stage.all(select(Handover))
    assert (handover.cause, handover.former, handover.assignee) == (
        Cause.NOT_ACKNOWLEDGED,
        INES,
        CAMILLE,
    )
    await stage.press("I'll take it", by=INES, on=request)
    assert stage.seen(INES)[-1].text == f"Only <@{CAMILLE}> can do this."


async def test_what_is_taken_and_goes_quiet_comes_back_and_the_lead_is_told(stage: Stage) -> None:
    await asked_ines(stage)
    await stage.press("I'll take it", by=INES)

    await stage.move(hours=4, minutes=1)

    assert told(stage, CAMILLE)[-1].startswith(f"<@{THEO}> has a question")
    [lead] = stage.seen(SOFIA, PILOTAGE)
    assert f"<@{INES}> n’a pas répondu à temps à une question de <@{THEO}>" in lead.text
    assert f"<@{CAMILLE}>" in lead.text


async def test_after_the_last_step_the_lead_is_told_and_nobody_is_released(stage: Stage) -> None:
    await asked_ines(stage)

    for span in (31, 61, 61):
        await stage.move(minutes=span)

    assert told(stage, SOFIA)[0].startswith(f"<@{THEO}> has a question")
    [lead] = stage.seen(SOFIA, PILOTAGE)
    assert f"<@{SOFIA}>" in lead.text
    assert "*Il ne reste personne à qui la confier*" in lead.text
    await stage.press("Answer", by=SOFIA, on=stage.dms(SOFIA)[0])
    await stage.submit(by=SOFIA, written="I answer myself.")
    assert "I answer myself." in stage.dms(THEO)[-1].text


async def test_a_lead_channel_out_of_reach_is_replaced_by_the_leads_themselves(
    stage: Stage,
) -> None:
    await stage.slack.archive(SOFIA, PILOTAGE)
    await asked_ines(stage)
    await stage.press("I'll take it", by=INES)

    await stage.move(hours=4, minutes=1)

    assert stage.seen(SOFIA, PILOTAGE) == []
    assert f"<@{INES}> did not answer a question by <@{THEO}> in time." in told(stage, SOFIA)[-1]


async def test_somebody_deactivated_is_not_asked(stage: Stage) -> None:
    await stage.slack.change_user(INES, deleted=True)
    await stage.quiet()

    answer = await stage.kb(PARCEL, by=THEO)

    assert labels(answer) == ["Ask Marc", "Why?"], "Marc stands in for Inès"


async def test_somebody_out_of_reach_is_passed_over_at_once(stage: Stage) -> None:
    await stage.kb(PARCEL, by=THEO)
    vanish(stage, INES)
    await stage.press("Ask Inès", by=THEO)

    assert stage.dms(INES) == []
    assert told(stage, CAMILLE)[-1].startswith(f"<@{THEO}> has a question")
    assert f"moved on to somebody else.\nI have asked <@{CAMILLE}>" in stage.dms(THEO)[-1].text
    [handover] = await stage.all(select(Handover))
    assert handover.cause is Cause.UNREACHABLE


async def test_with_nobody_left_to_reach_the_lead_is_told(stage: Stage) -> None:
    chain = "chain: [{who: [U0MARC], acknowledge: 1h, answer: 1d}]"
    await stage.rule(f"relais: 1\nlead_channel: {PILOTAGE}\nfallback: {{{chain}}}\n")
    await stage.kb("who repairs the office printer", by=THEO)
    vanish(stage, MARC)
    await stage.press("Ask Marc", by=THEO)

    [lead] = stage.seen(SOFIA, PILOTAGE)
    assert f"<@{MARC}>" in lead.text
    assert stage.dms(MARC) == []
