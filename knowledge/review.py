"""Review: a draft is read by somebody with the mandate, then published or put aside."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, consents, entries, marks, outbox, people, redaction, weeks
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.errors import IllegalMove, NoMandate
from knowledge.outbox import Kind, State


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
    await consents.begin(session, entry, entry.author, by=by, now=now)
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
    """Give a draft to the topic's reviewer, else to a lead, else to who brought it."""
    gone = await people.gone(session, entry.workspace)
    entry.reviewer = _reviewer(charter, entry, by=by, gone={*gone, *outsiders})
    entry.move_to(Status.IN_REVIEW)
    await _ask_reviewer(session, entry, now=now)


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
    if entry.status is not Status.IN_REVIEW or entry.reviewer != unreached:
        return
    charter = await charters.in_force(session, workspace)
    tried = await outbox.about(session, Kind.REVIEW, number, workspace=workspace)
    failed = {row.to for row in tried if row.state is State.FAILED}
    gone = {*await people.gone(session, workspace), *failed, *outsiders, unreached}
    entry.reviewer = _reviewer(charter, entry, by=entry.author or unreached, gone=gone)
    await _ask_reviewer(session, entry, now=now)


async def publish(
    session: AsyncSession,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    accepted: Collection[str] = (),
) -> None:
    """Let it be found, and tell its author. Publishing twice changes nothing.

    `accepted` holds the signs of the personal data in it that is to be published as it is.

    Raises:
        NoMandate: the charter gives this person no say.
        IllegalMove: it was put aside in the meantime.
        AwaitsConsent: an author who was asked has not said yes.
        HoldsPersonalData: there is some that is neither hidden nor accepted.
    """
    check(charter, entry, by)
    if entry.status is Status.PUBLISHED:
        return
    _only_pending(entry)
    await consents.check(session, entry, charter=charter)
    redaction.check(entry, accepted)
    await redaction.settle(session, entry, by=by, now=now)
    entry.move_to(Status.PUBLISHED)
    entry.appear(by=by, now=now)
    await entries.changed(session, entry, by=by, now=now, deed="entry.published")
    await show_reviewer(session, entry, now=now)
    told = await consents.told(session, entry)
    for person in {entry.author, entry.capturer} - {None, by, *told}:
        await outbox.notify(
            session,
            Kind.PUBLISHED,
            key=f"entry:{entry.id}:published:{person}",
            workspace=entry.workspace,
            to=str(person),
            about=entry.id,
            now=now,
        )


async def reject(
    session: AsyncSession,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> None:
    """Put a draft aside: kept, never found. Rejecting twice changes nothing.

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
    await show_reviewer(session, entry, now=now)


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
    await show_reviewer(session, entry, now=now)
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


async def show_reviewer(session: AsyncSession, entry: Entry, *, now: datetime) -> None:
    """Bring what the reviewer sees up to date, and what its authors see."""
    for kind in (Kind.REVIEW, Kind.CONSENT):
        await outbox.refresh(session, kind, entry.id, workspace=entry.workspace, now=now)


async def _ask_reviewer(session: AsyncSession, entry: Entry, *, now: datetime) -> None:
    await outbox.notify(
        session,
        Kind.REVIEW,
        key=f"entry:{entry.id}:review:{entry.reviewer}",
        workspace=entry.workspace,
        to=str(entry.reviewer),
        about=entry.id,
        now=now,
    )


def _only_pending(entry: Entry) -> None:
    """A button under a draft says nothing about what has become of it since."""
    if not entry.is_pending:
        raise IllegalMove


def _reviewer(charter: Charter, entry: Entry, *, by: str, gone: Collection[str]) -> str:
    """The first that is there: somebody else with the mandate, anybody with it, a lead, `by`, who
    brought it.
    """
    topic = charter.topic(entry.topic)
    others = charter.reviewer_for(topic, besides={entry.author or by, by, *gone})
    anybody = charter.reviewer_for(topic, besides=gone)
    likely = (others, anybody, *charter.leads(), by, entry.capturer)
    there = (who for who in likely if who and who not in gone)
    return next(there, by)
