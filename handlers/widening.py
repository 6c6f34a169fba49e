"""Widening: somebody entitled decides who finds an entry of a private channel."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import home
from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.sight import visible_entry
from handlers.ui import widening as ui
from handlers.ui.blocks import remembered
from handlers.ui.widening import Chosen
from handlers.visit import Visit
from knowledge import charters, entries, widening
from knowledge.entry_errors import NotInThere
from knowledge.errors import IllegalMove


def register(app: AsyncApp) -> None:
    """The button that opens the window, and what comes back from it."""
    app.action(ui.WIDEN)(open_window)
    app.view(ui.WIDEN_MODAL)(decided)


async def open_window(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Who finds it…*

    Raises:
        NotFound, NoMandate: it is nothing for this person to see, or to decide.
        IllegalMove: everybody finds it, and always has.
    """
    await ack()
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, number_of(body))
    widening.check(await visit.charter(), entry, visit.user)
    if entry.audience is None and entry.widened_from is None:
        raise IllegalMove
    # A window that is open already stays below.
    show = visit.client.views_push if "view" in body else visit.client.views_open
    await show(trigger_id=body["trigger_id"], view=ui.widen_modal(_, entry))


async def decided(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep what was decided, then close the window: a refusal leaves it on the screen."""
    await promptly(_decide(visit, remembered(view)["entry"], ui.chosen(view)))
    await ack()
    await home.follow(visit, body)


async def _decide(visit: Visit, number: int, chosen: Chosen) -> None:
    await visit.people.greet(visit.user)
    await visible_entry(visit, number)
    audience = await _audience(visit, chosen)
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        if chosen.who == ui.AS_BEFORE:
            await widening.narrow(session, entry, **how)
        else:
            await widening.widen(session, entry, audience, **how)


async def _audience(visit: Visit, chosen: Chosen) -> str | None:
    """Everybody, or the private channel chosen.

    Raises:
        NotInThere: this person is not in it, or it is none.
    """
    if chosen.who != ui.CHANNEL:
        return None
    place = await visit.channels.place(chosen.channel)
    members = await visit.channels.members_of(chosen.channel)
    if not place.is_known or not place.is_private or visit.user not in members:
        raise NotInThere
    return chosen.channel
