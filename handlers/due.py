"""Due: the entries that wait for somebody's word, in a window and in their weekly letter."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.pressed import number_of, value_of
from handlers.sight import visible
from handlers.ui import due as ui
from handlers.ui.due import Asked
from handlers.ui.paging import turns
from handlers.visit import Visit
from knowledge import charters, outbox, people, verification, weekly
from knowledge.entry import Entry
from knowledge.errors import NotFound
from knowledge.outbox import Kind
from knowledge.verification import Care


def register(app: AsyncApp) -> None:
    """The button at home, and those that turn pages."""
    app.action(ui.OPEN_DUE)(opened)
    for action in turns(ui.TURN):
        app.action(action)(turned)
    for action in turns(ui.TURN_LETTER):
        app.action(action)(letter_turned)


async def open_window(visit: Visit, trigger: str) -> None:
    """`/kb verify`."""
    await visit.client.views_open(trigger_id=trigger, view=await _window(visit, 0))


async def opened(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The same, from home."""
    await ack()
    await open_window(visit, body["trigger_id"])


async def turned(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Another page of the window."""
    await ack()
    await redraw(visit, body["view"]["id"], number_of(body))


async def letter_turned(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Another page of a letter: it is redrawn by the outbox, like all that it shows.

    Raises:
        NotFound: it was not written to this person.
    """
    await ack()
    await visit.people.greet(visit.user)
    number, page = map(int, value_of(body).split(":"))
    async with visit.sessions.begin() as session:
        row = await outbox.get(session, visit.workspace, number)
        if row.kind is not Kind.VERIFY or row.to != visit.user:
            raise NotFound
        row.facts = {**row.facts, "page": page}
        how: dict[str, Any] = {"workspace": row.workspace, "now": visit.now, "to": row.to}
        await outbox.refresh(session, row.kind, row.about, **how)


async def redraw(visit: Visit, view_id: str, page: int) -> None:
    """Show in an open window what waits now."""
    await visit.client.views_update(view_id=view_id, view=await _window(visit, page))


async def follow(visit: Visit, view: Mapping[str, Any]) -> None:
    """A window that lay upon this one was sent: what it has changed shows below."""
    page = ui.page_below(view)
    if page is not None and view.get("previous_view_id"):
        await redraw(visit, view["previous_view_id"], page)


async def waiting(visit: Visit) -> Sequence[Entry]:
    """What waits for this person's word, of what they may see."""
    async with visit.sessions.begin() as session:
        found = await weekly.waiting_for(session, visit.workspace, visit.user, now=visit.now)
    return await visible(visit, found)


async def care_of(visit: Visit, entry: Entry) -> Care:
    """How things stand with an entry, and what this person may do for it."""
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        gone = await people.gone(session, visit.workspace)
    return verification.care(entry, charter, gone, visit.user, visit.now)


async def _window(visit: Visit, page: int) -> dict[str, Any]:
    _ = await visit.people.greet(visit.user)
    asked = [Asked(entry) for entry in await waiting(visit)]
    charter = await visit.charter()
    return ui.window(_, asked, reader=visit.user, page=page, charter=charter)
