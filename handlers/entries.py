"""Entries: what somebody reads of them: a whole one, their drafts, all that is theirs."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import beside, due, windows
from handlers.pressed import number_of
from handlers.sight import visible, visible_entry
from handlers.ui import entries as ui
from handlers.ui.blocks import Message
from handlers.visit import Visit
from knowledge import entries, escalations, flags, receipts, review, upkeep, widening, wordings
from knowledge.entry import Entry, Status
from knowledge.receipts import Place, Way


def register(app: AsyncApp) -> None:
    """The button that opens one."""
    app.action(ui.OPEN_ENTRY)(open_entry)


async def card(visit: Visit, number: int) -> Message:
    """`/kb show N`."""
    _ = await visit.people.welcome(visit.user)
    entry = await visible_entry(visit, number)
    charter = await visit.charter()
    may_edit = review.may_review(charter, entry, visit.user)
    learned = await _learned_about(visit, entry)
    may: dict[str, Any] = {"may_edit": may_edit}
    may["may_widen"] = widening.may_widen(charter, entry, visit.user)
    about: dict[str, Any] = {"charter": charter, "learned": learned}
    about |= {"care": await due.care_of(visit, entry), "doubted": await _opened(visit, entry)}
    known = await beside.of(visit, entry)
    await _note_view(visit, entry)
    return ui.card(_, entry, **about, **may, **known)


async def open_entry(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Read an entry in full."""
    await ack()
    _ = await visit.people.welcome(visit.user)
    entry = await visible_entry(visit, number_of(body))
    learned = await _learned_about(visit, entry)
    await _note_view(visit, entry)
    about: dict[str, Any] = {"learned": learned, "doubted": await _opened(visit, entry)}
    about |= {"care": await due.care_of(visit, entry), "charter": await visit.charter()}
    known = await beside.of(visit, entry)
    await windows.show(visit, body, ui.read_modal(_, entry, **about, **known))


async def drafts(visit: Visit) -> Message:
    """`/kb drafts`: what this person is asked to review."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        mine = await entries.drafts_for(session, visit.workspace, visit.user)
    return ui.drafts(_, await visible(visit, mine), charter=await visit.charter())


async def mine(visit: Visit) -> Message:
    """`/kb mine`: what this person owes, waits for, reviews, and has written."""
    _ = await visit.people.welcome(visit.user)
    async with visit.sessions.begin() as session:
        owed = await escalations.owed_by(session, visit.workspace, visit.user)
        awaited = await escalations.awaited_by(session, visit.workspace, visit.user)
        drafts = await entries.drafts_for(session, visit.workspace, visit.user)
        written = await entries.written_by(session, visit.workspace, visit.user)
    return ui.mine(
        _,
        owed=owed,
        awaited=awaited,
        drafts=await visible(visit, drafts),
        written=await visible(visit, written),
    )


async def _note_view(visit: Visit, entry: Entry) -> None:
    """Somebody has read it."""
    async with visit.sessions.begin() as session:
        await upkeep.viewed(session, visit.workspace, [entry.id], now=visit.now)


async def _opened(visit: Visit, entry: Entry) -> bool:
    """Note that this person opens an entry that is found; say whether somebody doubts it."""
    if entry.status is not Status.PUBLISHED:
        return False
    async with visit.sessions.begin() as session:
        place = Place(Way.CARD, visit.user)
        await receipts.record(session, [entry], place, now=visit.now)
        return bool(await flags.doubted(session, visit.workspace, [entry.id]))


async def _learned_about(visit: Visit, entry: Entry) -> int:
    """How many wordings from use there are to review, for those who may review the entry."""
    if not review.may_review(await visit.charter(), entry, visit.user):
        return 0
    async with visit.sessions.begin() as session:
        return len(await wordings.of_entry(session, visit.workspace, entry.id))
