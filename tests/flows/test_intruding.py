"""Intruding: in public only what is sure; the rest to its asker alone; to courtesy, nothing."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, SOFIA, THEO
from knowledge.question import Question
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)

REFUND = "How do I get my money back?"
UNSURE = "can we deliver one order to two addresses?"
CANCEL = "Can I cancel an order I have just placed?"


async def test_near_misses_are_for_the_asker_who_shares_the_right_one(stage: Stage) -> None:
    asked = await stage.say(f"<@{stage.me}> {UNSURE}", by=CAMILLE)

    [whisper] = stage.seen(CAMILLE, QUESTIONS)
    assert stage.seen(INES, QUESTIONS) == []
    assert (whisper.ephemeral_to, whisper.thread_ts) == (CAMILLE, None)
    assert f"You asked: {UNSURE}\n*I am not sure.*" in whisper.text

    await stage.press("Share in the thread", by=CAMILLE)
    await stage.press("Share in the thread", by=CAMILLE)
    [shared] = stage.seen(INES, QUESTIONS)
    assert f"<@{CAMILLE}> shares an answer" in shared.text
    assert CANCEL in shared.text
    assert shared.thread_ts == asked.ts
    assert "has been shared in the channel already" in stage.seen(CAMILLE)[-1].text


async def test_in_a_thread_the_whisper_is_heard_there(stage: Stage) -> None:
    first = await stage.say("A customer asks.", by=INES)
    await stage.say("Anybody?", by=MARC, thread=first.ts)
    await stage.say(f"<@{stage.me}> {UNSURE}", by=CAMILLE, thread=first.ts)

    assert stage.seen(CAMILLE, QUESTIONS)[-1].thread_ts == first.ts
    assert stage.seen(INES, QUESTIONS) == []


async def test_what_is_not_theirs_to_say_and_silence_are_not_said_in_public(stage: Stage) -> None:
    for text, told in (
        ("how much compensation can I give", "*To be confirmed before you use it*"),
        ("a customer says he will sue us", "*We don't answer on Litigation in public.*"),
        ("who repairs the office printer", "*I can't tell what this is about*"),
    ):
        await stage.say(f"<@{stage.me}> {text}", by=THEO)
        assert told in stage.seen(THEO, QUESTIONS)[-1].text
        assert not [one for one in labels(stage.seen(THEO)[-1]) if one.startswith("Share")]

    assert stage.seen(INES, QUESTIONS) == []


async def test_beside_other_people_only_the_asker_is_answered(stage: Stage) -> None:
    await stage.say(f"<@{INES}> <@{stage.me}> how do I get my money back?", by=THEO)

    [whisper] = stage.seen(THEO, QUESTIONS)
    assert REFUND in whisper.text
    assert "Share in the thread" in labels(whisper)
    assert stage.seen(INES) == []


@pytest.mark.parametrize(
    "said",
    ["thanks <@{me}>", "<@{me}> merci beaucoup !", "Bonjour <@{me}>", "<@{me}> :tada:",
     "Marc found it, cc <@{sofia}> <@{me}>", "ok <@{me}>", "<@{sofia}> <@{me}> fyi"],
)  # fmt: skip
async def test_where_nothing_is_asked_nothing_is_said(stage: Stage, said: str) -> None:
    await stage.say(said.format(me=stage.me, sofia=SOFIA), by=THEO)

    assert stage.seen(THEO) == stage.seen(SOFIA) == []
    assert await stage.all(select(Question)) == []


async def test_a_copy_that_asks_and_a_mention_alone_are_answered(stage: Stage) -> None:
    await stage.say(f"How do I get my money back? cc <@{stage.me}>", by=THEO)
    assert REFUND in stage.seen(INES, QUESTIONS)[-1].text

    await stage.say(f"<@{stage.me}>", by=CAMILLE)
    [help_] = [message for message in stage.seen(CAMILLE) if message.ephemeral_to]
    assert "*What I can do for you*" in help_.text


async def test_a_direct_word_of_thanks_is_answered_and_asks_nobody(stage: Stage) -> None:
    assert (await stage.write("merci !", by=THEO)).text.startswith("With pleasure.")
    assert "*What I can do for you*" in (await stage.write("bonjour", by=THEO)).text
    assert await stage.all(select(Question)) == []


@pytest.mark.parametrize(
    "fault",
    [{"error": "user_not_in_channel"}, {"status": 500}, {"disconnect": "before"}],
    ids=str,
)
async def test_a_whisper_that_fails_comes_by_direct_message_once(
    stage: Stage, fault: dict[str, Any]
) -> None:
    stage.slack.faults.next("chat.postEphemeral", **fault)

    await stage.say(f"<@{stage.me}> {UNSURE}", by=CAMILLE)
    await stage.move(seconds=5)

    assert stage.seen(CAMILLE, QUESTIONS) == []
    [written] = stage.dms(CAMILLE)
    assert f"You asked: {UNSURE}" in written.text
    await stage.press("Share in the thread", by=CAMILLE)
    assert CANCEL in stage.seen(INES, QUESTIONS)[-1].text


async def test_a_whisper_nobody_knows_the_end_of_is_repeated_by_direct_message(
    stage: Stage,
) -> None:
    stage.slack.faults.next("chat.postEphemeral", disconnect="after")
    stage.slack.faults.next("chat.postMessage", disconnect="after")

    await stage.say(f"<@{stage.me}> {UNSURE}", by=CAMILLE)
    await stage.move(seconds=5)

    assert len(stage.seen(CAMILLE, QUESTIONS)) == len(stage.dms(CAMILLE)) == 1
