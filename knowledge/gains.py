"""Gains: what the knowledge base has of an answer: a new entry, or new words to find one by."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, redaction, review, review_news, risk, submission
from knowledge.charter import Charter, Risk
from knowledge.entry import TITLE_LIMIT, Entry
from knowledge.escalation import Escalation
from knowledge.escalations import texts_asked
from knowledge.question import Question, Way
from knowledge.sense import sense
from knowledge.wording import is_teachable


async def entry_of(
    session: AsyncSession,
    escalation: Escalation,
    readers: Collection[str],
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> Entry:
    """The answer as an entry: the draft it became before, a new draft, or published.

    `readers` are those who may see a private channel's: nobody else reviews it.
    """
    if known := await _pending(session, escalation):
        said: dict[str, Any] = {"title": known.title, "body": escalation.answer or ""}
        await entries.edit(session, known, by=by, now=now, seen=known.revision, **said)
        await review_news.show_reviewer(session, known, now=now)
        return known
    entry = await _new(session, escalation, by=by, now=now)
    if not _goes_unread(charter, entry, by):
        outsiders = charter.everyone() - set(readers) if entry.audience else ()
        how: dict[str, Any] = {"charter": charter, "by": by, "now": now}
        return await submission.draft(session, entry, outsiders=outsiders, **how)
    entry.appear(by=by, now=now)
    return await entries.add(session, entry, by=by, now=now, deed="entry.published")


async def wordings_of(
    session: AsyncSession,
    escalation: Escalation,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> None:
    """Let the entry be found by these words too, on the word of somebody with the mandate."""
    topic = charter.topic(entry.topic)
    has_say = topic is not None and charter.may_answer(by, topic)
    if not (has_say or review.may_review(charter, entry, by)):
        return
    known = {sense(text) for text in (entry.title, *entry.wordings)}
    own = [escalation.text] if escalation.audience in (None, entry.audience) else []
    asked = (*own, *await _other_wordings(session, escalation, entry))
    new = [text for text in asked if is_teachable(text) and sense(text) not in known]
    if new:
        entry.reword((*entry.wordings, *new))
        await entries.changed(session, entry, by=by, now=now, deed="entry.taught")


def _goes_unread(charter: Charter, entry: Entry, by: str) -> bool:
    """Whether what this person answers on the topic needs no review."""
    if risk.care(charter, entry).risk is Risk.HIGH or redaction.found(entry):
        return False
    topic = charter.topic(entry.topic)
    if topic is None or topic.publish is None:
        return False
    return charter.autonomy_of(by, topic) >= topic.publish


async def _new(session: AsyncSession, escalation: Escalation, *, by: str, now: datetime) -> Entry:
    entry = Entry(
        workspace=escalation.workspace,
        title=escalation.text[:TITLE_LIMIT],
        body=escalation.answer or "",
        topic=escalation.topic,
        audience=escalation.audience,
        origin=await _origin(session, escalation),
        author=by,
        capturer=escalation.asker,
        created_at=now,
        updated_at=now,
    )
    entry.reword(await _other_wordings(session, escalation, entry))
    return entry


async def _pending(session: AsyncSession, escalation: Escalation) -> Entry | None:
    if escalation.entry_id is None:
        return None
    entry = await entries.get(session, escalation.workspace, escalation.entry_id, lock=True)
    return entry if entry.is_pending else None


async def _origin(session: AsyncSession, escalation: Escalation) -> str | None:
    """The channel it was asked in, if others could read it there."""
    question = await session.get_one(Question, escalation.question_id)
    return question.channel if question.way is Way.MENTION else None


async def _other_wordings(
    session: AsyncSession, escalation: Escalation, entry: Entry
) -> Sequence[str]:
    """How the others have asked the same who wait for the answer; what was asked in front of a
    private channel stays with its entries.
    """
    texts = await texts_asked(session, escalation, audience=entry.audience)
    return [text for text in texts if is_teachable(text) and sense(text) != escalation.sense]
