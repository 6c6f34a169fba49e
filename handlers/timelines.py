"""Timelines: the whole story of an escalation, for those who have a part in it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers.ui import escalations as escalations_ui
from handlers.ui import timeline as ui
from handlers.ui.blocks import Message
from handlers.visit import Visit
from knowledge import escalations, timeline
from knowledge.errors import NotFound
from knowledge.escalation import Escalation


def register(app: AsyncApp) -> None:
    """The button; `/kb show E12` tells by `story`."""
    app.action(escalations_ui.TIMELINE)(shown)


async def shown(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Show it to who pressed, and to nobody else."""
    await ack()
    await respond(**(await story(visit, int(action["value"]))).ephemeral())


async def story(visit: Visit, number: int) -> Message:
    """Everything that happened to the escalation of that number.

    Raises:
        NotFound: there is none, or this person has no part in it.
    """
    _ = await visit.people.greet(visit.user)
    charter = await visit.charter()
    async with visit.sessions.begin() as session:
        escalation = await escalations.get(session, visit.workspace, number)
        waiting = {one.person for one in await escalations.waiters(session, escalation)}
        events = await timeline.of(session, escalation)
    if visit.user not in {*_involved(escalation), *waiting, *charter.leads()}:
        raise NotFound
    reader = await visit.readers.one(visit.user, {escalation.audience})
    how: dict[str, bool] = {"for_lead": visit.user in charter.leads()}
    how["reads"] = visit.user in waiting or escalation.is_readable(visit.user, reader.audiences)
    return ui.timeline(_, escalation, events, charter=charter, **how)


def _involved(escalation: Escalation) -> set[str]:
    """Who asked, who is asked, and who was."""
    return {escalation.asker, escalation.assignee, *escalation.asked}
