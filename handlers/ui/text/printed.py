"""Printed: our own markup, for a screen that shows none."""

from handlers.ui.text.pieces import plain
from handlers.ui.text.slack import from_slack
from handlers.ui.text.tokens import MENTION


def printed(mrkdwn: str) -> str:
    """Its words, on one line; people by their ids."""
    markdown = from_slack(MENTION.sub(r"\1", mrkdwn))
    # A line that begins with - says what is gone; in Markdown it would be an item of a list.
    return plain(f"\\{markdown}" if markdown.startswith("- ") else markdown)
