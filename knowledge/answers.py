"""Answers: how an escalation is answered, and what becomes of the answer."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, gains, learning, news, receipts, review, timeline
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.errors import IllegalMove, NotForThem
from knowledge.escalation import Escalation
from knowledge.escalation import Status as Owed
from knowledge.escalations import waiters
from knowledge.question import Feedback, Question
from knowledge.timeline import Deed


async def answer(
    session: AsyncSession,
    escalation: Escalation,
    text: str,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    readers: Collection[str] = (),
) -> Entry:
    """The assignee answers: everyone who waits is told, and the knowledge base gains an entry.

    It is a draft for review, or published at once where the charter lets this person (`publish`)
    and it holds no personal data. What a private channel asked is kept for it, and reviewed by one
    of its members (`readers`).

    Raises:
        NotAllowed, IllegalMove, EmptyText: see `Escalation.settle`.
    """
    escalation.settle(text, by=by, now=now)
    how: dict[str, Any] = {"by": by, "charter": charter, "now": now}
    entry = await gains.entry_of(session, escalation, readers, **how)
    await _answered(session, escalation, entry, how="written", by=by, now=now)
    return entry


async def answer_with_entry(
    session: AsyncSession,
    escalation: Escalation,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    how: str = "entry",
) -> None:
    """An entry is the answer. It learns the question as another wording of its own.

    Raises:
        NotAllowed, IllegalMove: see `Escalation.settle`.
        NotForThem: it is not published, or not everyone who waits may see it.
    """
    if entry.status is not Status.PUBLISHED or entry.audience not in (None, escalation.audience):
        raise NotForThem
    escalation.settle(entry.body, by=by, now=now)
    await gains.wordings_of(session, escalation, entry, by=by, charter=charter, now=now)
    await _answered(session, escalation, entry, how=how, by=by, now=now)


async def confirm(
    session: AsyncSession,
    escalation: Escalation,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    body: str | None = None,
    seen: int = 0,
    readers: Collection[str] = (),
) -> None:
    """*Yes*: the entry that was found is the answer; or *yes, with this change* (`body`).

    The change goes into the entry where this person has a say over it (`seen`: the revision they
    changed), else into a draft (`readers` as in `answer`).

    Raises:
        IllegalMove: nothing is to be confirmed any more.
        NotAllowed, EmptyText: see `Escalation.settle`.
        Changed: somebody else has changed the entry meanwhile.
    """
    escalation.only_assignee(by)
    is_said = escalation.status is Owed.ANSWERED and body is None
    if is_said and escalation.entry_id == escalation.proposed_id:
        return
    if escalation.proposed_id is None or not escalation.is_live:
        raise IllegalMove
    entry = await entries.get(session, escalation.workspace, escalation.proposed_id, lock=True)
    how: dict[str, Any] = {"by": by, "charter": charter, "now": now}
    if body is None or body.strip() == entry.body:
        await answer_with_entry(session, escalation, entry, how="confirmed", **how)
    elif review.may_review(charter, entry, by):
        await review.edit(session, entry, title=entry.title, body=body, seen=seen, **how)
        await answer_with_entry(session, escalation, entry, how="changed", **how)
    else:
        await answer(session, escalation, body, readers=readers, **how)


async def refuse(session: AsyncSession, escalation: Escalation, *, by: str, now: datetime) -> None:
    """*No*: the entry is not the answer. The question is still owed one; the entry learns.

    Raises:
        NotAllowed: somebody else is asked.
        IllegalMove: nothing is to be confirmed any more.
    """
    escalation.only_assignee(by)
    if escalation.proposed_id is None or not escalation.is_live:
        raise IllegalMove
    entry, escalation.proposed_id = escalation.proposed_id, None
    timeline.record(session, escalation, Deed.REFUSED, by=by, now=now, entry=entry)
    question = await session.get_one(Question, escalation.question_id)
    if question.feedback is None and question.judge(Feedback.NOT_HELPFUL):
        await learning.hear(session, question, now=now)
    await news.show_everyone(session, escalation, now=now)


async def given(session: AsyncSession, escalation: Escalation, plan: int) -> str:
    """What was answered while these were its deadlines, whatever was said of it since."""
    events = await timeline.of(session, escalation)
    answers = [one for one in events if one.deed is Deed.ANSWERED]
    texts = [one.text or "" for one in answers if one.facts.get("plan") == plan]
    return texts[-1] if texts else ""


async def entry_given(session: AsyncSession, escalation: Escalation) -> Entry | None:
    """The entry that was the answer last given; None where somebody has written it."""
    events = await timeline.of(session, escalation)
    last = next((one for one in reversed(events) if one.deed is Deed.ANSWERED), None)
    if last is None or last.facts.get("how") == "written":
        return None
    return await entries.get(session, escalation.workspace, last.facts["entry"])


async def _answered(
    session: AsyncSession,
    escalation: Escalation,
    entry: Entry,
    *,
    how: str,
    by: str,
    now: datetime,
) -> None:
    escalation.entry_id = entry.id
    about: dict[str, Any] = {"entry": entry.id, "how": how, "plan": escalation.plan}
    told: dict[str, Any] = {"person": by, "text": escalation.answer}
    timeline.record(session, escalation, Deed.ANSWERED, by=by, now=now, **told, **about)
    waiting = await waiters(session, escalation)
    await news.deliver_answer(session, escalation, waiting, now=now)
    await receipts.answered(session, escalation, entry, waiting, now=now)
    await news.show_everyone(session, escalation, now=now)
