"""Learning: Théo says which answer he meant, and Camille finds it by the same words."""

import pytest

from bot.sandbox.cast import CAMILLE, QUESTIONS, THEO
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("postgresql", "http")], indirect=True, ids="-".join
)

ASKED = "can we deliver one order to two addresses"
MEANT = "Can I cancel an order I have just placed?"


async def test_a_near_miss_that_was_chosen_is_found_by_the_next_who_asks(stage: Stage) -> None:
    answer = await stage.kb(ASKED, by=THEO)
    await stage.press("This one", by=THEO, on=answer)

    [chosen] = stage.seen(THEO, QUESTIONS)
    assert f"*{MEANT}*" in chosen.text
    assert "You chose this one." in chosen.text
    assert labels(chosen) == ["Undo", "Read in full", "Share in channel", "Why?"]
    found = await stage.kb(f"{ASKED.upper()} ?", by=CAMILLE)
    assert f"\n*{MEANT}*\n" in found.text
    assert "Helpful" in labels(found)


async def test_what_is_taken_back_is_as_if_it_had_never_been_said(stage: Stage) -> None:
    answer = await stage.kb(ASKED, by=THEO)
    before = labels(answer)
    await stage.press("This one", by=THEO)
    await stage.press("Undo", by=THEO)

    [again] = stage.seen(THEO, QUESTIONS)
    assert labels(again) == before
    assert "*I am not sure.*" in (await stage.kb(ASKED, by=CAMILLE)).text


async def test_none_of_these_leads_to_the_person_who_knows(stage: Stage) -> None:
    await stage.kb(ASKED, by=THEO)
    await stage.press("None of these", by=THEO)

    [told] = stage.seen(THEO, QUESTIONS)
    assert "None of what I found was it: noted, thank you." in told.text
    assert MEANT not in told.text
    assert labels(told) == ["Undo", "Ask Inès", "Why?"]


async def test_in_a_thread_the_answer_stays_for_everybody(stage: Stage) -> None:
    await stage.say(f"<@{stage.me}> how do I get my money back?", by=THEO)
    await stage.press("Helpful", by=THEO)

    [reply] = stage.seen(CAMILLE, QUESTIONS)
    assert "How do I get my money back?" in reply.text
    assert "Glad it helped" in reply.text
