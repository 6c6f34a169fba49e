"""Forgetting: `/kb forget me` asks first, and then forgets the person who asked for it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.prompt import promptly
from handlers.ui import forgetting as ui
from handlers.ui import holdings as holdings_ui
from handlers.visit import Visit
from knowledge import erasure


def register(app: AsyncApp) -> None:
    """The button below what is held, and what comes back from the window."""
    app.action(holdings_ui.FORGET)(pressed)
    app.view(ui.ASKED)(confirmed)


async def open_window(visit: Visit, trigger: str) -> None:
    """`/kb forget me`: what would happen."""
    _ = await visit.people.greet(visit.user)
    opened = await visit.client.views_open(trigger_id=trigger, view=holdings_ui.looking(_))
    async with visit.sessions.begin() as session:
        preview = await erasure.preview(session, visit.workspace, visit.user)
    view = ui.asked(_, preview)
    await visit.client.views_update(view_id=opened["view"]["id"], view=view)


async def pressed(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Forget me*, below what is held."""
    await ack()
    await open_window(visit, body["trigger_id"])


async def confirmed(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Forget them; after that they are not even looked up any more.

    Whether it may be is said at once. To do it may take longer than Slack waits for our word.
    """
    _ = await visit.people.greet(visit.user)
    await promptly(_check(visit))
    await ack(response_action="update", view=ui.under_way(_))
    async with visit.sessions.begin() as session:
        await erasure.erase(
            session,
            visit.workspace,
            visit.user,
            now=visit.now,
            keeps_entries=ui.keeps_entries(view),
        )
    await visit.client.views_update(view_id=view["id"], view=ui.done(_))


async def _check(visit: Visit) -> None:
    async with visit.sessions.begin() as session:
        await erasure.check(session, visit.workspace, visit.user)
