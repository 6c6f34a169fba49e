"""Words erased: the rows that are only about one person go, and what they wrote in others."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.absence import Absence
from knowledge.captured import CapturedMessage, Keeper
from knowledge.charter_versions import CharterVersion
from knowledge.consent import AuthorConsent
from knowledge.entry import Change, Entry, Revision
from knowledge.escalation import Escalation
from knowledge.flag import Flag, Remark
from knowledge.handovers import Handover
from knowledge.inbox import Event
from knowledge.notification import Kind, Notification
from knowledge.question import Question
from knowledge.reactions import Reaction
from knowledge.recall import Recall
from knowledge.receipts import Receipt
from knowledge.retraction import ERASED
from knowledge.ruling import Ruling
from knowledge.signal import Signal, Supporter
from knowledge.timeline import TimelineEvent
from knowledge.tip import Tip
from knowledge.traces import Trace
from knowledge.waiter import Waiter
from knowledge.wording import Voice, Wording

GOES = {
    "absences": ("person",),
    "captured_messages": ("author",),
    "consents": ("person",),
    "keepers": ("person",),
    "members": ("id",),
    "outbox": ("to",),
    "reactions": ("person",),
    "receipts": ("person",),
    "supporters": ("person",),
    "tips": ("person",),
    "voices": ("person",),
    "waiters": ("person",),
}
"""Tables whose rows are one person's alone, and the columns that say whose."""

WRITES = {
    "questions": ("asker",),
    "escalations": ("asker", "assignee"),
    "signals": ("author",),
    "timeline": ("by",),
    "handovers": ("former",),
    "revisions": ("by",),
    "rulings": ("by",),
    "remarks": ("person",),
    "flags": ("settled_by",),
    "recalls": ("by",),
}
"""Tables whose rows stay without the words that somebody wrote there."""


def is_erased(trace: Trace, person: str) -> bool:
    """Whether the row goes, or loses this person's words; else they are only named no more."""
    columns = (*GOES.get(trace.table, ()), *WRITES.get(trace.table, ()))
    in_event = trace.table == Event.__tablename__ and _spoke(trace.row["body"], person)
    return in_event or any(trace.row[column] == person for column in columns)


async def erase(session: AsyncSession, workspace: str, person: str) -> None:
    """Let go of everything this person said and everything that was kept for them alone."""
    await _forget_voices(session, workspace, person)
    await _forget_questions(session, workspace, person)
    await _forget_answers(session, workspace, person)
    await _forget_signals(session, workspace, person)
    await _forget_events(session, workspace, person)
    await _forget_gestures(session, workspace, person)
    for table in (Absence, AuthorConsent, Reaction, Receipt, Tip):
        mine = (table.workspace == workspace, table.person == person)
        await session.execute(delete(table).where(*mine))
    why = (CharterVersion.workspace == workspace, CharterVersion.applied_by == person)
    await session.execute(update(CharterVersion).where(*why).values(why=None))
    await _forget_reasons(session, workspace, person)
    await _forget_messages(session, workspace, person)


async def _forget_voices(session: AsyncSession, workspace: str, person: str) -> None:
    """What they alone have taught is not known any more."""
    heard = select(Wording.id).where(Wording.workspace == workspace)
    mine = (Voice.person == person, Voice.wording_id.in_(heard))
    touched = (await session.scalars(select(Voice.wording_id).where(*mine).distinct())).all()
    await session.execute(delete(Voice).where(*mine))
    unheard = Wording.id.in_(touched) & ~Wording.id.in_(select(Voice.wording_id))
    entries = select(Wording.entry_id).where(Wording.id.in_(touched)).distinct()
    for number in (await session.scalars(entries)).all():
        session.add(Change(workspace=workspace, entry_id=number))
    await session.execute(delete(Wording).where(unheard))


async def _forget_questions(session: AsyncSession, workspace: str, person: str) -> None:
    """That something was asked is still counted; not what, nor where."""
    mine = (Question.workspace == workspace, Question.asker == person)
    nowhere = {"text": ERASED, "channel": None, "thread_ts": None}
    asked = select(Question.id).where(*mine)
    own = (Escalation.workspace == workspace, Escalation.question_id.in_(asked))
    await session.execute(
        update(Escalation)
        .where(*own)
        .values(text=ERASED, sense=ERASED, details=[], wanted=None, urgency=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(update(Question).where(*mine).values(nowhere))
    of_team = select(Escalation.id).where(Escalation.workspace == workspace)
    waits = (Waiter.person == person, Waiter.escalation_id.in_(of_team))
    await session.execute(delete(Waiter).where(*waits))


async def _forget_answers(session: AsyncSession, workspace: str, person: str) -> None:
    """Answers and reasons they gave; the knowledge base has what was kept of them."""
    here = Escalation.workspace == workspace
    of_team = select(Escalation.id).where(here)
    answered = and_(here, Escalation.assignee == person, Escalation.answer.is_not(None))
    await session.execute(update(Escalation).where(answered).values(answer=ERASED))
    said = or_(TimelineEvent.by == person, TimelineEvent.person == person)
    events = and_(TimelineEvent.workspace == workspace, said, TimelineEvent.text.is_not(None))
    await session.execute(update(TimelineEvent).where(events).values(text=ERASED))
    given = (Handover.former == person, Handover.escalation_id.in_(of_team))
    await session.execute(update(Handover).where(*given).values(reason=None))


async def _forget_signals(session: AsyncSession, workspace: str, person: str) -> None:
    here = Signal.workspace == workspace
    of_team = select(Signal.id).where(here)
    mine = (Supporter.person == person, Supporter.signal_id.in_(of_team))
    await session.execute(delete(Supporter).where(*mine))
    wrote = (here, Signal.author == person)
    await session.execute(update(Signal).where(*wrote).values(text=ERASED, url=None))
    reasons = (here, Signal.owner == person)
    await session.execute(update(Signal).where(*reasons).values(reason=None))


async def _forget_gestures(session: AsyncSession, workspace: str, person: str) -> None:
    """What they kept stays kept by others, and by the entry that it has become."""
    kept = select(CapturedMessage.id).where(CapturedMessage.workspace == workspace)
    mine = (Keeper.person == person, Keeper.message_id.in_(kept))
    await session.execute(delete(Keeper).where(*mine))


async def _forget_reasons(session: AsyncSession, workspace: str, person: str) -> None:
    """Why they changed, judged, doubted or took back what an entry says."""
    ours = select(Entry.id).where(Entry.workspace == workspace)
    changed = (Revision.by == person, Revision.entry_id.in_(ours))
    await session.execute(update(Revision).where(*changed).values(why=None))
    judged = (Ruling.workspace == workspace, Ruling.by == person)
    await session.execute(update(Ruling).where(*judged).values(why=None))
    doubted = (Remark.workspace == workspace, Remark.person == person)
    await session.execute(update(Remark).where(*doubted).values(text=ERASED))
    settled = (Flag.workspace == workspace, Flag.settled_by == person)
    await session.execute(update(Flag).where(*settled).values(reason=None))
    recalled = (Recall.workspace == workspace, Recall.by == person)
    await session.execute(update(Recall).where(*recalled).values(reason=None))


async def _forget_events(session: AsyncSession, workspace: str, person: str) -> None:
    """What Slack has told of them and is still to be looked at."""
    for event in await session.scalars(select(Event).where(Event.done_at.is_(None))):
        if event.body.get("team_id") == workspace and _spoke(event.body, person):
            await session.delete(event)


async def _forget_messages(session: AsyncSession, workspace: str, person: str) -> None:
    """Nothing more is sent to them, and what was sent to others of their words is not kept."""
    here = Notification.workspace == workspace
    await session.execute(delete(Notification).where(here, Notification.to == person))
    theirs = Notification.facts["author"].as_string() == person
    corrections = (here, Notification.kind == Kind.CORRECTION, theirs)
    await session.execute(delete(Notification).where(*corrections))


def _spoke(body: Mapping[str, Any], person: str) -> bool:
    """Whether it is this person who did what an event tells."""
    event = body.get("event") or {}
    user = event.get("user")
    return (user.get("id") if isinstance(user, dict) else user) == person
