"""Keepers: what those press who keep a flagged entry true."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import home
from handlers.pressed import number_of, value_of
from handlers.prompt import promptly
from handlers.sight import visible_entry
from handlers.ui import flag_settling as ui
from handlers.ui.blocks import remembered
from handlers.visit import Visit
from knowledge import charters, entries, flag_settling, flags, review, sight, source_changes
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.entry_errors import NotForOwner
from knowledge.errors import IllegalMove
from knowledge.flag import Flag


def register(app: AsyncApp) -> None:
    """Their buttons and windows; corrections come by `handlers/recalls.py`."""
    app.action(ui.TAKE_OVER)(take_over)
    app.action(ui.KEEP)(keep)
    app.action(ui.ARCHIVE)(archive)
    app.action(ui.UPHOLD)(open_uphold)
    app.action(ui.HAND_OVER)(open_hand_over)
    app.view(ui.UPHOLD_MODAL)(uphold)
    app.view(ui.HAND_OVER_MODAL)(hand_over)


async def take_over(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Take over.* What everybody sees is refreshed by the outbox."""
    await ack()
    number, _sign, seen = value_of(body).partition(":")
    async with _flag(visit, int(number)) as (session, flag, entry, charter):
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        await source_changes.take_over(session, flag, entry, seen=int(seen), **how)
    await home.follow(visit, body)


async def keep(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Keep ours.*"""
    await ack()
    async with _flag(visit, number_of(body)) as (session, flag, entry, charter):
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        await source_changes.keep_ours(session, flag, entry, **how)
    await home.follow(visit, body)


async def archive(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Archive.*"""
    await ack()
    async with _flag(visit, number_of(body)) as (session, flag, entry, charter):
        if not flag.is_open and not flag.was_settled(flag.status, by=visit.user):
            raise IllegalMove
        await flag_settling.archive(session, entry, by=visit.user, charter=charter, now=visit.now)
    await home.follow(visit, body)


async def open_uphold(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*It is right…* opens the window for the reason."""
    await ack()
    _ = await visit.people.greet(visit.user)
    view = ui.uphold_modal(_, await _theirs(visit, number_of(body)))
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def uphold(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep the reason, then close the window: a refusal leaves it on the screen."""
    await promptly(_uphold(visit, remembered(view)["flag"], ui.reason(view)))
    await ack()
    await home.follow(visit, body)


async def open_hand_over(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Hand over* opens the window to choose in."""
    await ack()
    _ = await visit.people.greet(visit.user)
    view = ui.hand_over_modal(_, await _theirs(visit, number_of(body), reads=False))
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def hand_over(
    ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit
) -> None:
    """Somebody else sees to it from now on."""
    await promptly(_hand_over(visit, remembered(view), ui.chosen(view)))
    await ack()
    await home.follow(visit, body)


async def _uphold(visit: Visit, number: int, reason: str) -> None:
    async with _flag(visit, number) as (session, flag, entry, charter):
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        await flag_settling.uphold(session, flag, entry, reason, **how)


async def _hand_over(visit: Visit, about: dict[str, Any], person: str) -> None:
    await visit.people.get(person)  # so that whoever has left is known to have
    reader = await visit.readers.one(person, {await _audience(visit, about["flag"])})
    async with _flag(visit, about["flag"], reads=False) as (session, flag, entry, charter):
        review.check(charter, entry, visit.user)
        if not sight.may_see(entry, reader, charter):
            raise NotForOwner(person=person)
        how: dict[str, Any] = {"by": visit.user, "charter": charter, "now": visit.now}
        await flag_settling.hand_over(session, flag, entry, person, seen=about["round"], **how)


@asynccontextmanager
async def _flag(
    visit: Visit, number: int, *, reads: bool = True
) -> AsyncIterator[tuple[AsyncSession, Flag, Entry, Charter]]:
    """A flag and its entry, locked, in a transaction; and the charter in force.

    `reads`: for those who may see the entry. Others may only give it to somebody who does.

    Raises:
        NotFound: there is none, or the entry is not for them to see.
    """
    await visit.people.greet(visit.user)
    if reads:
        await visible_entry(visit, await _entry(visit, number))
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        flag, entry = await flags.with_entry(session, visit.workspace, number)
        yield session, flag, entry, charter


async def _entry(visit: Visit, number: int) -> int:
    async with visit.sessions.begin() as session:
        return (await flags.get(session, visit.workspace, number)).entry_id


async def _audience(visit: Visit, number: int) -> str | None:
    entry = await _entry(visit, number)
    async with visit.sessions.begin() as session:
        return (await entries.get(session, visit.workspace, entry)).audience


async def _theirs(visit: Visit, number: int, *, reads: bool = True) -> Flag:
    """
    Raises:
        NoMandate, IllegalMove: it is not theirs to settle, or not any more.
    """
    async with _flag(visit, number, reads=reads) as (_session, flag, entry, charter):
        review.check(charter, entry, visit.user)
        if not flag.is_open:
            raise IllegalMove
        return flag
