"""Redactions: a reviewer marks the personal data in a draft, or lets it be shown again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, redaction, review, review_news
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.errors import IllegalMove


async def hide(
    session: AsyncSession,
    entry: Entry,
    sign: str | None,
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> None:
    """Mark what has this sign, or everything (None). Doing so twice changes nothing.

    Raises:
        NoMandate: the charter gives this person no say.
        IllegalMove: the draft has been dealt with, or says something else by now.
    """
    chosen = _chosen(entry, sign, by=by, charter=charter)
    marked = tuple(dict.fromkeys((*entry.redactions, *chosen)))
    await _mark(session, entry, marked, by=by, now=now)


async def show(
    session: AsyncSession,
    entry: Entry,
    sign: str | None,
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> None:
    """Take the mark away; refused as `hide` refuses."""
    chosen = _chosen(entry, sign, by=by, charter=charter)
    rest = [one for one in entry.redactions if one not in chosen]
    await _mark(session, entry, rest, by=by, now=now)


def _chosen(entry: Entry, sign: str | None, *, by: str, charter: Charter) -> list[str]:
    review.check(charter, entry, by)
    texts = [one.text for one in redaction.found(entry)]
    chosen = [text for text in texts if sign in (None, redaction.sign(text))]
    if not entry.is_pending or not chosen:
        raise IllegalMove
    return chosen


async def _mark(
    session: AsyncSession, entry: Entry, marked: Sequence[str], *, by: str, now: datetime
) -> None:
    """What was edited away in the meantime needs no mark any more."""
    there = {one.text for one in redaction.found(entry)}
    kept = [one for one in marked if one in there]
    if kept == entry.redactions:
        return
    entry.redactions = kept
    audit.record(session, "entry.marked", entry, by=by, now=now, count=len(kept))
    await review_news.show_reviewer(session, entry, now=now)
