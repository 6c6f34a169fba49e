"""Askers: what the person who asked presses while they wait, and after the answer."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import home
from handlers.escalations import Listener, does, escalation_of, keeps, show
from handlers.pressed import number_of, value_of
from handlers.ui import escalations as ui
from handlers.visit import Visit
from knowledge import askers, questions, requests
from knowledge.errors import IllegalMove
from knowledge.escalation import Escalation, Status


def register(app: AsyncApp) -> None:
    """The asker's buttons, and what comes back from their windows."""
    app.action(ui.CANCEL)(cancel)
    app.action(ui.DETAILS)(opens(ui.details_modal))
    app.action(ui.HURRY)(opens(ui.hurry_modal))
    app.action(ui.NOT_SOLVED)(opens(ui.not_solved_modal, ended=True))
    app.action(ui.SOLVED)(does(_solved))
    app.action(ui.APART)(set_apart)
    app.view(ui.DETAILS_MODAL)(keeps(_add_details))
    app.view(ui.HURRY_MODAL)(keeps(_hurry))
    app.view(ui.NOT_SOLVED_MODAL)(keeps(_not_solved))


def opens(modal: Any, *, ended: bool = False) -> Listener:
    """A button of the asker's that opens a window: while an answer is owed, or once it came."""

    async def pressed(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
        await ack()
        async with escalation_of(visit, number_of(body)) as (_session, escalation):
            escalation.only_asker(visit.user)
            if (escalation.status is Status.ANSWERED) is not ended:
                raise IllegalMove
        await show(visit, body, modal(await visit.people.words_for(visit.user), escalation))

    return pressed


async def cancel(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """The asker no longer needs it; the message it was pressed under says so."""
    await ack()
    _ = await visit.people.welcome(visit.user)
    async with escalation_of(visit, number_of(body)) as (session, escalation):
        await askers.cancel(session, escalation, by=visit.user, now=visit.now)
    if respond.response_url:
        others = escalation.asker != visit.user
        gone = ui.left if others else partial(ui.status, asker_may_cancel=True)
        await respond(**gone(_, escalation).replacing())
    await home.follow(visit, body)


async def set_apart(
    ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """*Not the same question*: it is asked by itself. What stays in a DM the outbox redraws."""
    await ack()
    number, _sign, which = value_of(body).partition(":")
    async with escalation_of(visit, int(number)) as (session, escalation):
        question = await questions.get(session, visit.workspace, int(which), lock=True)
        own = await requests.separate(session, escalation, question, by=visit.user, now=visit.now)
    if respond.response_url and body.get("container", {}).get("is_ephemeral"):
        _ = await visit.people.words_for(visit.user)
        await respond(**ui.status(_, own, asker_may_cancel=True).replacing())


async def _solved(session: AsyncSession, escalation: Escalation, visit: Visit) -> None:
    await askers.solved(session, escalation, by=visit.user, now=visit.now)


async def _add_details(
    session: AsyncSession, escalation: Escalation, visit: Visit, view: dict[str, Any]
) -> None:
    text = ui.written(view)
    await askers.add_details(session, escalation, text, by=visit.user, now=visit.now)


async def _hurry(
    session: AsyncSession, escalation: Escalation, visit: Visit, view: dict[str, Any]
) -> None:
    await askers.hurry(session, escalation, ui.written(view), by=visit.user, now=visit.now)


async def _not_solved(
    session: AsyncSession, escalation: Escalation, visit: Visit, view: dict[str, Any]
) -> None:
    text = ui.written(view)
    await askers.not_solved(session, escalation, text, by=visit.user, now=visit.now)
