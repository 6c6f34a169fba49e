"""Joining: who asks the same in other words waits with who asked first; who does not says so."""

from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, THEO
from knowledge.escalation import Escalation
from tests.stage import Stage, labels

FIRST = "how do I cancel a parcel that the carrier has lost"
AGAIN = "how can I cancel a parcel the carrier lost ?"


async def asks(stage: Stage, text: str, *, by: str) -> None:
    await stage.kb(text, by=by)
    await stage.press("Ask Inès", by=by)


async def test_the_expert_is_asked_once_and_both_get_the_answer(stage: Stage) -> None:
    await asks(stage, FIRST, by=THEO)
    await asks(stage, AGAIN, by=CAMILLE)

    [_one] = await stage.all(select(Escalation))
    told = stage.dms(CAMILLE)[-1]
    assert "Somebody has asked this already" in told.text
    assert FIRST in told.text, "which question they wait with"
    assert labels(told) == ["Not the same question"]
    assert len(stage.dms(INES)) == 1

    await stage.press("Answer", by=INES)
    await stage.submit(by=INES, written="Open an enquiry.")
    for person in (THEO, CAMILLE):
        assert "Open an enquiry." in stage.dms(person)[-1].text


async def test_who_means_something_else_asks_by_themselves(stage: Stage) -> None:
    await asks(stage, FIRST, by=THEO)
    await asks(stage, AGAIN, by=CAMILLE)

    await stage.press("Not the same question", by=CAMILLE, on=stage.dms(CAMILLE)[-1])

    first, second = await stage.all(select(Escalation).order_by(Escalation.id))
    assert (first.asker, second.asker, second.text) == (THEO, CAMILLE, AGAIN)
    await stage.press("Answer", by=INES, on=stage.dms(INES)[0])
    await stage.submit(by=INES, written="Only for Théo.")
    assert "Only for Théo." in stage.dms(THEO)[-1].text
    assert not [one for one in stage.dms(CAMILLE) if "Only for Théo." in one.text]


async def test_nobody_sets_apart_what_somebody_else_has_joined(stage: Stage) -> None:
    await asks(stage, FIRST, by=THEO)
    await asks(stage, AGAIN, by=CAMILLE)
    told = stage.dms(CAMILLE)[-1]
    [button] = [b for block in told.blocks for b in block.get("elements", ()) if "value" in b]
    mine = stage.dms(THEO)[-1]
    mine.blocks.append({"type": "actions", "block_id": "forged", "elements": [button]})

    await stage.slack.click(THEO, mine, button["action_id"], block_id="forged")
    await stage.quiet()

    assert stage.seen(THEO)[-1].text == f"Only <@{CAMILLE}> can do this."
    assert len(await stage.all(select(Escalation))) == 1
