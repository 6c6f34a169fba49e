"""The message by which an installer sees that the bot can write to people."""

from handlers.locale import Words
from handlers.ui.blocks import Message, message, section


def letter(_: Words) -> Message:
    """Says that it is a test, and what to try next."""
    return message(
        section(
            _(
                ":wave: This is a test: I can write to you. Nothing is to be done. Type `/kb help` "
                "to see what I do."
            )
        )
    )
