"""Learning: Théo says which answer he meant, and Camille finds it by the same words."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, QUESTIONS, SOFIA, THEO
from knowledge.entry import Entry
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
    assert labels(chosen) == [
        "Undo",
        "Read in full",
        "Something wrong?",
        "Share in channel",
        "Why?",
    ]
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


async def test_a_reviewer_takes_out_what_was_learned_and_puts_it_back(stage: Stage) -> None:
    await stage.kb(ASKED, by=THEO)
    await stage.press("This one", by=THEO)
    [entry] = await stage.all(select(Entry).where(Entry.title == MEANT))
    assert "1 wording from use" not in labels(await stage.kb(f"show {entry.id}", by=THEO))

    shown = await stage.kb(f"show {entry.id}", by=INES)
    await stage.press("1 wording from use", by=INES, on=shown)
    [listed] = [b["text"]["text"] for b in stage.modal(INES).blocks if "accessory" in b]
    assert listed.startswith(f"*{ASKED}*\nconfirmed by <@{THEO}>, <!date^")
    await stage.press("Take out", by=INES)

    assert "taken out by <@U0INES>" in str(stage.modal(INES).blocks)
    assert "*I am not sure.*" in (await stage.kb(ASKED, by=CAMILLE)).text
    await stage.press("Put back", by=INES)
    assert f"\n*{MEANT}*\n" in (await stage.kb(ASKED, by=CAMILLE)).text


async def test_a_lead_reads_at_home_what_was_learned_this_week(stage: Stage) -> None:
    assert "Nothing was learned this week." in str((await stage.home(SOFIA)).blocks)
    await stage.kb(ASKED, by=THEO)
    await stage.press("This one", by=THEO)

    home = await stage.home(SOFIA)
    assert "1 wording was learned this week." in str(home.blocks)
    await stage.press("Review", by=SOFIA, on=home)
    await stage.press("Take out", by=SOFIA)

    assert f"→ {MEANT}" in str(stage.modal(SOFIA).blocks)
    assert labels(stage.modal(SOFIA)) == ["Put back"]
    assert "0 wordings were learned this week." in str((await stage.home(SOFIA)).blocks)
    assert "Learned from use" not in str((await stage.home(THEO)).blocks)
    await stage.move(days=8)
    assert "Nothing was learned this week." in str((await stage.home(SOFIA)).blocks)
