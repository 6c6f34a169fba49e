"""Escalations: what assignee and asker press."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import home
from handlers.prompt import promptly
from handlers.ui import escalations as ui
from handlers.visit import Visit
from knowledge import charters, escalations
from knowledge.errors import IllegalMove
from knowledge.escalation import Escalation


def register(app: AsyncApp) -> None:
    """The assignee's buttons, the asker's buttons, and what comes back from the modals."""
    app.action(ui.TAKE)(take)
    app.action(ui.ANSWER)(open_answer)
    app.action(ui.CANCEL)(cancel)
    app.action(ui.DETAILS)(open_details)
    app.view(ui.ANSWER_MODAL)(answer)
    app.view(ui.DETAILS_MODAL)(add_details)


async def take(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*I'll take it.* What both sides see is refreshed by the outbox."""
    await ack()
    async with _escalation(visit, _pressed(body)) as (session, escalation):
        await escalations.acknowledge(session, escalation, by=visit.user, now=visit.now)
    await home.follow(visit, body)


async def open_answer(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The assignee opens the modal to answer in."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with _escalation(visit, _pressed(body)) as (_session, escalation):
        escalation.only_assignee(visit.user)
        _live(escalation)
    view = ui.answer_modal(_, escalation)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def answer(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep the answer, then close the modal: a refusal leaves the text on the screen."""
    await promptly(_answer(visit, _number(view), ui.written(view)))
    await ack()
    await home.follow(visit, body)


async def cancel(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """The asker no longer needs it; the message it was pressed under says so."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with _escalation(visit, _pressed(body)) as (session, escalation):
        await escalations.cancel(session, escalation, by=visit.user, now=visit.now)
    if respond.response_url:
        others = escalation.asker != visit.user
        gone = ui.left if others else partial(ui.status, asker_may_cancel=True)
        await respond(**gone(_, escalation).replacing())
    await home.follow(visit, body)


async def open_details(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The asker opens the modal to say more in."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with _escalation(visit, _pressed(body)) as (_session, escalation):
        escalation.only_asker(visit.user)
        _live(escalation)
    view = ui.details_modal(_, escalation)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def add_details(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Keep what was added, then close the modal."""
    await promptly(_add_details(visit, _number(view), ui.written(view)))
    await ack()


async def _answer(visit: Visit, number: int, text: str) -> None:
    async with _escalation(visit, number) as (session, escalation):
        charter = await charters.in_force(session, visit.workspace)
        if not escalation.was_answered(text, by=visit.user):
            await escalations.answer(
                session, escalation, text, by=visit.user, charter=charter, now=visit.now
            )


async def _add_details(visit: Visit, number: int, text: str) -> None:
    async with _escalation(visit, number) as (session, escalation):
        await escalations.add_details(session, escalation, text, by=visit.user, now=visit.now)


@asynccontextmanager
async def _escalation(visit: Visit, number: int) -> AsyncIterator[tuple[AsyncSession, Escalation]]:
    """One escalation, locked, in a transaction."""
    await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        yield session, await escalations.get(session, visit.workspace, number, lock=True)


def _live(escalation: Escalation) -> None:
    if not escalation.is_live:
        raise IllegalMove


def _pressed(body: dict[str, Any]) -> int:
    return int(body["actions"][0]["value"])


def _number(view: dict[str, Any]) -> int:
    return int(json.loads(view["private_metadata"])["escalation"])
