"""Signals: what the owner of one presses, and what a person sees of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import concerns, home
from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.ui import overview as overview_ui
from handlers.ui import owners as ui
from handlers.ui.blocks import Message, remembered
from handlers.ui.whom import process_of
from handlers.visit import Visit
from knowledge import charters, owners, signals
from knowledge.charter import Charter
from knowledge.errors import IllegalMove
from knowledge.signal import Signal

LATELY = timedelta(days=30)


def register(app: AsyncApp) -> None:
    """The owner's buttons, and what comes back from the windows."""
    app.action(ui.RECEIVED)(receive)
    app.action(ui.ACTED_ON)(act_on)
    app.action(ui.NOT_NOW)(open_not_now)
    app.action(ui.PASS_TO)(open_pass_to)
    app.view(ui.NOT_NOW_MODAL)(decline)
    app.view(ui.PASS_TO_MODAL)(pass_to)


async def listed(visit: Visit) -> Message:
    """`/kb signals`: what this person owes and passed on, and how many there are lately."""
    _ = await visit.people.greet(visit.user)
    seen = await concerns.overview(visit, visit.now - LATELY, counts_for_all=True)
    return overview_ui.listed(_, seen)


async def receive(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Received.* What everybody sees is refreshed by the outbox."""
    await ack()
    async with _signal(visit, number_of(body)) as (session, signal, charter):
        await signals.receive(session, signal, by=visit.user, charter=charter, now=visit.now)
    await home.follow(visit, body)


async def act_on(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Acted on.*"""
    await ack()
    async with _signal(visit, number_of(body)) as (session, signal, charter):
        await signals.act_on(session, signal, by=visit.user, charter=charter, now=visit.now)
    await home.follow(visit, body)


async def open_not_now(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Not now…* opens the window for the reason."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with _signal(visit, number_of(body)) as (_session, signal, charter):
        _check(charter, signal, visit.user)
    view = ui.not_now_modal(_, signal)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def decline(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep the reason, then close the window: a refusal leaves it on the screen."""
    await promptly(_decline(visit, remembered(view)["signal"], ui.reason(view)))
    await ack()
    await home.follow(visit, body)


async def open_pass_to(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Pass to…* opens the window to choose in."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with _signal(visit, number_of(body)) as (session, signal, charter):
        _check(charter, signal, visit.user)
        passing = (one.person for one in await signals.supporters(session, signal))
        besides = {visit.user, signal.owner, *passing}
        whom = await concerns.whom(session, visit.workspace, charter, besides=besides)
    view = ui.pass_to_modal(_, signal, whom)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def pass_to(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Whoever it concerns has it from now on."""
    await promptly(_pass_to(visit, remembered(view), ui.process(view)))
    await ack()
    await home.follow(visit, body)


async def _decline(visit: Visit, number: int, reason: str) -> None:
    async with _signal(visit, number) as (session, signal, charter):
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        await signals.decline(session, signal, reason, **how)


async def _pass_to(visit: Visit, about: dict[str, Any], chosen: str) -> None:
    async with _signal(visit, about["signal"]) as (session, signal, charter):
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        process = process_of(charter, chosen)
        await signals.reassign(session, signal, process, seen=about["round"], **how)


@asynccontextmanager
async def _signal(visit: Visit, number: int) -> AsyncIterator[tuple[AsyncSession, Signal, Charter]]:
    """One signal, locked, in a transaction; and the charter in force."""
    await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        yield session, await signals.get(session, visit.workspace, number, lock=True), charter


def _check(charter: Charter, signal: Signal, person: str) -> None:
    """
    Raises:
        NotAllowed, IllegalMove: it is not theirs to answer, or not any more.
    """
    owners.check(charter, signal, person)
    if not signal.is_live:
        raise IllegalMove
