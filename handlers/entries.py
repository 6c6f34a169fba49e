"""Entries: what somebody reads of them: one by its number, their drafts, all that is theirs."""

from typing import Any

from handlers import beside, due
from handlers.questions import learned_about, note_view, opened, visible, visible_entry
from handlers.ui import entries as ui
from handlers.ui.blocks import Message
from handlers.visit import Visit
from knowledge import entries, escalations, review, widening


async def card(visit: Visit, number: int) -> Message:
    """`/kb show N`."""
    _ = await visit.people.welcome(visit.user)
    entry = await visible_entry(visit, number)
    charter = await visit.charter()
    may_edit = review.may_review(charter, entry, visit.user)
    learned = await learned_about(visit, entry)
    may: dict[str, Any] = {"may_edit": may_edit}
    may["may_widen"] = widening.may_widen(charter, entry, visit.user)
    about: dict[str, Any] = {"charter": charter, "learned": learned}
    about |= {"care": await due.care_of(visit, entry), "doubted": await opened(visit, entry)}
    known = await beside.of(visit, entry)
    await note_view(visit, entry)
    return ui.card(_, entry, **about, **may, **known)


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
