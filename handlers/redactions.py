"""Redactions: a reviewer hides personal data in a draft, or is asked before it is published."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import home
from handlers.prompt import promptly
from handlers.sight import visible_entry
from handlers.ui import redactions as ui
from handlers.ui.redactions import Answered
from handlers.visit import Visit
from knowledge import charters, entries, redactions, review


def register(app: AsyncApp) -> None:
    """The buttons beside what was found, and the window before it is published."""
    app.action(ui.HIDE)(hide)
    app.action(ui.SHOW)(show)
    app.view(ui.ASKED)(answered)


async def hide(ack: AsyncAck, action: dict[str, Any], visit: Visit) -> None:
    """One thing, or all of it. What the reviewer sees is refreshed by the outbox."""
    await ack()
    await _mark(visit, action["value"], redactions.hide)


async def show(ack: AsyncAck, action: dict[str, Any], visit: Visit) -> None:
    """The same, taken back."""
    await ack()
    await _mark(visit, action["value"], redactions.show)


async def ask(visit: Visit, trigger: str, number: int) -> None:
    """It holds some: open the window that shows it."""
    _ = await visit.people.words_for(visit.user)
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number)
    await visit.client.views_open(trigger_id=trigger, view=ui.asked(_, entry))


async def answered(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Publish it, with what was found hidden or as it is: as the reviewer chose."""
    await promptly(_publish(visit, ui.answered(view)))
    await ack()
    await home.follow(visit, body)


async def _mark(visit: Visit, pressed: str, deed: Callable[..., Awaitable[None]]) -> None:
    """Do this to what the button names, in a draft that this person may see."""
    await visit.people.greet(visit.user)
    number, sign = ui.pressed(pressed)
    await visible_entry(visit, number)
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await deed(session, entry, sign, by=visit.user, charter=charter, now=visit.now)


async def _publish(visit: Visit, said: Answered) -> None:
    await visit.people.greet(visit.user)
    await visible_entry(visit, said.entry)
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, said.entry, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        if said.hides:
            await redactions.hide(session, entry, None, **how)
        await review.publish(session, entry, accepted=said.seen, **how)
