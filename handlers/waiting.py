"""Waiting: which requests are kept and answered in their turn, and which must be answered at once.

A window opens within three seconds of the click or not at all, and a submitted one shows what is
wrong with it in our acknowledgement. All else has half an hour, by its `response_url`.
"""

from typing import Any

from handlers import commands
from handlers.typed import read
from handlers.ui import questions as ui

FEEDBACK = frozenset(
    {ui.HELPFUL, ui.NOT_HELPFUL, ui.THIS_ONE, ui.NONE_OF_THESE, ui.TAKE_BACK, ui.ASK_PERSON}
)
"""What the asker says of an answer."""


def can_wait(body: dict[str, Any]) -> bool:
    """Whether this request, as Slack sent it, may be answered later than it is acknowledged."""
    if "command" in body:
        return not commands.opens_window(read(body.get("text", "")))
    pressed = [action.get("action_id") for action in body.get("actions", ())]
    return bool(pressed) and FEEDBACK.issuperset(pressed) and "response_url" in body
