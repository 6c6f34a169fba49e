"""Recalls: one action mends an entry, or archives it, and tells everyone who was given it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, flag_settling, flags, recall_news, receipts
from knowledge.charter import Charter
from knowledge.entry import Entry, Revision
from knowledge.entry_errors import NothingChanged
from knowledge.flag import Status
from knowledge.recall import Recall, Text, addresses
from knowledge.receipts import Receipt


@dataclass(frozen=True)
class Reach:
    """How many would hear of it: people by direct message, and conversations."""

    people: int
    places: int

    @property
    def is_nobody(self) -> bool:
        """Whether nobody was given it lately."""
        return not (self.people or self.places)


async def reach(
    session: AsyncSession, entry: Entry, *, by: str, charter: Charter, now: datetime
) -> Reach:
    """Whom a recall of everything that the entry ever said would reach."""
    given = await receipts.of_entry(session, entry, since=now - charter.upkeep.recall)
    found = addresses(given, besides={by})
    places = sum(bool(one.receipt.channel) for one in found)
    return Reach(len(found) - places, places)


async def correct(
    session: AsyncSession,
    entry: Entry,
    *,
    key: str,
    by: str,
    charter: Charter,
    now: datetime,
    reason: str,
    **change: Any,
) -> Recall:
    """Correct the entry (see `flag_settling.correct`) and tell whoever was given the same fault.

    Where it was corrected before, without telling, that is what they are told. The same window
    twice is one recall.

    Raises:
        NoMandate: the charter gives this person no say.
        NothingChanged: nothing was, and nobody was given anything else.
        Changed: somebody else has changed it since.
    """
    if known := await _of_key(session, entry.workspace, key):
        return known
    given = await receipts.of_entry(session, entry, since=now - charter.upkeep.recall)
    texts = await _texts(session, entry, {receipt.revision for receipt in given})
    before = Text(entry.title, entry.body)
    how: dict[str, Any] = {"by": by, "charter": charter, "now": now, "reason": reason}
    try:
        await flag_settling.correct(session, entry, **how, **change)
    except NothingChanged:
        await _settle(session, entry, by=by, now=now, reason=reason)
    after = Text(entry.title, entry.body)
    if before == after:
        before = _last_other(texts, after)
    at_fault = {number for number, text in texts.items() if text.is_faulty(before, after)}
    told = [one for one in given if one.revision in at_fault and texts[one.revision] != after]
    return await _tell(session, entry, told, key=key, by=by, reason=reason, now=now)


async def archive(
    session: AsyncSession,
    entry: Entry,
    *,
    key: str,
    by: str,
    charter: Charter,
    now: datetime,
    reason: str,
) -> Recall:
    """Archive the entry (see `flag_settling.archive`) and tell everyone who was given it.

    Raises:
        NoMandate: the charter gives this person no say.
    """
    if known := await _of_key(session, entry.workspace, key):
        return known
    given = await receipts.of_entry(session, entry, since=now - charter.upkeep.recall)
    why = reason.strip() or None
    await flag_settling.archive(session, entry, by=by, charter=charter, now=now, reason=why)
    how: dict[str, Any] = {"key": key, "by": by, "reason": reason, "now": now}
    return await _tell(session, entry, given, is_archived=True, **how)


async def text_at(session: AsyncSession, entry: Entry, revision: int) -> Text | None:
    """What an entry said at a revision, if that is still known."""
    return (await _texts(session, entry, {revision})).get(revision)


async def _tell(
    session: AsyncSession,
    entry: Entry,
    given: Sequence[Receipt],
    *,
    key: str,
    by: str,
    reason: str,
    now: datetime,
    is_archived: bool = False,
) -> Recall:
    recall = Recall(
        workspace=entry.workspace,
        key=key,
        entry_id=entry.id,
        revision=entry.revision,
        is_archived=is_archived,
        by=by,
        reason=reason.strip() or None,
        at=now,
    )
    session.add(recall)
    await session.flush()
    found = addresses(given, besides={by})
    await recall_news.tell(session, recall, found, now=now)
    audit.record(session, "entry.recalled", entry, by=by, now=now, told=len(found))
    return recall


async def _settle(
    session: AsyncSession, entry: Entry, *, by: str, now: datetime, reason: str
) -> None:
    """What was corrected before is corrected."""
    if flag := await flags.open_of(session, entry, lock=True):
        why = reason.strip() or None
        await flags.settle(session, flag, Status.CORRECTED, by=by, now=now, reason=why)


def _last_other(texts: dict[int, Text], now: Text) -> Text:
    """The last thing that people were given, and that is not said any more.

    Raises:
        NothingChanged: there is none.
    """
    others = [number for number, text in texts.items() if text != now]
    if not others:
        raise NothingChanged
    return texts[max(others)]


async def _texts(session: AsyncSession, entry: Entry, numbers: set[int]) -> dict[int, Text]:
    query = select(Revision.number, Revision.title, Revision.body).where(
        Revision.entry_id == entry.id, Revision.number.in_(numbers)
    )
    found = await session.execute(query)
    return {row.number: Text(row.title, row.body) for row in found}


async def _of_key(session: AsyncSession, workspace: str, key: str) -> Recall | None:
    query = select(Recall).where(Recall.workspace == workspace, Recall.key == key)
    return await session.scalar(query)
