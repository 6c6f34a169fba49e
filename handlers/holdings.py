"""Holdings: `/kb mydata` shows a person, and nobody else, what Relais holds of them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.ui import holdings as ui
from handlers.ui.blocks import Message
from handlers.visit import Visit
from knowledge import holdings


def register(app: AsyncApp) -> None:
    """The button below the figures."""
    app.action(ui.EVERYTHING)(everything)


async def counted(visit: Visit) -> Message:
    """`/kb mydata`."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        held = await holdings.of(session, visit.workspace, visit.user)
    return ui.counted(_, held)


async def everything(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Row by row, in a window: always of the person who presses.

    Slack opens a window only within three seconds: what may take longer fills it.
    """
    await ack()
    _ = await visit.people.greet(visit.user)
    opened = await visit.client.views_open(trigger_id=body["trigger_id"], view=ui.looking(_))
    async with visit.sessions.begin() as session:
        held = await holdings.of(session, visit.workspace, visit.user)
    view = ui.everything(_, held)
    await visit.client.views_update(view_id=opened["view"]["id"], view=view)
