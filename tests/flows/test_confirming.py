"""Confirming: a trainee's find goes to who may say yes, yes with a change, or no."""

from copy import deepcopy

import pytest
from sqlalchemy import select

from bot.sandbox.cast import MARC, THEO
from bot.sandbox.slack import Message
from knowledge.entry import Entry, Status
from tests.flows.escalating import only, presses_in_vain, writes
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)
COMPENSATION = "how much compensation can I give"
TITLE = "How much compensation am I allowed to give?"


async def to_confirm(stage: Stage) -> tuple[str, Message]:
    """Théo, a trainee, asks what he may not answer alone; who gets it, and what."""
    reply = await stage.kb(COMPENSATION, by=THEO)
    [ask] = [one for one in labels(reply) if one.endswith("to confirm")]
    await stage.press(ask, by=THEO)
    person = (await only(stage)).assignee
    return person, deepcopy(stage.dms(person)[-1])


async def test_yes_sends_what_was_found_and_the_entry_learns_the_question(stage: Stage) -> None:
    person, request = await to_confirm(stage)
    assert f"<@{THEO}> has found an answer, and you are the right person to confirm it" in (
        request.text
    )
    assert f"*{TITLE}*" in request.text
    assert labels(request)[:3] == ["Yes", "Yes, with a change…", "No"]

    for _ in range(2):
        await stage.slack.click(person, request, "escalation_confirm")
        await stage.quiet()

    given = [m for m in stage.dms(THEO) if "has answered your question" in m.text]
    assert len(given) == 1
    assert labels(given[0]) == ["Solved", "Not solved…", "Something wrong?"]
    [entry] = await stage.all(select(Entry).where(Entry.title == TITLE))
    assert COMPENSATION in entry.wordings
    assert await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW)) == []


async def test_yes_with_a_change_is_what_its_asker_and_everybody_reads(stage: Stage) -> None:
    person, _request = await to_confirm(stage)

    await stage.press("Yes, with a change…", by=person)
    field = next(b for b in stage.modal(person).blocks if b["type"] == "input")
    assert field["element"]["initial_value"], "the entry as it stands"
    assert await stage.submit(by=person, written="Twenty euros at most.") is None

    assert "Twenty euros at most." in stage.dms(THEO)[-1].text
    [entry] = await stage.all(select(Entry).where(Entry.title == TITLE))
    assert "Twenty euros at most." in entry.body


async def test_no_leaves_it_owed_and_another_answer_can_be_given(stage: Stage) -> None:
    person, request = await to_confirm(stage)

    await stage.press("No", by=person)

    assert "Answer" in labels(stage.dms(person)[0])
    assert "Yes" not in labels(stage.dms(person)[0])
    said = await presses_in_vain(stage, "escalation_confirm", by=person, on=request)
    assert "That is no longer possible" in said
    await writes(stage, "Answer", "Ask me case by case.", by=person)
    assert "Ask me case by case." in stage.dms(THEO)[-1].text


async def test_what_is_written_below_is_an_answer_of_its_own(stage: Stage) -> None:
    person, request = await to_confirm(stage)

    await stage.write("Fifteen euros, not more.", by=person, thread=request.ts)
    await stage.press("Send", by=person)

    assert "Fifteen euros, not more." in stage.dms(THEO)[-1].text
    [draft] = await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW))
    assert draft.body == "Fifteen euros, not more."


async def test_nobody_else_confirms(stage: Stage) -> None:
    person, request = await to_confirm(stage)
    other = MARC if person != MARC else THEO
    on = await stage.kb("how do I get my money back", by=other)
    on.blocks[-1]["elements"][0] |= {"value": str((await only(stage)).id)}
    for action in ("escalation_confirm", "escalation_refuse", "escalation_change"):
        on.blocks[-1]["elements"][0] |= {"action_id": action}
        said = await presses_in_vain(stage, action, by=other, on=on)
        assert said == f"Only <@{person}> can do this."
    assert request.text
