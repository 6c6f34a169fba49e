"""Review: a draft is read by somebody with the mandate, then published or put aside."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, consents, entries, marks, outbox, people, redaction, risk, weeks
from knowledge import review_news as news
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.entry_errors import NeedsOtherEyes, NobodyElse, TooLateToUndo
from knowledge.errors import IllegalMove, NoMandate
from knowledge.outbox import Kind
from knowledge.ruling import WHY_LIMIT, Ruling, Verdict


async def publish(
    session: AsyncSession,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    accepted: Collection[str] = (),
) -> bool:
    """Let it be found, and tell its author. Of two people who publish it one does: the other
    changes nothing, and False is returned.

    `accepted` holds the signs of the personal data in it that is to be published as it is.

    Raises:
        NoMandate: the charter gives this person no say.
        NeedsOtherEyes, NobodyElse: they wrote or kept what somebody else has to read.
        IllegalMove: it was put aside in the meantime.
        AwaitsConsent: an author who was asked has not said yes.
        HoldsPersonalData: there is some that is neither hidden nor accepted.
    """
    check(charter, entry, by)
    if entry.status is Status.PUBLISHED:
        return False
    _only_pending(entry)
    await consents.check(session, entry, charter=charter)
    redaction.check(entry, accepted)
    await redaction.settle(session, entry, by=by, now=now)
    await check_eyes(session, entry, by=by, charter=charter)
    entry.move_to(Status.PUBLISHED)
    entry.appear(by=by, now=now)
    entry.undo_until = None
    await entries.changed(session, entry, by=by, now=now, deed="entry.published")
    await news.show_reviewer(session, entry, now=now)
    told = await consents.told(session, entry)
    await news.tell_who_brought_it(session, Kind.PUBLISHED, entry, besides={by, *told}, now=now)
    return True


async def published_by(session: AsyncSession, entry: Entry) -> str | None:
    """Who has published it last."""
    lines = await audit.history(session, entry)
    return next((line.by for line in reversed(lines) if line.deed == "entry.published"), None)


async def check_eyes(
    session: AsyncSession,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    beside: Entry | None = None,
) -> None:
    """Refuse who wrote or kept an entry where that is too great a risk: by what it is about, or
    by what the entry is about that it becomes a part of (`beside`).

    Raises:
        NeedsOtherEyes: somebody else may publish it.
        NobodyElse: nobody may.
    """
    if not risk.is_barred(charter, entry, by, beside=beside):
        return
    gone = await people.gone(session, entry.workspace)
    there = risk.reviewers(charter, entry, gone={*gone, *risk.brought_by(entry)})
    raise NeedsOtherEyes(person=there[0]) if there else NobodyElse


async def undo(
    session: AsyncSession, entry: Entry, *, by: str, charter: Charter, now: datetime
) -> None:
    """Take back what was published unread: it is reviewed after all. Twice changes nothing.

    Raises:
        NoMandate: the charter gives this person no say.
        TooLateToUndo: somebody has published it since, or a day has passed.
    """
    check(charter, entry, by)
    if entry.status is Status.IN_REVIEW:
        return
    if not entry.may_be_undone(now):
        raise TooLateToUndo
    entry.move_to(Status.IN_REVIEW)
    entry.undo_until = None
    await entries.changed(session, entry, by=by, now=now, deed="entry.taken_back")
    await news.show_reviewer(session, entry, now=now)
    await outbox.refresh(session, Kind.PUBLISHED, entry.id, workspace=entry.workspace, now=now)


async def reject(
    session: AsyncSession,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    why: str = "",
) -> None:
    """Put a draft aside: kept, never found. Who wrote it and who kept it learn why, if a reason is
    given. Rejecting twice changes nothing.

    Raises:
        NoMandate: the charter gives this person no say.
        IllegalMove: it was published in the meantime.
    """
    check(charter, entry, by)
    if entry.status is Status.ARCHIVED:
        return
    _only_pending(entry)
    entry.move_to(Status.ARCHIVED)
    await entries.changed(session, entry, by=by, now=now, deed="entry.rejected")
    await marks.follow(session, entry, now=now)
    await news.show_reviewer(session, entry, now=now)
    if why := why.strip()[:WHY_LIMIT]:
        await _rule_out(session, entry, why, by=by, now=now)


async def _rule_out(
    session: AsyncSession, entry: Entry, why: str, *, by: str, now: datetime
) -> None:
    told = {"workspace": entry.workspace, "entry_id": entry.id, "by": by, "at": now}
    session.add(Ruling(verdict=Verdict.REJECTED, why=why, facts={}, **told))
    await news.tell_who_brought_it(session, Kind.REJECTED, entry, besides={by}, now=now)


async def edit(
    session: AsyncSession, entry: Entry, *, by: str, charter: Charter, now: datetime, **change: Any
) -> None:
    """Change what it says; see `entries.edit`. Who changes what is published has found it true.

    Raises:
        NoMandate: the charter gives this person no say.
    """
    check(charter, entry, by)
    before = entry.revision
    await entries.edit(session, entry, by=by, now=now, **change)
    is_public = entry.status is Status.PUBLISHED
    if is_public and entry.revision != before and has_mandate(charter, entry.topic, by):
        entry.verify(by=by, now=now)
    await news.show_reviewer(session, entry, now=now)
    await weeks.show(session, entry, now=now)


def check(charter: Charter, entry: Entry, person: str) -> None:
    """Refuse whoever has no say over an entry."""
    if not may_review(charter, entry, person):
        raise NoMandate


def may_review(charter: Charter, entry: Entry, person: str) -> bool:
    """Its reviewer, the topic's reviewers, those of its chain with the mandate, and the leads.

    In a workspace without a charter everyone may: nobody else could.
    """
    return person == entry.reviewer or has_mandate(charter, entry.topic, person)


def has_mandate(charter: Charter, about: str | None, person: str) -> bool:
    """The same by the charter alone, whoever was asked to review: of any entry of this topic."""
    if person in charter.leads() or not charter.everyone():
        return True
    topic = charter.topic(about)
    if topic is None:
        return False
    chain = {somebody for step in topic.chain for somebody in step.who}
    return person in topic.reviewers or (person in chain and charter.may_answer(person, topic))


def _only_pending(entry: Entry) -> None:
    """A button under a draft says nothing about what has become of it since."""
    if not entry.is_pending:
        raise IllegalMove
