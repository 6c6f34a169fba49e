"""Tips: what whose topic it is does with what somebody's reaction suggests."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.pressed import number_of
from handlers.ui import tips as ui
from handlers.visit import Visit
from knowledge import charters, tips
from knowledge.errors import NotFound
from knowledge.tip import Tip

Decision = Callable[..., Awaitable[Any]]


def register(app: AsyncApp) -> None:
    """The two buttons."""
    app.action(ui.TAKE)(take)
    app.action(ui.DECLINE)(decline)


async def take(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Do it*, in the name of who suggests it. What everybody sees is refreshed by the outbox."""
    await ack()
    await _decide(visit, number_of(body), tips.take)


async def decline(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Rather not.*"""
    await ack()
    await _decide(visit, number_of(body), tips.decline)


async def _decide(visit: Visit, number: int, decision: Decision) -> None:
    await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        await _visible(visit, await tips.get(session, visit.workspace, number))
    async with visit.sessions.begin() as session:
        tip = await tips.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await decision(session, tip, by=visit.user, charter=charter, now=visit.now)


async def _visible(visit: Visit, tip: Tip) -> None:
    """
    Raises:
        NotFound: it is about a private channel this person is not in.
    """
    private = [tip.audience] if tip.audience else []
    if len(await visit.channels.audiences_of(visit.user, private)) < len(private):
        raise NotFound
