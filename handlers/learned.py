"""Learned: a reviewer reads what use has taught, takes wordings out and puts them back."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.pressed import number_of
from handlers.sight import visible_entry
from handlers.ui import learned as ui
from handlers.ui.blocks import remembered
from handlers.visit import Visit
from knowledge import charters, learning, review, sight, wordings
from knowledge.errors import NoMandate
from knowledge.wording import Wording

WEEK = timedelta(days=7)


def register(app: AsyncApp) -> None:
    """The buttons that lead there, and those in the window."""
    app.action(ui.OPEN_LEARNED)(open_learned)
    app.action(ui.OPEN_LATEST)(open_latest)
    app.action(ui.TAKE_OUT)(take_out)
    app.action(ui.PUT_BACK)(put_back)


async def open_learned(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """What one entry has learned."""
    await ack()
    view = await _of_entry(visit, number_of(body))
    # A window that is open already stays below.
    show = visit.client.views_push if "view" in body else visit.client.views_open
    await show(trigger_id=body["trigger_id"], view=view)


async def open_latest(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """What all entries have learned this week."""
    await ack()
    view = await _latest(visit)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def take_out(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Nothing follows from that wording any more."""
    await ack()
    await _change(visit, body, learning.take_out)


async def put_back(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """It counts again."""
    await ack()
    await _change(visit, body, learning.put_back)


async def of_this_week(visit: Visit) -> list[Wording]:
    """What was learned in the last seven days about entries that this person may see."""
    async with visit.sessions.begin() as session:
        found = await wordings.learned_since(session, visit.workspace, visit.now - WEEK)
    private = {one.entry.audience for one in found if one.entry.audience}
    reader, charter = await visit.readers.one(visit.user, private), await visit.charter()
    return [one for one in found if sight.may_see(one.entry, reader, charter)]


async def _change(
    visit: Visit, body: Mapping[str, Any], deed: Callable[..., Awaitable[None]]
) -> None:
    await visit.people.greet(visit.user)
    number = number_of(body)
    async with visit.sessions.begin() as session:
        about = (await wordings.get(session, visit.workspace, number)).entry_id
    await visible_entry(visit, about)
    async with visit.sessions.begin() as session:
        wording = await wordings.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        review.check(charter, wording.entry, visit.user)
        await deed(session, wording, by=visit.user, now=visit.now)
    entry = remembered(body["view"]).get("entry")
    view = await _of_entry(visit, entry) if entry else await _latest(visit)
    await visit.client.views_update(view_id=body["view"]["id"], view=view)


async def _of_entry(visit: Visit, number: int) -> dict[str, Any]:
    """
    Raises:
        NotFound, NoMandate: it is nothing for this person to see, or to decide.
    """
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, number)
    review.check(await visit.charter(), entry, visit.user)
    async with visit.sessions.begin() as session:
        found = await wordings.of_entry(session, visit.workspace, number)
    return ui.of_entry(_, entry, found)


async def _latest(visit: Visit) -> dict[str, Any]:
    """
    Raises:
        NoMandate: this person leads nobody.
    """
    _ = await visit.people.greet(visit.user)
    if visit.user not in (await visit.charter()).leads():
        raise NoMandate
    return ui.latest(_, await of_this_week(visit))
