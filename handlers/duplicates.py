"""Duplicates: entries that answer the same, as far as a reader may know of them; keeping both."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import home
from handlers.pressed import value_of
from handlers.prompt import promptly
from handlers.readers import Readers
from handlers.sight import visible_entry
from handlers.ui import duplicates as ui
from handlers.ui import rulings as rulings_ui
from handlers.ui.blocks import Message
from handlers.visit import Services, Visit
from knowledge import charters, duplicates, entries, review, sight, twins
from knowledge.charter import Charter
from knowledge.contradiction import differences
from knowledge.duplicate import Duplicate
from knowledge.entry import Entry
from knowledge.sight import Reader
from knowledge.twins import Twin


def register(app: AsyncApp) -> None:
    """*Keep both*, and the reason."""
    app.action(ui.KEEP_BOTH)(keep_both)
    app.view(rulings_ui.KEEP_MODAL)(kept)


async def listed(visit: Visit) -> Message:
    """`/kb duplicates`: the open pairs that this person may see and settle."""
    _ = await visit.people.greet(visit.user)
    charter = await visit.charter()
    async with visit.sessions.begin() as session:
        rows = await duplicates.listed(session, visit.workspace)
        pairs = [await _pair(session, known) for known in rows]
    pairs = [
        pair
        for pair in pairs
        if all(review.may_review(charter, one, visit.user) for one in (pair.one, pair.other))
    ]
    private = {one.audience for pair in pairs for one in (pair.one, pair.other)}
    reader = await visit.readers.one(visit.user, private)
    return ui.listed(_, [pair for pair in pairs if is_visible(pair, reader, charter)])


async def keep_both(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Ask why both are right."""
    await ack()
    _ = await visit.people.greet(visit.user)
    one, other = [await visible_entry(visit, number) for number in ui.numbers(value_of(body))]
    charter = await visit.charter()
    for entry in (one, other):
        review.check(charter, entry, visit.user)
    view = rulings_ui.keep_modal(_, one, other)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def kept(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep the reason, then close the window: a refusal leaves it on the screen."""
    await promptly(_keep(visit, rulings_ui.about(view), rulings_ui.why(view)))
    await ack()
    await home.follow(visit, body)


async def _keep(visit: Visit, about: dict[str, int], why: str) -> None:
    await visit.people.greet(visit.user)
    for number in about.values():
        await visible_entry(visit, number)
    async with visit.sessions.begin() as session:
        one, other = [
            await entries.get(session, visit.workspace, about[name], lock=True)
            for name in ("entry", "other")
        ]
        charter = await charters.in_force(session, visit.workspace)
        await duplicates.keep_both(
            session, one, other, why=why, by=visit.user, charter=charter, now=visit.now
        )


async def seen_by(services: Services, readers: Readers, entry: Entry, person: str) -> list[Twin]:
    """The twins of an entry that this person may see."""
    async with services.sessions.begin() as session:
        private = await entries.audiences(session, entry.workspace)
    reader = await readers.one(person, private)
    async with services.sessions.begin() as session:
        index = await services.library.index(session, entry.workspace)
        charter = await charters.in_force(session, entry.workspace)
        found = await twins.of(session, entry, index=index, audiences=reader.audiences)
    return [twin for twin in found if sight.may_see(twin.entry, reader, charter)]


async def pair_of(session: AsyncSession, workspace: str, number: int) -> ui.Pair:
    """The pair of that number, with what its answers say differently.

    Raises:
        NotFound: there is none.
    """
    return await _pair(session, await duplicates.get(session, workspace, number))


async def _pair(session: AsyncSession, known: Duplicate) -> ui.Pair:
    one, other = await duplicates.both(session, known)
    apart = differences(one.body, other.body) if known.contradicts else ()
    return ui.Pair(known, one, other, apart)


def is_visible(pair: ui.Pair, reader: Reader, charter: Charter) -> bool:
    """Whether somebody may see both."""
    return all(sight.may_see(one, reader, charter) for one in (pair.one, pair.other))
