"""Proposals: what an assignee wrote below a request, and the button that makes it the answer."""

from handlers.locale import Words
from handlers.ui.blocks import Message, actions, button, message, section
from handlers.ui.owed import ANSWER
from handlers.ui.text import passages, person
from knowledge.escalation import Escalation, Status

SEND = "escalation_send"
SHOWN = 20
"""Passages of a long answer that are shown before it is sent; all of it is sent."""


def proposal(_: Words, escalation: Escalation, text: str, number: int) -> Message:
    """Shall this be the answer? `number` is the row that remembers the text."""
    asker = person(escalation.asker)
    return message(
        section(_("Shall I send this to {asker} as your answer?", asker=asker)),
        [section(passage) for passage in passages(text)[:SHOWN]],
        actions(
            button(_("Send"), SEND, number, style="primary"),
            button(_("Write it anew"), ANSWER, escalation.id),
        ),
    )


def settled(_: Words, escalation: Escalation, reader: str) -> Message:
    """There is nothing to send any more."""
    asker = person(escalation.asker)
    if escalation.answer is not None and escalation.assignee == reader:
        told = _("Your answer has gone to {asker}. Thank you!", asker=asker)
    elif escalation.status is Status.CLOSED and escalation.answer is None:
        told = _("{asker} no longer needs an answer to this, so I send nothing.", asker=asker)
    elif escalation.is_live and escalation.assignee == reader:
        told = _("{asker} needs more than that by now: please write it anew.", asker=asker)
    else:
        told = _("This question is no longer with you, so I send nothing.")
    return message(section(told))
