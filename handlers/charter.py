"""The charter: everybody reads it; what a lead has changed, leads undo for a day."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import home
from handlers.pressed import number_of
from handlers.ui import charter as ui
from handlers.ui import charter_changes as changes_ui
from handlers.ui.blocks import Message
from handlers.visit import Visit
from knowledge import amendments, charters
from knowledge.charter import EMPTY
from knowledge.charter.reading import known


def register(app: AsyncApp) -> None:
    """The window in which all of it is read, and the button that undoes."""
    app.action(ui.READ)(read)
    app.action(ui.PREVIOUS)(turn)
    app.action(ui.NEXT)(turn)
    app.action(changes_ui.UNDO)(undo)


async def summary(visit: Visit) -> Message:
    """`/kb charter`."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        version = await charters.latest(session, visit.workspace)
    charter = known(version.text) if version else EMPTY
    leads, why = visit.user in charter.leads(), version.why if version else None
    return ui.summary(_, charter, version, leads=leads, why=why)


async def read(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Open the window with everything in it."""
    await ack()
    view = await _page(visit, 0)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def turn(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Another page."""
    await ack()
    view = await _page(visit, number_of(body))
    await visit.client.views_update(view_id=body["view"]["id"], view=view)


async def undo(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """A lead takes a change back, under the message about it or where they have just made it."""
    await ack()
    _ = await visit.people.greet(visit.user)
    number = number_of(body)
    async with visit.sessions.begin() as session:
        version = await amendments.undo(
            session, number, workspace=visit.workspace, by=visit.user, now=visit.now
        )
    what = changes_ui.undone(_, version.number - 1)
    if "view" in body:
        view = changes_ui.done(_, version, what)
        await visit.client.views_update(view_id=body["view"]["id"], view=view)
    else:
        await respond(**changes_ui.confirmed(_, version, what).ephemeral())
    await home.redraw(visit)


async def _page(visit: Visit, page: int) -> dict[str, Any]:
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        version = await charters.latest(session, visit.workspace)
    return ui.whole(_, known(version.text) if version else EMPTY, version, page=page)
