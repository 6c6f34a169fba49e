"""Source changes: a message that an entry was made from is edited, or deleted, by its author."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import (
    captured,
    charters,
    entries,
    flag_news,
    flag_settling,
    flagging,
    flags,
    review,
    review_news,
)
from knowledge.captured import CapturedMessage
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.errors import IllegalMove, NobodyToTell
from knowledge.flag import Doubt, Flag
from knowledge.flag import Status as Life
from knowledge.flagging import Saying
from knowledge.timeline import CLOCK

NOTICED = (Doubt.SOURCE_EDITED, Doubt.SOURCE_DELETED)


async def edited(
    session: AsyncSession,
    workspace: str,
    channel: str,
    ts: str,
    text: str,
    *,
    at: str,
    outsiders: Collection[str] = (),
    now: datetime,
) -> None:
    """A message says `text` (Markdown) since `at`, a moment as Slack writes it.

    A draft that nobody has touched follows; for the rest, whoever keeps the entry true decides.
    What comes late, or again, changes nothing, nor does what says the same.
    """
    message = await _kept(session, workspace, channel, ts)
    if message is None or message.is_deleted or at <= (message.edited_ts or ""):
        return
    said, message.edited_ts = message.edited_text or message.text, at
    if text.strip() == said:
        return
    message.edited_text = text.strip()
    if entry := await _living(session, message):
        await _differs(session, entry, message, outsiders=outsiders, now=now)


async def deleted(
    session: AsyncSession,
    workspace: str,
    channel: str,
    ts: str,
    *,
    outsiders: Collection[str] = (),
    now: datetime,
) -> None:
    """A message is gone: so is a draft of it, or its part; an entry is flagged by nobody."""
    message = await _kept(session, workspace, channel, ts)
    if message is None or message.is_deleted:
        return
    message.is_deleted = True
    if entry := await _living(session, message):
        if entry.is_pending:
            await _leave(session, entry, message, now=now)
        else:
            await _flag(session, entry, message, Doubt.SOURCE_DELETED, outsiders=outsiders, now=now)


async def take_over(
    session: AsyncSession,
    flag: Flag,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    seen: int,
) -> None:
    """The entry says what its sources say now. `seen` is the revision that was compared.

    Raises:
        NoMandate: the charter gives this person no say.
        IllegalMove: it is settled, or says something else than its sources did.
        Changed: somebody has changed it since.
    """
    if flag.was_settled(Life.CORRECTED, by=by):
        return
    messages = await edits(session, flag)
    body = await followed(session, entry, messages)
    if not flag.is_open or body is None:
        raise IllegalMove
    await flag_settling.correct(
        session,
        entry,
        by=by,
        charter=charter,
        now=now,
        reason="",
        seen=seen,
        title=entry.title,
        body=body,
    )
    for message in messages:
        message.text = message.edited_text or message.text


async def keep_ours(
    session: AsyncSession, flag: Flag, entry: Entry, *, by: str, charter: Charter, now: datetime
) -> None:
    """The entry stays as it is, whatever its source says. Twice is once.

    Raises:
        NoMandate: the charter gives this person no say.
        IllegalMove: it is settled otherwise, or people doubt it too: they are owed a reason.
    """
    review.check(charter, entry, by)
    if flag.was_settled(Life.UPHELD, by=by):
        return
    if await flags.flaggers(session, flag):
        raise IllegalMove
    await flags.settle(session, flag, Life.UPHELD, by=by, now=now)


async def edits(session: AsyncSession, flag: Flag) -> Sequence[CapturedMessage]:
    """The messages whose edits the flag is about."""
    said = await flags.remarks(session, flag)
    places = [one.place for one in said if one.doubt is Doubt.SOURCE_EDITED and one.place]
    found = [await captured.find(session, flag.workspace, *place.split(":")) for place in places]
    return [message for message in found if message and not message.is_deleted]


async def followed(
    session: AsyncSession, entry: Entry, messages: Sequence[CapturedMessage]
) -> str | None:
    """What the answer would be if it followed these messages; None where it says too much else."""
    every = await captured.of_entry(session, entry)
    if len(every) == 1 and messages:
        return messages[0].edited_text
    body = entry.body
    for message in messages:
        if message.text not in body:
            return None
        body = body.replace(message.text, message.edited_text or message.text, 1)
    return body if messages else None


async def _differs(
    session: AsyncSession,
    entry: Entry,
    message: CapturedMessage,
    *,
    outsiders: Collection[str],
    now: datetime,
) -> None:
    before = await captured.of_entry(session, entry)
    if entry.is_pending and captured.is_untouched(entry, before):
        message.text = message.edited_text or message.text
        entry.body = captured.together(before)
        await _changed(session, entry, deed="entry.followed", now=now)
    elif message.edited_text == message.text or _agrees(entry, message):
        place, doubts = _place(message), (Doubt.SOURCE_EDITED,)
        await flagging.take_back(session, entry.workspace, place, by=None, doubts=doubts, now=now)
    else:
        await _flag(session, entry, message, Doubt.SOURCE_EDITED, outsiders=outsiders, now=now)


def _agrees(entry: Entry, message: CapturedMessage) -> bool:
    """Whether the entry says already what the message says now."""
    return bool(message.edited_text) and str(message.edited_text) in entry.body


async def _flag(
    session: AsyncSession,
    entry: Entry,
    message: CapturedMessage,
    doubt: Doubt,
    *,
    outsiders: Collection[str],
    now: datetime,
) -> None:
    """Whoever keeps the entry true hears of it, once for each message while it is open.

    Where the charter names nobody who may change it, there is nobody to hear.
    """
    place = _place(message)
    known = await flags.open_of(session, entry, lock=True)
    if known and any(
        one.place == place and one.doubt is doubt for one in await flags.remarks(session, known)
    ):
        await flag_news.show_everyone(session, known, now=now)
        return
    charter = await charters.in_force(session, entry.workspace)
    when = message.edited_ts if doubt is Doubt.SOURCE_EDITED else "deleted"
    said = Saying(f"source:{place}:{when}", doubt, place=place, outsiders=outsiders)
    with suppress(NobodyToTell):
        await flagging.flag(session, entry, said, charter=charter, by=None, now=now)


async def _leave(
    session: AsyncSession, entry: Entry, message: CapturedMessage, *, now: datetime
) -> None:
    """A draft loses a message; what its reviewer has written stays, unless nothing else is left."""
    before = await captured.of_entry(session, entry)
    rest = [one for one in before if one is not message]
    was_untouched = captured.is_untouched(entry, before)
    await captured.forget(session, message)
    if not rest:
        entry.move_to(Status.ARCHIVED)
        entry.archived_at = now
        if flag := await flags.open_of(session, entry, lock=True):
            await flags.settle(session, flag, Life.ARCHIVED, by=CLOCK, now=now)
    elif was_untouched:
        entry.body = captured.together(rest)
    else:
        return
    await _changed(session, entry, deed="entry.withdrawn", now=now)


async def _changed(session: AsyncSession, entry: Entry, *, deed: str, now: datetime) -> None:
    await entries.changed(session, entry, by=CLOCK, now=now, deed=deed)
    await review_news.show_reviewer(session, entry, now=now)


async def _kept(
    session: AsyncSession, workspace: str, channel: str, ts: str
) -> CapturedMessage | None:
    """The message, if an entry was made from it; ours alone until we commit."""
    query = select(CapturedMessage).where(
        CapturedMessage.workspace == workspace,
        CapturedMessage.channel == channel,
        CapturedMessage.ts == ts,
    )
    return await session.scalar(query.with_for_update())


async def _living(session: AsyncSession, message: CapturedMessage) -> Entry | None:
    """The entry that has it, unless it was put aside; ours alone until we commit."""
    if message.entry_id is None:
        return None
    entry = await session.get(Entry, message.entry_id, with_for_update=True)
    return entry if entry and entry.status is not Status.ARCHIVED else None


def _place(message: CapturedMessage) -> str:
    return f"{message.channel}:{message.ts}"
