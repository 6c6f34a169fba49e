"""Corrections: an author says better what was kept of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import captured, charters, consents, entries, outbox, people, review, review_news
from knowledge.captured import CapturedMessage
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.errors import EmptyText, IllegalMove
from knowledge.outbox import Kind, Notification
from knowledge.trouble import Trouble

WHOLE = 0
"""The number of what an author wrote where no message was written down: the whole answer."""


async def words(session: AsyncSession, entry: Entry, author: str) -> dict[int, str]:
    """What is kept of this author, by number of the message, in the order they wrote it."""
    messages = await captured.of_entry(session, entry)
    mine = {message.id: message.text for message in messages if message.author == author}
    return mine or ({WHOLE: entry.body} if entry.author == author and not messages else {})


async def correct(
    session: AsyncSession,
    entry: Entry,
    said: Mapping[int, str],
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> bool:
    """The author changes their words, by number of the message; whether the entry says them now.

    In a draft they take the place of what was kept, for its reviewer to read. What is published,
    or was rewritten in the meantime, its reviewer changes: they get the words. The same words
    change nothing.

    Raises:
        NotFound: nothing of theirs is kept here.
        EmptyText: nothing is left of a message; they may say no instead.
        IllegalMove: it was put aside.
    """
    await consents.of(session, entry, by)
    if not all(text.strip() for text in said.values()):
        raise EmptyText
    if entry.status is Status.ARCHIVED:
        raise IllegalMove
    kept = await words(session, entry, by)
    new = {
        number: text.strip()
        for number, text in said.items()
        if number in kept and text.strip() != kept[number]
    }
    has_say = entry.is_pending or review.may_review(charter, entry, by)
    if has_say and all(kept[number] in entry.body for number in new):
        await _put_in(session, entry, kept, new, by=by, now=now)
        return True
    if new:
        await _propose(session, entry, [*new.values()], by=by, charter=charter, now=now)
    return False


async def elsewhere(session: AsyncSession, row: Notification, _: Trouble, now: datetime) -> None:
    """Whoever was to read it can't be reached: a lead does, if there is another."""
    charter = await charters.in_force(session, row.workspace)
    gone = {*await people.gone(session, row.workspace), row.to}
    leads = [lead for lead in charter.leads() if lead not in gone]
    for lead in leads[:1] if not row.facts.get("instead") else ():
        await outbox.notify(
            session,
            row.kind,
            key=f"{row.key.partition(':')[2]}:instead",
            workspace=row.workspace,
            to=lead,
            about=row.about,
            now=now,
            **(row.facts | {"instead": True}),
        )


async def _put_in(
    session: AsyncSession,
    entry: Entry,
    kept: Mapping[int, str],
    new: Mapping[int, str],
    *,
    by: str,
    now: datetime,
) -> None:
    body = entry.body
    for number, text in new.items():
        body = body.replace(kept[number], text, 1)
        if number != WHOLE:
            message = await session.get_one(CapturedMessage, number)
            message.text = text
    seen = entry.revision
    await entries.edit(session, entry, title=entry.title, body=body, by=by, now=now, seen=seen)
    await review_news.show_reviewer(session, entry, now=now)


async def _propose(
    session: AsyncSession,
    entry: Entry,
    texts: Sequence[str],
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> None:
    gone = await people.gone(session, entry.workspace)
    candidates = (entry.owner, entry.reviewer, *charter.leads(), entry.capturer)
    to = next((who for who in candidates if who and who not in {*gone, by}), None)
    text = "\n\n".join(texts)
    await outbox.notify(
        session,
        Kind.CORRECTION,
        key=f"entry:{entry.id}:correction:{by}:{sha256(text.encode()).hexdigest()[:16]}",
        workspace=entry.workspace,
        to=to or by,
        about=entry.id,
        now=now,
        text=text,
        author=by,
    )
