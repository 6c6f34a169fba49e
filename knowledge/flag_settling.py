"""Settling: what those do with a flag who keep its entry true; whoever raised it hears of it."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, entries, flag_news, flags, review, review_news, roster
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.entry import Status as Life
from knowledge.entry_errors import NothingChanged
from knowledge.errors import EmptyText, IllegalMove, LacksMandate, NotThere
from knowledge.flag import Flag, Status
from knowledge.flag_keepers import Keeper


async def correct(
    session: AsyncSession,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    reason: str,
    **change: Any,
) -> None:
    """Change what the entry says (see `review.edit`); that settles its flag, if it has one.

    Raises:
        NoMandate: the charter gives this person no say.
        NothingChanged: it says what it said when it was flagged.
        Changed: somebody else has changed it since.
    """
    before = entry.revision
    await review.edit(session, entry, by=by, charter=charter, now=now, **change)
    flag = await flags.open_of(session, entry, lock=True)
    if entry.revision == (flag.revision if flag else before):
        raise NothingChanged
    if flag:
        await flags.settle(
            session, flag, Status.CORRECTED, by=by, now=now, reason=reason.strip() or None
        )


async def uphold(
    session: AsyncSession,
    flag: Flag,
    entry: Entry,
    reason: str,
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> None:
    """The entry is right, because … Saying so twice changes nothing.

    Raises:
        NoMandate: the charter gives this person no say.
        EmptyText: without a reason nobody has been answered.
        IllegalMove: it was settled otherwise.
    """
    review.check(charter, entry, by)
    reason = reason.strip()
    if not reason:
        raise EmptyText
    if not flag.was_settled(Status.UPHELD, by=by, reason=reason):
        await flags.settle(session, flag, Status.UPHELD, by=by, now=now, reason=reason)


async def archive(
    session: AsyncSession,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Nobody finds the entry any more; that settles its flag, if it has one. Twice is once.

    Raises:
        NoMandate: the charter gives this person no say.
    """
    review.check(charter, entry, by)
    if entry.status is Life.ARCHIVED:
        return
    entry.move_to(Life.ARCHIVED)
    entry.archived_at = now
    await entries.changed(session, entry, by=by, now=now, deed="entry.archived")
    await review_news.show_reviewer(session, entry, now=now)
    if flag := await flags.open_of(session, entry, lock=True):
        await flags.settle(session, flag, Status.ARCHIVED, by=by, now=now, reason=reason)


async def hand_over(
    session: AsyncSession,
    flag: Flag,
    entry: Entry,
    person: str,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    seen: int,
) -> None:
    """Somebody else sees to it. `seen` is the round in which it was decided.

    Raises:
        NoMandate: the charter gives this person no say.
        LacksMandate: nor the one they have chosen.
        NotThere: that one cannot be reached.
        IllegalMove: it has moved on in the meantime.
    """
    if (flag.round, flag.owner) == (seen + 1, person):
        return
    review.check(charter, entry, by)
    if not flag.is_open or flag.round != seen:
        raise IllegalMove
    if not review.may_review(charter, entry, person):
        raise LacksMandate(person=person)
    there = await roster.load(session, flag.workspace, charter, now=now)
    if person in there.gone:
        raise NotThere(person=person)
    former = flag.owner
    await flags.give(session, flag, Keeper(person), charter=charter, there=there, now=now)
    if former not in (by, person):
        await flag_news.tell_former(session, flag, former, now=now, cause="handed_over")
    audit.record(session, "flag.handed_over", flag, by=by, now=now, owner=person)
    await flag_news.show_everyone(session, flag, now=now)
