"""Escalations: what the person who is asked presses, and a lead after the last step."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import circle, home
from handlers.circle import Circle
from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.ui import escalations as ui
from handlers.visit import Visit
from knowledge import answers, assignees, charters, entries, escalations, sight
from knowledge.errors import NotForThem
from knowledge.escalation import Escalation

Listener = Callable[..., Awaitable[None]]
Deed = Callable[[AsyncSession, Escalation, Visit], Awaitable[object]]
Written = Callable[..., Awaitable[object]]


def register(app: AsyncApp) -> None:
    """The assignee's buttons, and what comes back from their windows."""
    app.action(ui.TAKE)(does(_take))
    app.action(ui.CONFIRM)(confirm)
    app.action(ui.REFUSE)(does(_refuse))
    app.action(ui.ANSWER)(opens(ui.answer_modal))
    app.action(ui.ASK_BACK)(opens(ui.ask_back_modal))
    app.action(ui.DECLINE)(opens(ui.decline_modal))
    app.action(ui.HAND_OVER)(opens_to_leads(ui.hand_over_modal))
    app.action(ui.CHANGE)(open_change)
    app.action(ui.POINT)(open_point)
    app.view(ui.ANSWER_MODAL)(keeps(_answer, looks_around=True))
    app.view(ui.ASK_BACK_MODAL)(keeps(_ask_back))
    app.view(ui.DECLINE_MODAL)(keeps(_decline))
    app.view(ui.HAND_OVER_MODAL)(keeps(_hand_over))
    app.view(ui.CHANGE_MODAL)(keeps(_change, looks_around=True))
    app.view(ui.POINT_MODAL)(keeps(_point, looks_around=True))


def does(deed: Deed) -> Listener:
    """A button that does this at once. What everybody sees is refreshed by the outbox."""

    async def pressed(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
        await ack()
        async with escalation_of(visit, number_of(body)) as (session, escalation):
            await deed(session, escalation, visit)
        await home.follow(visit, body)

    return pressed


def keeps(deed: Written, *, looks_around: bool = False) -> Listener:
    """A window that is sent: kept, then closed. A refusal leaves the text on the screen.

    `looks_around`: the deed is told who the circle of the escalation are.
    """

    async def sent(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
        async def work() -> None:
            number = int(json.loads(view["private_metadata"])["escalation"])
            told = [await circle.around(visit, number)] if looks_around else []
            async with escalation_of(visit, number) as (session, escalation):
                await deed(session, escalation, visit, view, *told)

        await promptly(work())
        await ack()
        await home.follow(visit, body)

    return sent


def opens(modal: Callable[..., dict[str, Any]]) -> Listener:
    """A button of the assignee's that opens a window."""

    async def pressed(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
        await ack()
        async with escalation_of(visit, number_of(body)) as (_session, escalation):
            escalation.only_assignee(visit.user)
            escalation.only_live()
        await show(visit, body, modal(await visit.people.words_for(visit.user), escalation))

    return pressed


def opens_to_leads(modal: Callable[..., dict[str, Any]]) -> Listener:
    """The same, for leads as well."""

    async def pressed(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
        await ack()
        leads = visit.user in (await visit.charter()).leads()
        async with escalation_of(visit, number_of(body)) as (_session, escalation):
            if not leads:
                escalation.only_assignee(visit.user)
            escalation.only_live()
        _ = await visit.people.words_for(visit.user)
        reader = await visit.readers.one(visit.user, {escalation.audience})
        reads = escalation.is_readable(visit.user, reader.audiences)
        await show(visit, body, modal(_, escalation, reads=reads))

    return pressed


async def confirm(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Yes*: the entry is the answer, if all who wait may see it. See `does`."""
    await ack()
    around = await circle.around(visit, number_of(body))
    async with escalation_of(visit, number_of(body)) as (session, escalation):
        escalation.only_assignee(visit.user)
        charter = await charters.in_force(session, visit.workspace)
        await circle.check_proposed(session, escalation, charter, around)
        await answers.confirm(session, escalation, by=visit.user, charter=charter, now=visit.now)
    await home.follow(visit, body)


async def open_change(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Yes, with a change*: the entry as it stands, to be changed."""
    await ack()
    around = await circle.around(visit, number_of(body))
    async with escalation_of(visit, number_of(body)) as (session, escalation):
        escalation.only_assignee(visit.user)
        escalation.only_live()
        charter = await charters.in_force(session, visit.workspace)
        await circle.check_proposed(session, escalation, charter, around)
        entry = await entries.get(session, visit.workspace, escalation.proposed_id or 0)
    _ = await visit.people.words_for(visit.user)
    await show(visit, body, ui.change_modal(_, escalation, entry))


async def open_point(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Point to an entry*: those that come near are offered."""
    await ack()
    around = await circle.around(visit, number_of(body))
    async with escalation_of(visit, number_of(body)) as (session, escalation):
        escalation.only_assignee(visit.user)
        escalation.only_live()
        near = await circle.near(visit, session, escalation, around)
    _ = await visit.people.words_for(visit.user)
    await show(visit, body, ui.point_modal(_, escalation, near))


async def show(visit: Visit, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Open a window for the person who pressed."""
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


@asynccontextmanager
async def escalation_of(
    visit: Visit, number: int
) -> AsyncIterator[tuple[AsyncSession, Escalation]]:
    """One escalation, locked, in a transaction."""
    await visit.people.welcome(visit.user)
    async with visit.sessions.begin() as session:
        yield session, await escalations.get(session, visit.workspace, number, lock=True)


async def _take(session: AsyncSession, escalation: Escalation, visit: Visit) -> None:
    await assignees.acknowledge(session, escalation, by=visit.user, now=visit.now)


async def _refuse(session: AsyncSession, escalation: Escalation, visit: Visit) -> None:
    await answers.refuse(session, escalation, by=visit.user, now=visit.now)


async def _answer(
    session: AsyncSession,
    escalation: Escalation,
    visit: Visit,
    view: dict[str, Any],
    around: Circle,
) -> None:
    how, text = await _how(session, visit), ui.written(view)
    if not escalation.was_answered(text, by=visit.user):
        await answers.answer(session, escalation, text, readers=around.members, **how)


async def _change(
    session: AsyncSession,
    escalation: Escalation,
    visit: Visit,
    view: dict[str, Any],
    around: Circle,
) -> None:
    how, body = await _how(session, visit), ui.written(view)
    seen = int(json.loads(view["private_metadata"])["seen"])
    escalation.only_assignee(visit.user)
    await circle.check_proposed(session, escalation, how["charter"], around)
    readers = around.members
    await answers.confirm(session, escalation, body=body, seen=seen, readers=readers, **how)


async def _point(
    session: AsyncSession,
    escalation: Escalation,
    visit: Visit,
    view: dict[str, Any],
    around: Circle,
) -> None:
    how = await _how(session, visit)
    escalation.only_assignee(visit.user)
    entry = await entries.get(session, visit.workspace, ui.chosen_entry(view), lock=True)
    if not sight.may_see(entry, around.reader, how["charter"]):
        raise NotForThem
    await answers.answer_with_entry(session, escalation, entry, **how)


async def _how(session: AsyncSession, visit: Visit) -> dict[str, Any]:
    """Who answers, by which charter, and when."""
    charter = await charters.in_force(session, visit.workspace)
    return {"by": visit.user, "charter": charter, "now": visit.now}


async def _ask_back(
    session: AsyncSession, escalation: Escalation, visit: Visit, view: dict[str, Any]
) -> None:
    wanted = ui.written(view)
    await assignees.ask_details(session, escalation, wanted, by=visit.user, now=visit.now)


async def _decline(
    session: AsyncSession, escalation: Escalation, visit: Visit, view: dict[str, Any]
) -> None:
    await assignees.decline(session, escalation, ui.written(view), by=visit.user, now=visit.now)


async def _hand_over(
    session: AsyncSession, escalation: Escalation, visit: Visit, view: dict[str, Any]
) -> None:
    to, why = ui.chosen_person(view), ui.written(view)
    await assignees.hand_over(session, escalation, to, why, by=visit.user, now=visit.now)
