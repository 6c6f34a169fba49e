"""Merging: a draft, or an entry, becomes part of another entry; and how that is undone."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import (
    audit,
    duplicates,
    entries,
    following,
    outbox,
    redaction,
    review,
    review_news,
    rulings,
)
from knowledge.charter import Charter
from knowledge.database import of_number
from knowledge.duplicate import Outcome
from knowledge.entry import Entry, Status
from knowledge.entry_errors import MergesItself, NotThereToMerge, OtherReaders
from knowledge.errors import IllegalMove
from knowledge.outbox import Kind
from knowledge.ruling import Ruling, Verdict


async def into(session: AsyncSession, entry: Entry, target: Entry) -> Entry:
    """The entry that something is merged into: where that was merged itself, the one it is now.

    Raises:
        MergesItself: it would be merged into itself, by however many steps.
        NotThereToMerge: it is not published.
        OtherReaders: the two are not for the same people.
    """
    target = await rulings.merged_into(session, target) or target
    if target.id == entry.id:
        raise MergesItself
    if target.status is not Status.PUBLISHED:
        raise NotThereToMerge
    if target.audience != entry.audience:
        raise OtherReaders
    return target


async def merge(
    session: AsyncSession,
    entry: Entry,
    target: Entry,
    *,
    title: str,
    body: str,
    seen: int,
    by: str,
    charter: Charter,
    now: datetime,
) -> Entry:
    """Let the target say this; it is asked for by all wordings of both. Twice changes nothing.

    The entry is put aside and points to the target; who wrote it stays credited with its text, and
    what use has taught it follows. `seen` is the target's revision that the person had before them.

    Raises:
        NoMandate: the charter gives this person no say over one of them.
        IllegalMove: it was put aside in the meantime.
        MergesItself, NotThereToMerge, OtherReaders: see `into`.
        NeedsOtherEyes, NobodyElse: the text is new, and somebody else has to read it.
        Changed: somebody else has changed the target meanwhile.
        HoldsPersonalData: the text has some that the target does not show already.
    """
    for one in (entry, target):
        review.check(charter, one, by)
    if known := await rulings.merged_into(session, entry):
        return known
    if entry.status is Status.ARCHIVED:
        raise IllegalMove
    target = await into(session, entry, target)
    title, body = entry.redacted(title), entry.redacted(body)
    await redaction.settle(session, entry, by=by, now=now)
    redaction.check_news(target, (title, body, *entry.wordings))
    if body.strip() != target.body:
        await review.check_eyes(session, entry, by=by, charter=charter, beside=target)
    before = _as_it_is(target)
    how: dict[str, Any] = {"seen": seen, "by": by, "now": now, **_joined(entry, target, title)}
    await entries.edit(session, target, title=title, body=body, **how)
    facts = {
        "before": before,
        "added": [one for one in target.wordings if one not in before["wordings"]],
        "revision": target.revision,
        "status": entry.status,
        "moved": await following.follow(session, entry, target, now=now),
    }
    _rule(session, entry, target, facts, by=by, now=now)
    await _put_aside(session, entry, target, by=by, now=now)
    return target


async def undo(
    session: AsyncSession, ruling: Ruling, *, by: str, charter: Charter, now: datetime
) -> None:
    """Let both be as they were; where the target was changed since, it only loses the wordings
    that it got. Twice changes nothing.

    Raises:
        NoMandate: the charter gives this person no say over one of them.
        IllegalMove: the entry was brought back in another way.
    """
    entry = await session.get_one(Entry, ruling.entry_id, with_for_update=True)
    target = await session.get_one(Entry, ruling.other_id, with_for_update=True)
    for one in (entry, target):
        review.check(charter, one, by)
    if ruling.undone_at is not None:
        return
    if entry.status is not Status.ARCHIVED:
        raise IllegalMove
    target = await rulings.merged_into(session, target) or target
    ruling.undone_at = now
    await _restore(session, ruling, target, by=by, now=now)
    was_published = ruling.facts["status"] == Status.PUBLISHED
    entry.move_to(Status.PUBLISHED if was_published else Status.IN_REVIEW)
    entry.archived_at = None
    await entries.changed(session, entry, by=by, now=now, deed="entry.unmerged")
    await following.go_back(session, ruling.facts["moved"], entry, target)
    await review_news.show_reviewer(session, entry, now=now)
    await outbox.refresh(session, Kind.MERGED, entry.id, workspace=entry.workspace, now=now)


async def get(session: AsyncSession, workspace: str, number: int) -> Ruling:
    """The merge of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Ruling, workspace, number, lock=True)


def _as_it_is(target: Entry) -> dict[str, Any]:
    return {
        "title": target.title,
        "body": target.body,
        "wordings": list(target.wordings),
        "tags": list(target.tags),
    }


def _joined(entry: Entry, target: Entry, title: str) -> dict[str, Any]:
    """The wordings and keywords of both, without the title that was chosen."""
    wordings = (*target.wordings, target.title, entry.title, *entry.wordings)
    return {
        "wordings": [one for one in wordings if one.strip() != title.strip()],
        "tags": list(dict.fromkeys((*target.tags, *entry.tags))),
    }


def _rule(
    session: AsyncSession,
    entry: Entry,
    target: Entry,
    facts: dict[str, Any],
    *,
    by: str,
    now: datetime,
) -> None:
    session.add(
        Ruling(
            workspace=entry.workspace,
            verdict=Verdict.MERGED,
            entry_id=entry.id,
            other_id=target.id,
            by=by,
            at=now,
            facts=facts,
        )
    )
    audit.record(session, "entry.merged_into", entry, by=by, now=now, other=target.id)


async def _put_aside(
    session: AsyncSession, entry: Entry, target: Entry, *, by: str, now: datetime
) -> None:
    entry.move_to(Status.ARCHIVED)
    entry.archived_at, entry.undo_until = now, None
    await entries.changed(session, entry, by=by, now=now, deed="entry.merged")
    for known in await duplicates.of_entry(session, entry):
        is_theirs = known.beside(entry.id) == target.id
        outcome = Outcome.MERGED if is_theirs else Outcome.GONE
        await duplicates.close(session, known, outcome, now=now)
    await review_news.show_reviewer(session, entry, now=now)
    await review_news.tell_who_brought_it(session, Kind.MERGED, entry, besides={by}, now=now)


async def _restore(
    session: AsyncSession, ruling: Ruling, target: Entry, *, by: str, now: datetime
) -> None:
    """The target as it was before, or without the wordings it got."""
    facts = ruling.facts
    if target.id == ruling.other_id and target.revision == facts["revision"]:
        said = facts["before"]
    else:
        kept = [one for one in target.wordings if one not in facts["added"]]
        said = {"title": target.title, "body": target.body, "wordings": kept}
    await entries.edit(session, target, **said, seen=target.revision, by=by, now=now)
