"""What the stories of escalations have in common: a question, who gets it, what each has heard."""

from copy import deepcopy
from typing import Any

from sqlalchemy import select

from bot.sandbox.cast import INES, THEO
from bot.sandbox.slack import Message
from knowledge.escalation import Escalation
from tests.stage import Stage

PARCEL = "the carrier lost my parcel, what now"


async def asked_ines(stage: Stage, *, by: str = THEO) -> Message:
    """Somebody has Inès asked what no entry answers; what she gets, as it is then."""
    await stage.kb(PARCEL, by=by)
    await stage.press("Ask Inès", by=by)
    return deepcopy(stage.dms(INES)[-1])


async def writes(stage: Stage, label: str, text: str, *, by: str, **more: Any) -> None:
    """Press a button that opens a window, write in it, and send it."""
    await stage.press(label, by=by)
    assert await stage.submit(by=by, written=text, **more) is None


async def only(stage: Stage) -> Escalation:
    """The one escalation there is."""
    [one] = await stage.all(select(Escalation))
    assert isinstance(one, Escalation)
    return one


async def presses_in_vain(stage: Stage, action: str, *, by: str, on: Message) -> str:
    """Press what should not be there any more; what the person is told, and nobody else."""
    await stage.slack.click(by, on, action)
    await stage.quiet()
    refused = stage.seen(by)[-1]
    assert refused.ephemeral_to == by
    assert stage.slack.modals_of(by) == []
    return refused.text


def told(stage: Stage, person: str) -> list[str]:
    """The first line of everything the bot wrote to this person."""
    return [message.text.split("\n")[0] for message in stage.dms(person)]
