"""Submission: a draft is given to whoever reviews it; what can do no harm is published at once."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, consents, entries, outbox, people, risk
from knowledge import review_news as news
from knowledge.charter import Charter, Risk
from knowledge.entry import Entry, Status
from knowledge.outbox import Kind, State

UNDO = timedelta(hours=24)
"""How long a reviewer may take back what was published before anybody read it."""


async def draft(
    session: AsyncSession,
    entry: Entry,
    *,
    charter: Charter,
    by: str,
    now: datetime,
    outsiders: Collection[str] = (),
) -> Entry:
    """Store a draft and give it to its reviewer: rather not to its author, never to `outsiders`,
    who may not see where it comes from.
    """
    entry.status = Status.DRAFT
    await entries.add(session, entry, by=by, now=now, deed="entry.drafted")
    await submit(session, entry, charter=charter, by=by, now=now, outsiders=outsiders)
    return entry


async def submit(
    session: AsyncSession,
    entry: Entry,
    *,
    charter: Charter,
    by: str,
    now: datetime,
    outsiders: Collection[str] = (),
) -> None:
    """Give a draft to the topic's reviewer, else to a lead, else to who brought it.

    Where the charter says that little can go wrong, it is published at once, and its reviewer may
    undo that; where much can, somebody reviews it who has neither written nor kept it.
    """
    gone = {*await people.gone(session, entry.workspace), *outsiders}
    there = risk.reviewers(charter, entry, gone=gone)
    entry.reviewer = _first(there, by, entry.capturer, gone=gone) or by
    entry.move_to(Status.IN_REVIEW)
    await consents.begin(session, entry, entry.author, by=by, now=now)
    if risk.care(charter, entry).risk is Risk.LOW:
        await _publish_unread(session, entry, by=by, now=now)
    await news.ask_reviewer(session, entry, now=now)
    if not there and risk.is_barred(charter, entry, by):
        await news.tell_leads(session, entry.workspace, entry.id, now=now)


async def reassign(
    session: AsyncSession,
    workspace: str,
    number: int,
    *,
    unreached: str,
    now: datetime,
    outsiders: Collection[str] = (),
) -> None:
    """Who was to review a draft cannot be reached, or may not see it any more: somebody else does,
    if there is anybody; never `outsiders`.
    """
    entry = await entries.get(session, workspace, number, lock=True)
    waits = entry.status is Status.IN_REVIEW or entry.may_be_undone(now)
    if not waits or entry.reviewer != unreached:
        return
    charter = await charters.in_force(session, workspace)
    tried = await outbox.about(session, Kind.REVIEW, number, workspace=workspace)
    failed = {row.to for row in tried if row.state is State.FAILED}
    gone = {*await people.gone(session, workspace), *failed, *outsiders, unreached}
    there = risk.reviewers(charter, entry, gone=gone)
    brought = _first(there, entry.author, entry.capturer, gone=gone)
    entry.reviewer = brought or entry.author or unreached
    await news.ask_reviewer(session, entry, now=now)
    if not there and risk.is_barred(charter, entry, str(entry.reviewer)):
        await news.tell_leads(session, workspace, number, besides={unreached}, now=now)


async def _publish_unread(session: AsyncSession, entry: Entry, *, by: str, now: datetime) -> None:
    entry.move_to(Status.PUBLISHED)
    entry.appear(by=by, now=now)
    entry.undo_until = now + UNDO
    await entries.changed(session, entry, by=by, now=now, deed="entry.published_unread")
    told = await consents.told(session, entry)
    await news.tell_who_brought_it(session, Kind.PUBLISHED, entry, besides={by, *told}, now=now)


def _first(there: Sequence[str], *brought: str | None, gone: Collection[str]) -> str | None:
    """Who reviews: the first of the charter who is there, else of those who brought it."""
    return next((who for who in (*there, *brought) if who and who not in gone), None)
