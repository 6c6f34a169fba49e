"""Text: what people write, between Slack's markup and the Markdown we keep."""

from handlers.ui.text.bolding import bolded
from handlers.ui.text.escaping import escape, person
from handlers.ui.text.excerpts import excerpt, is_short
from handlers.ui.text.marking import marked_line
from handlers.ui.text.measure import cut, length, tidy
from handlers.ui.text.messages import channels_named, from_message, is_deleted, mentioned
from handlers.ui.text.moments import date_, day, day_in_words, lasting, moment
from handlers.ui.text.pieces import (
    packed,
    parts,
    passages,
    plain,
    summary,
    to_mrkdwn,
)
from handlers.ui.text.printed import printed
from handlers.ui.text.slack import NOBODY, from_slack, mentions

__all__ = [
    "NOBODY",
    "bolded",
    "channels_named",
    "cut",
    "date_",
    "day",
    "day_in_words",
    "escape",
    "excerpt",
    "from_message",
    "from_slack",
    "is_deleted",
    "is_short",
    "lasting",
    "length",
    "marked_line",
    "mentioned",
    "mentions",
    "moment",
    "packed",
    "parts",
    "passages",
    "person",
    "plain",
    "printed",
    "summary",
    "tidy",
    "to_mrkdwn",
]
