"""Widening: an entry of a private channel is found by more people, and by fewer again."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, outbox, review_news
from knowledge.charter import Charter, Consent
from knowledge.entry import Entry
from knowledge.entry_errors import AuthorNotAsked
from knowledge.errors import IllegalMove, NoMandate
from knowledge.outbox import Kind


async def widen(
    session: AsyncSession,
    entry: Entry,
    audience: str | None,
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> None:
    """Let everybody find it (`audience` None), or the members of another private channel instead.

    Whoever calls has seen to it that `by` may see the entry, and is in that channel. Doing so
    twice changes nothing.

    Raises:
        NoMandate: this person does not review its topic, and leads nobody.
        AuthorNotAsked: the charter has its author say yes first, and they have not.
        IllegalMove: everybody finds it already.
    """
    check(charter, entry, by)
    if entry.audience == audience:
        return
    if entry.audience is None:
        raise IllegalMove
    if not has_agreed(entry, charter, by=by):
        raise AuthorNotAsked
    entry.widened_from = entry.widened_from or entry.audience
    entry.origin = entry.origin or entry.audience
    await _change(session, entry, audience, by=by, now=now, deed="entry.widened")


async def narrow(
    session: AsyncSession, entry: Entry, *, by: str, charter: Charter, now: datetime
) -> None:
    """Keep it again for those who found it before it was widened. Twice changes nothing.

    Raises:
        NoMandate: this person does not review its topic, and leads nobody.
    """
    check(charter, entry, by)
    if entry.widened_from is None:
        return
    audience, entry.widened_from = entry.widened_from, None
    await _change(session, entry, audience, by=by, now=now, deed="entry.narrowed")


def check(charter: Charter, entry: Entry, person: str) -> None:
    """Refuse whoever may not decide who finds an entry."""
    if not may_widen(charter, entry, person):
        raise NoMandate


def may_widen(charter: Charter, entry: Entry, person: str) -> bool:
    """The reviewers of its topic, and the leads; not whoever merely happens to review this one.

    Where the charter names no reviewers it is those of the chain with the mandate.
    """
    topic = charter.topic(entry.topic)
    if person in charter.leads():
        return True
    if topic is None:
        return False
    chain = {somebody for step in topic.chain for somebody in step.who}
    competent = {somebody for somebody in chain if charter.may_answer(somebody, topic)}
    return person in (topic.reviewers or competent)


def has_agreed(entry: Entry, charter: Charter, *, by: str) -> bool:
    """Whether its author lets more people find it, where the charter has them say so (`ask`)."""
    return charter.consent is not Consent.ASK or entry.author in (None, by)


async def _change(
    session: AsyncSession, entry: Entry, audience: str | None, *, by: str, now: datetime, deed: str
) -> None:
    """A revision, a line in the audit log; its author and its owner learn who finds it now."""
    entry.audience = audience
    await entries.changed(session, entry, by=by, now=now, deed=deed)
    await review_news.show_reviewer(session, entry, now=now)
    for person in {entry.author, entry.owner} - {None, by}:
        await outbox.notify(
            session,
            Kind.WIDENED,
            key=f"entry:{entry.id}:audience:{entry.revision}:{person}",
            workspace=entry.workspace,
            to=str(person),
            about=entry.id,
            now=now,
            person=by,
        )
