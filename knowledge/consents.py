"""Consents: authors of kept messages learn of it, say yes, or ask for their name to be left out.

Saying no is in `retraction`, saying it better in `corrections`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, charters, outbox, people, worktime
from knowledge.charter import Charter, Consent
from knowledge.consent import AuthorConsent, State
from knowledge.database import insert_once
from knowledge.entry import PENDING, Entry
from knowledge.errors import KnowledgeError, NotFound
from knowledge.outbox import Kind
from knowledge.trouble import Trouble

REMINDED = timedelta(days=1)
"""After that long an author who was asked is reminded, when they next work."""

MISSED = timedelta(days=3)
"""After that long the reviewer hears that no word has come, when they next work."""


class AwaitsConsent(KnowledgeError):
    """The charter lets authors decide."""

    sentence = (
        "Its author has been asked whether it may be published, and has not said yes yet. "
        "I remind them, and tell you what they say."
    )


async def begin(
    session: AsyncSession, entry: Entry, author: str | None, *, by: str, now: datetime
) -> None:
    """A message of this author was kept: they are told, or asked, as the charter has it.

    Who keeps their own words knows. A second message of theirs changes the word they got, and what
    they have agreed to is asked anew.
    """
    charter = await charters.in_force(session, entry.workspace)
    if author is None or author == by or charter.consent is Consent.NONE:
        return
    if known := await find(session, entry, author):
        known.ask_again()
    else:
        await _begin(session, entry, author, charter=charter, now=now)


async def agree(session: AsyncSession, entry: Entry, *, by: str, now: datetime) -> None:
    """The author lets it be published. Doing so twice changes nothing.

    Raises:
        NotFound: nothing of theirs is kept here.
    """
    consent = await of(session, entry, by)
    if consent.agree(now):
        audit.record(session, "entry.agreed", entry, by=by, now=now)
        await _show(session, entry, now=now)


async def name(
    session: AsyncSession, entry: Entry, *, by: str, now: datetime, is_named: bool
) -> None:
    """The author wishes their name to be left out everywhere, or to stand there again.

    No revision says so: whoever reads these would see the name.

    Raises:
        NotFound: nothing of theirs is kept here.
    """
    consent = await of(session, entry, by)
    if consent.is_named == is_named:
        return
    consent.is_named = is_named
    if entry.author == by:
        entry.is_credited = is_named
    deed = "entry.credited" if is_named else "entry.uncredited"
    audit.record(session, deed, entry, by=by, now=now)
    await _show(session, entry, now=now)


async def check(session: AsyncSession, entry: Entry, *, charter: Charter) -> None:
    """Refuse to publish what an author has still to say yes to, where the charter asks for that.

    Who has left or can't be reached can't say it: then the reviewer decides, and no name is shown.

    Raises:
        AwaitsConsent: somebody has not answered.
    """
    if charter.consent is not Consent.ASK:
        return
    known = await of_entry(session, entry)
    if any(consent.state is State.ASKED for consent in known):
        raise AwaitsConsent
    unheard = {consent.person for consent in known if consent.state is State.UNREACHED}
    if entry.author in unheard:
        entry.is_credited = False


async def of(session: AsyncSession, entry: Entry, person: str) -> AuthorConsent:
    """What this author has to say.

    Raises:
        NotFound: nothing of theirs is kept here, or they were never asked.
    """
    consent = await find(session, entry, person)
    if consent is None:
        raise NotFound
    return consent


async def find(session: AsyncSession, entry: Entry, person: str) -> AuthorConsent | None:
    """The same, None where there is none."""
    query = select(AuthorConsent).filter_by(entry_id=entry.id, person=person)
    return await session.scalar(query)


async def of_entry(session: AsyncSession, entry: Entry) -> Sequence[AuthorConsent]:
    """Every author who was told or asked, the first one first."""
    query = select(AuthorConsent).filter_by(entry_id=entry.id).order_by(AuthorConsent.id)
    return (await session.scalars(query)).all()


async def told(session: AsyncSession, entry: Entry) -> frozenset[str]:
    """The authors who have a message that says what becomes of it."""
    known = await of_entry(session, entry)
    return frozenset(one.person for one in known if one.state is not State.UNREACHED)


async def unreached(
    session: AsyncSession, row: outbox.Notification, _: Trouble, now: datetime
) -> None:
    """No message reaches the author: the reviewer knows, and decides."""
    entry = await session.get(Entry, row.about)
    consent = entry and await find(session, entry, row.to)
    if entry and consent:
        await _lose(session, entry, consent, now=now)


async def author_left(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """Whoever has left the team can't say yes any more."""
    query = (
        select(AuthorConsent, Entry)
        .join(Entry, Entry.id == AuthorConsent.entry_id)
        .where(AuthorConsent.workspace == workspace, AuthorConsent.person == person)
        .where(Entry.status.in_(PENDING))
    )
    for consent, entry in (await session.execute(query)).all():
        await _lose(session, entry, consent, now=now)


async def _begin(
    session: AsyncSession, entry: Entry, author: str, *, charter: Charter, now: datetime
) -> None:
    member = await people.find(session, entry.workspace, author)
    if member and member.is_bot:
        return
    is_there = not (member and (member.is_deactivated or member.is_stranger))
    asks = charter.consent is Consent.ASK
    state = (State.ASKED if asks else State.TOLD) if is_there else State.UNREACHED
    facts = {"workspace": entry.workspace, "entry_id": entry.id, "person": author}
    await insert_once(
        session, AuthorConsent, **facts, state=state, is_named=True, asked_at=now, answered_at=None
    )
    if is_there:
        await _tell(session, entry, author, Kind.CONSENT, "consent", now=now)
    if is_there and asks:
        await _plan(session, entry, author, charter=charter, now=now)


async def _plan(
    session: AsyncSession, entry: Entry, author: str, *, charter: Charter, now: datetime
) -> None:
    """Remind the author, then tell the reviewer: each when they work, if no word has come."""
    at = _working(charter, author, now + REMINDED)
    await _tell(session, entry, author, Kind.CONSENT_REMINDER, "reminder", now=now, at=at)
    reviewer = str(entry.reviewer)
    at = _working(charter, reviewer, now + MISSED)
    await _miss(session, entry, author, now=now, at=at)


async def _lose(
    session: AsyncSession, entry: Entry, consent: AuthorConsent, *, now: datetime
) -> None:
    if consent.state in (State.ASKED, State.TOLD):
        was_asked = consent.state is State.ASKED
        consent.state = State.UNREACHED
        await _show(session, entry, now=now)
        if was_asked:
            await _miss(session, entry, consent.person, now=now, at=now, why="unreached")


async def _miss(
    session: AsyncSession,
    entry: Entry,
    author: str,
    *,
    now: datetime,
    at: datetime,
    why: str = "silent",
) -> None:
    await outbox.notify(
        session,
        Kind.CONSENT_MISSING,
        key=f"entry:{entry.id}:consent:{author}:{why}",
        workspace=entry.workspace,
        to=str(entry.reviewer),
        about=entry.id,
        now=now,
        at=at,
        author=author,
    )


async def _tell(
    session: AsyncSession,
    entry: Entry,
    author: str,
    kind: Kind,
    name: str,
    *,
    now: datetime,
    at: datetime | None = None,
) -> None:
    await outbox.notify(
        session,
        kind,
        key=f"entry:{entry.id}:{name}:{author}",
        workspace=entry.workspace,
        to=author,
        about=entry.id,
        now=now,
        at=at,
    )


async def _show(session: AsyncSession, entry: Entry, *, now: datetime) -> None:
    """Reviewer and authors see how things stand."""
    for kind in (Kind.REVIEW, Kind.CONSENT):
        await outbox.refresh(session, kind, entry.id, workspace=entry.workspace, now=now)


def _working(charter: Charter, person: str, moment: datetime) -> datetime:
    return worktime.of(charter, person).next_working(moment) or moment
