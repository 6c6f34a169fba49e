"""Pace: somebody who is too fast waits, loses nothing that was acknowledged, and stops nobody."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, MARC, QUESTIONS, THEO
from handlers.paces import Paces
from knowledge.captured import CapturedMessage
from knowledge.escalation import Escalation
from knowledge.inbox import Event
from knowledge.pace import Pace
from knowledge.question import Question
from tests.stage import Stage

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)

MONEY = "how do I get my money back?"


@pytest.fixture
def slow(stage: Stage) -> Stage:
    """A stage on which one may ask twice a minute, and react twice."""
    services = stage.bot.services
    object.__setattr__(services, "paces", Paces(Pace(2), Pace(2)))
    return stage


async def test_who_types_too_fast_hears_when_to_try_again(slow: Stage) -> None:
    for _ in range(2):
        await slow.kb(MONEY, by=THEO)

    refused = await slow.kb(MONEY, by=THEO)
    assert "I take at most 2 a minute from one person" in refused.text
    assert len(await slow.all(select(Question))) == 2
    assert "30 days" in (await slow.kb(MONEY, by=CAMILLE)).text, "others are not made to wait"

    await slow.move(minutes=1)
    assert "30 days" in (await slow.kb(MONEY, by=THEO)).text


async def test_an_answer_is_never_too_fast(slow: Stage) -> None:
    """Marc has asked as often as he may, and presses all the same."""
    for _ in range(3):
        refused = await slow.kb("help", by=MARC)
    assert "at most 2 a minute" in refused.text
    await slow.kb("the kettle caught fire, what do I say?", by=THEO)

    [asked] = await slow.all(select(Escalation.assignee))
    assert asked == MARC
    await slow.press("Answer", by=MARC)
    await slow.submit(by=MARC, written="Unplug it.")

    assert "Unplug it." in slow.dms(THEO)[-1].text


async def test_reactions_that_come_too_fast_are_done_in_their_turn(slow: Stage) -> None:
    first = await slow.say("Can we engrave?", by=THEO)
    said = [await slow.say(f"Yes, number {n}.", by=MARC, thread=first.ts) for n in range(5)]

    for message in said:
        await slow.react(message, by=CAMILLE)

    kept = select(CapturedMessage).where(CapturedMessage.channel == QUESTIONS)
    assert len(await slow.all(kept)) == 2
    assert len(await slow.all(select(Event).where(Event.done_at.is_(None)))) == 3

    for _ in range(3):
        await slow.move(minutes=1)
    assert len(await slow.all(kept)) == 5
    assert await slow.all(select(Event).where(Event.done_at.is_(None))) == []
