"""Departures: `/kb leaving`, and what those in charge do about it."""

import asyncio
import re
from collections.abc import Collection, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.sheets import seen_by
from handlers.ui import departures as ui
from handlers.ui.blocks import Message
from handlers.ui.departures import Seen
from handlers.visit import Visit
from knowledge import charters, departures, moments, people, sheets, successions
from knowledge import departure_news as news
from knowledge.charter.refusals import NoMember
from knowledge.departure import Departure
from knowledge.duties import Sheet

TYPED = re.compile(
    r"(?:<@(?P<person>[UW][A-Z0-9]+)(?:\|[^<>]*)?>|me|moi)\s+(?:(?:on|le)\s+)?(?P<day>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def register(app: AsyncApp) -> None:
    """The buttons under a sheet, and the window of successors."""
    app.action(ui.HAND_OVER)(hand_over)
    app.action(ui.CHOOSE)(choose)
    app.action(ui.STAY)(stay)
    app.view(ui.CHOSEN)(chosen)


async def announce(visit: Visit, text: str) -> Message:
    """`/kb leaving @person on DATE`: those in charge get the sheet."""
    _ = await visit.people.greet(visit.user)
    typed = TYPED.fullmatch(text.strip())
    if typed is None:
        return ui.how(_)
    person = typed["person"] or visit.user
    zone = (await visit.people.get(visit.user)).zone
    leaves_at = moments.until(typed["day"], now=visit.now, zone=zone)
    if leaves_at is None:
        return ui.how(_)
    await visit.people.get(person)
    async with visit.sessions.begin() as session:
        one = await departures.announce(
            session, visit.workspace, person, leaves_at, by=visit.user, now=visit.now
        )
    told = await _in_charge(visit, one)
    if visit.user in told:
        return ui.sheet(_, await _seen(visit, one.id))
    return ui.announced(_, one, told)


async def hand_over(
    ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """*Hand over as proposed*."""
    await ack()
    _ = await visit.people.greet(visit.user)
    number = number_of(body)
    await _check(visit, number)
    sheet = await _whole(visit, number)
    await _hand_over(visit, number, sheet.successors, sheet.rest)
    await respond(**ui.sheet(_, await _seen(visit, number)).replacing())


async def choose(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Choose who takes over*: the window, filled in with who is proposed."""
    await ack()
    _ = await visit.people.greet(visit.user)
    number = number_of(body)
    await _check(visit, number)
    view = ui.choice(_, await _seen(visit, number))
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def chosen(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Hand over to whom was chosen; a refusal leaves the choice on the screen."""
    _ = await visit.people.greet(visit.user)
    number = int(view["private_metadata"])
    await _check(visit, number)
    successors, rest = ui.chosen(view)
    await promptly(_hand_over(visit, number, successors, rest))
    await ack(response_action="update", view=ui.done(_, (await _seen(visit, number)).departure))


async def stay(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """*They stay after all*."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        one = await departures.stay(
            session, number_of(body), workspace=visit.workspace, by=visit.user, now=visit.now
        )
    await respond(**ui.sheet(_, await _seen(visit, one.id)).replacing())


async def _hand_over(
    visit: Visit, number: int, successors: Mapping[str, str], rest: str | None
) -> None:
    await _check_members(visit, {*successors.values(), *([rest] if rest else [])})
    private = (await _whole(visit, number)).audiences
    members = {channel: await visit.channels.members_of(channel) for channel in private}
    async with visit.sessions.begin() as session:
        await successions.hand_over(
            session,
            number,
            workspace=visit.workspace,
            successors=successors,
            rest=rest,
            by=visit.user,
            now=visit.now,
            members=members,
        )


async def _whole(visit: Visit, number: int) -> Sheet:
    """All of it, for deciding: what is shown of it is `_seen`."""
    async with visit.sessions.begin() as session:
        one = await departures.get(session, visit.workspace, number)
        charter = await charters.in_force(session, visit.workspace)
        return await sheets.of(session, visit.workspace, one.person, charter=charter, now=visit.now)


async def _check_members(visit: Visit, persons: Collection[str]) -> None:
    """Refuse whom Slack offers, but nothing should be left to."""
    for member in await asyncio.gather(*map(visit.people.get, persons)):
        if not member.is_colleague:
            raise NoMember(name=member.name)


async def _check(visit: Visit, number: int) -> None:
    """Only those in charge read a sheet at all.

    Raises:
        NoMandate: they are not.
    """
    async with visit.sessions.begin() as session:
        one = await departures.get(session, visit.workspace, number)
        charter, gone = await departures.scene(session, visit.workspace)
        news.check(charter, gone, one.person, visit.user)


async def _in_charge(visit: Visit, one: Departure) -> tuple[str, ...]:
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        gone = await people.gone(session, visit.workspace)
    return news.readers(charter, gone, one.person)


async def _seen(visit: Visit, number: int) -> Seen:
    return await seen_by(
        visit.user, number, sessions=visit.sessions, channels=visit.channels, now=visit.now
    )
