"""Printed: our own markup, for a screen that shows none."""

from handlers.ui.text.pieces import plain
from handlers.ui.text.slack import MENTION, from_slack


def printed(mrkdwn: str) -> str:
    """Its words, on one line; people by their ids."""
    return plain(from_slack(MENTION.sub(r"\1", mrkdwn)))
