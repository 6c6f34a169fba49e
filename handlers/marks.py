"""Marks: our own reaction on what is kept is put there, or taken off."""

import structlog
from slack_sdk.errors import SlackApiError

from handlers.reasons import slack_code
from handlers.unanswered import is_passing
from handlers.visit import Visit
from knowledge import marks
from knowledge.notification import Notification

log = structlog.get_logger()

DONE = {"already_reacted", "no_reaction"}


async def perform(visit: Visit, row: Notification) -> None:
    """Make the message bear the mark if it is kept by now, else not. A mark is worth no more
    attempts where Slack refuses it for good.
    """
    name = visit.services.mark
    if name is None:
        return
    place = {"channel": row.facts["channel"], "timestamp": row.facts["ts"]}
    async with visit.sessions.begin() as session:
        is_due = await marks.is_due(session, row.workspace, place["channel"], place["timestamp"])
    try:
        if is_due:
            await visit.client.reactions_add(name=name, **place)
        else:
            await visit.client.reactions_remove(name=name, **place)
    except SlackApiError as error:
        if is_passing(error):
            raise
        reason = slack_code(error)
        if reason not in DONE:
            log.warning("no mark", reason=reason, **place)
