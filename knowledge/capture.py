"""Capture: a good answer in a thread becomes a draft, credited to its author."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import captured, consents, entries, marks, retraction, review_news, submission
from knowledge.captured import CapturedMessage
from knowledge.charter import Charter
from knowledge.database import alone
from knowledge.entry import Entry, Status
from knowledge.errors import EmptyText, IllegalMove
from knowledge.opening import asks

__all__ = ["CapturedMessage", "Source", "attach", "capture", "withdraw"]


@dataclass(frozen=True)
class Source:
    """A message worth keeping and the question it answers (Markdown); `audience` as in Entry.

    `question` is what its thread begins with, empty where it begins with the message itself.
    `readers` are the people of the audience, None for everyone.
    """

    channel: str
    ts: str
    thread_ts: str
    question: str
    answer: str
    author: str | None
    url: str | None
    audience: str | None = None
    readers: frozenset[str] | None = None
    lang: str | None = None


async def capture(
    session: AsyncSession,
    source: Source,
    *,
    workspace: str,
    topic: str | None,
    charter: Charter,
    by: str,
    now: datetime,
) -> CapturedMessage:
    """Keep a message: it joins the draft of its thread, in order, or begins one.

    Where the thread begins with no question, and has no draft yet, the message waits without an
    entry until one is given (`attach`). The same message again changes nothing but who keeps it.

    Raises:
        EmptyText: the answer holds nothing to read.
        AuthorRefuses: whoever wrote it does not want it kept.
    """
    if not source.answer.strip():
        raise EmptyText
    await retraction.check(session, workspace, source.channel, source.ts)
    await alone(session, workspace, source.channel, source.thread_ts)
    message = await captured.keep(session, by, **_facts(source, workspace))
    if message.entry_id is not None:
        return message
    draft = await captured.draft_of_thread(session, message)
    if draft:
        await _join(session, draft, message, by=by, now=now)
    elif asks(source.question):
        entry = _entry(source, workspace, topic, by, now)
        outsiders = charter.everyone() - source.readers if source.readers is not None else ()
        await submission.draft(session, entry, charter=charter, by=by, now=now, outsiders=outsiders)
        await _belongs(session, message, entry, now=now)
    return message


async def attach(
    session: AsyncSession, entry: Entry, sources: Sequence[Source], *, by: str, now: datetime
) -> None:
    """An entry was written from these messages of one thread: they are kept for it.

    Raises:
        IllegalMove: one of them has become part of another entry in the meantime.
        AuthorRefuses: whoever wrote one of them does not want it kept.
    """
    for source in sources:
        await retraction.check(session, entry.workspace, source.channel, source.ts)
        await alone(session, entry.workspace, source.channel, source.thread_ts)
        message = await captured.keep(session, by, **_facts(source, entry.workspace))
        if message.entry_id not in (None, entry.id):
            raise IllegalMove
        if message.author != entry.author:
            await consents.begin(session, entry, message.author, by=by, now=now)
        await _belongs(session, message, entry, now=now)


async def withdraw(
    session: AsyncSession, channel: str, ts: str, *, workspace: str, by: str, now: datetime
) -> Entry | None:
    """Somebody who keeps a message takes that back; it goes when nobody keeps it any more.

    A draft without messages is put aside. What somebody has judged or edited since stays as they
    left it.
    """
    message = await captured.find(session, workspace, channel, ts, lock=True)
    if message is None:
        return None
    entry = await _locked(session, message.entry_id)
    if entry is not None and not entry.is_pending:
        return None
    if not await captured.let_go(session, message, by):
        return None
    if others := await captured.keepers(session, message):
        message.by = others[0] if message.by == by else message.by
        return None
    if entry is None:
        await captured.forget(session, message)
        return None
    return await _take_out(session, entry, message, by=by, now=now)


async def _take_out(
    session: AsyncSession, entry: Entry, message: CapturedMessage, *, by: str, now: datetime
) -> Entry:
    before = await captured.of_entry(session, entry)
    rest = [other for other in before if other is not message]
    await captured.forget(session, message)
    if not rest:
        entry.move_to(Status.ARCHIVED)
    elif captured.is_untouched(entry, before):
        entry.body = captured.together(rest)
    if not rest or captured.is_untouched(entry, rest):
        await _changed(session, entry, by=by, now=now, deed="entry.withdrawn")
    await marks.show(session, message, entry, now=now, is_kept=False)
    return entry


def _facts(source: Source, workspace: str) -> dict[str, str | None]:
    return {
        "workspace": workspace,
        "channel": source.channel,
        "ts": source.ts,
        "thread_ts": source.thread_ts,
        "question": source.question.strip() or None,
        "text": source.answer.strip(),
        "author": source.author,
        "url": source.url,
    }


def _entry(source: Source, workspace: str, topic: str | None, by: str, now: datetime) -> Entry:
    entry = Entry(
        workspace=workspace,
        body=source.answer.strip(),
        lang=source.lang,
        topic=topic,
        audience=source.audience,
        origin=source.channel,
        author=source.author,
        capturer=by,
        source_url=source.url,
        created_at=now,
        updated_at=now,
    )
    entry.ask(source.question)
    return entry


async def _join(
    session: AsyncSession, entry: Entry, message: CapturedMessage, *, by: str, now: datetime
) -> None:
    """Put a message into the draft of its thread, in the order they were written.

    Once somebody has edited the draft it comes last: nothing of theirs is lost.
    """
    before = await captured.of_entry(session, entry)
    if captured.is_untouched(entry, before):
        entry.body = captured.together([*before, message])
    else:
        entry.body = f"{entry.body}\n\n{message.text}"
    await consents.begin(session, entry, message.author, by=by, now=now)
    await _changed(session, entry, by=by, now=now, deed="entry.joined")
    await _belongs(session, message, entry, now=now)


async def _belongs(
    session: AsyncSession, message: CapturedMessage, entry: Entry, *, now: datetime
) -> None:
    message.entry_id = entry.id
    await marks.show(session, message, entry, now=now, is_kept=True)


async def _changed(
    session: AsyncSession, entry: Entry, *, by: str, now: datetime, deed: str
) -> None:
    await entries.changed(session, entry, by=by, now=now, deed=deed)
    await review_news.show_reviewer(session, entry, now=now)


async def _locked(session: AsyncSession, number: int | None) -> Entry | None:
    """The entry, ours alone until we commit."""
    return await session.get(Entry, number, with_for_update=True) if number else None
