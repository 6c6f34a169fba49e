"""Consents: an author says yes or no to what is kept of them, says it better, or wishes no name."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.ui import consents as ui
from handlers.visit import Visit
from knowledge import charters, consents, corrections, entries, retraction


def register(app: AsyncApp) -> None:
    """The author's buttons, and what comes back from the window."""
    app.action(ui.AGREE)(agree)
    app.action(ui.HIDE_NAME)(hide_name)
    app.action(ui.SHOW_NAME)(show_name)
    app.action(ui.REFUSE)(refuse)
    app.action(ui.CORRECT)(correct)
    app.view(ui.CORRECTION)(corrected)


async def agree(ack: AsyncAck, action: dict[str, Any], visit: Visit) -> None:
    """*Yes, it may.* What they see is refreshed by the outbox, here as everywhere below."""
    await ack()
    await _say(visit, int(action["value"]), consents.agree)


async def hide_name(ack: AsyncAck, action: dict[str, Any], visit: Visit) -> None:
    """*Leave out my name.*"""
    await ack()
    await _say(visit, int(action["value"]), consents.name, is_named=False)


async def show_name(ack: AsyncAck, action: dict[str, Any], visit: Visit) -> None:
    """The same, taken back."""
    await ack()
    await _say(visit, int(action["value"]), consents.name, is_named=True)


async def refuse(ack: AsyncAck, action: dict[str, Any], visit: Visit) -> None:
    """*Don't keep it.*"""
    await ack()
    await _say(visit, int(action["value"]), retraction.refuse)


async def correct(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Open their words in a window."""
    await ack()
    _ = await visit.people.welcome(visit.user)
    async with visit.sessions.begin() as session:
        number = number_of(body)
        entry = await entries.get(session, visit.workspace, number)
        await consents.of(session, entry, visit.user)
        words = await corrections.words(session, entry, visit.user)
    view = ui.correct_modal(_, entry, words)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def corrected(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Keep what they wrote, or pass it on to who may put it in; the window then says so."""
    _ = await visit.people.welcome(visit.user)
    number, said = ui.corrected(view)
    if await promptly(_correct(visit, number, said)):
        await ack()
    else:
        await ack(response_action="update", view=ui.passed_on(_))


async def _correct(visit: Visit, number: int, said: dict[int, str]) -> bool:
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        return await corrections.correct(session, entry, said, **how)


async def _say(
    visit: Visit, number: int, deed: Callable[..., Awaitable[None]], **how: bool
) -> None:
    """Let the author do this to the entry of that number: each use case looks who they are. Guests
    are asked for their words as well, and may say no.
    """
    await visit.people.welcome(visit.user)
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        await deed(session, entry, by=visit.user, now=visit.now, **how)
