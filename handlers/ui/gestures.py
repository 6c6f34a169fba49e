"""Gestures: what somebody sees whose reaction has to wait, or cannot be followed."""

from collections.abc import Mapping

from handlers.locale import Words
from handlers.ui.blocks import Message, message, section
from handlers.ui.text import escape
from knowledge.reactions import Deed


def later(_: Words, deed: Deed) -> Message:
    """Slack makes us wait before we may read the message."""
    told = {
        Deed.KEEP: _(
            ":hourglass: I'll keep this message shortly: Slack lets me read only so often. "
            "You need do nothing more."
        ),
        Deed.ASK: _(
            ":hourglass: I'll ask somebody about this message shortly: Slack lets me read only so "
            "often. You need do nothing more."
        ),
    }
    passed_on = _(
        ":hourglass: I'll pass this message on shortly: Slack lets me read only so often. "
        "You need do nothing more."
    )
    return message(section(told.get(deed, passed_on)))


def refused(_: Words, sentence: str, facts: Mapping[str, object]) -> Message:
    """Why what the reaction asks for cannot be done."""
    return message(
        section(_(sentence, **{name: escape(str(fact)) for name, fact in facts.items()}))
    )
