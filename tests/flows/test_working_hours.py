"""Working hours: nobody is asked, reminded or late on a Saturday, unless it may ring."""

import pytest

from bot.sandbox.cast import INES, THEO
from bot.sandbox.slack import Message
from tests.flows.escalating import PARCEL, only, presses_in_vain, told, writes
from tests.stage import START, Stage

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)
URGENT = "    urgent: {outside_hours: true, acknowledge: 10m, answer: 1h}\n"


async def test_asked_on_a_saturday_it_waits_for_monday_and_its_asker_knows(stage: Stage) -> None:
    await stage.move(days=5)

    reply = await stage.kb(PARCEL, by=THEO)
    assert f"<@{INES}> is the nearest person who knows. At work again: <!date^" in reply.text
    await stage.press("Ask Inès", by=THEO)

    assert stage.dms(INES) == []
    assert f"I have asked <@{INES}>, who takes it on by <!date^" in stage.dms(THEO)[-1].text
    one = await only(stage)
    assert (one.due_at - START).days == 7, "four hours of Monday"
    await stage.press("Add details", by=THEO)
    await stage.submit(by=THEO, written="Order ORL-1.")
    await stage.move(days=1)
    assert stage.dms(INES) == [], "not even of the details"
    await stage.move(hours=23, minutes=5)
    assert told(stage, INES)[0].startswith(f"<@{THEO}> has a question")


async def test_what_is_cancelled_before_monday_nobody_hears_of(stage: Stage) -> None:
    await stage.move(days=5)
    await stage.kb(PARCEL, by=THEO)
    await stage.press("Ask Inès", by=THEO)

    await stage.press("Cancel", by=THEO, on=stage.dms(THEO)[-1])
    await stage.move(days=3)

    assert stage.dms(INES) == []


async def test_urgent_rings_on_saturday_where_the_topic_allows_it(stage: Stage) -> None:
    at = stage.charter.index("    stance:", stage.charter.index("- id: delivery"))
    await stage.rule(stage.charter[:at] + URGENT + stage.charter[at:])
    await stage.move(days=5)
    await stage.kb(PARCEL, by=THEO)
    await stage.press("Ask Inès", by=THEO)

    await writes(stage, "It's urgent…", "The client is at the counter.", by=THEO)

    assert any(one.startswith(f"<@{THEO}> has a question") for one in told(stage, INES))
    rings = next(m for m in stage.dms(INES) if ":rotating_light: *Urgent*" in m.text)
    assert "> The client is at the counter." in rings.text
    assert "*urgent*" in rings.text
    assert "urgent since <!date^" in stage.dms(THEO)[0].text
    said = await presses_in_vain(stage, "escalation_hurry", by=INES, on=_with_hurry(stage))
    assert said == f"Only <@{THEO}> can do this."
    await stage.move(minutes=11)
    assert (await only(stage)).assignee != INES


def _with_hurry(stage: Stage) -> Message:
    """A message of Inès's that carries the asker's button, as a forger would make it."""
    message = stage.dms(INES)[0]
    message.blocks[-1]["elements"][0] |= {"action_id": "escalation_hurry"}
    return message
