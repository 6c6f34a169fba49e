"""Moves: what becomes of entries when the channel they came from changes, or its members do.

The stricter rule holds: what came from a channel that everybody could read is kept for its members
once it is private; what came from a private one stays with its members whatever becomes of it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, entries, outbox, review_news, roster, submission, workspaces
from knowledge.capture import CapturedMessage
from knowledge.entry import PENDING, Change, Entry, Status
from knowledge.escalation import Escalation
from knowledge.outbox import Kind, Notification
from knowledge.question import Question, Way
from knowledge.signal import Signal
from knowledge.timeline import CLOCK
from knowledge.waiter import Waiter
from knowledge.wording import Voice

SHOWN = 50
"""Entries that a message about a channel remembers."""


class Cause(StrEnum):
    """What has become of a channel."""

    MADE_PRIVATE = "made_private"  # only its members read it now
    CLOSED = "closed"  # we cannot look into it any more, so we don't know who is in it
    DELETED = "deleted"  # it is gone, and nobody is in it


async def made_private(
    session: AsyncSession, workspace: str, channel: str, *, now: datetime
) -> int:
    """Keep for its members what came from a channel that is private now; how many entries.

    What somebody has widened on purpose stays as they left it. Doing so twice changes nothing.
    """
    came = (Entry.origin == channel, Entry.audience.is_(None), Entry.widened_from.is_(None))
    touched = await _locked(session, workspace, *came)
    for entry in touched:
        entry.audience = channel
    await entries.changed(session, *touched, by=CLOCK, now=now, deed="entry.restricted")
    await _restrict_questions(session, workspace, channel)
    await _tell(session, workspace, channel, touched, Cause.MADE_PRIVATE, now=now)
    return len(touched)


async def out_of_reach(
    session: AsyncSession, workspace: str, channel: str, cause: Cause, *, now: datetime
) -> None:
    """Nobody can be found to be in a channel any more: who keeps its entries learns of it.

    What came from a channel that everybody could read, and that is deleted, stays as it is.
    """
    if cause is Cause.DELETED:
        came = (Entry.workspace == workspace, Entry.origin == channel, Entry.audience.is_(None))
        await session.execute(update(Entry).where(*came).values(origin=None))
    hidden = await _locked(session, workspace, Entry.audience == channel)
    await _tell(session, workspace, channel, hidden, cause, now=now)


async def left(
    session: AsyncSession,
    workspace: str,
    channel: str,
    person: str,
    *,
    members: Collection[str],
    now: datetime,
) -> None:
    """Somebody is no longer in a channel: what they were to review there, one of its members is."""
    charter = await charters.in_force(session, workspace)
    outsiders = charter.everyone() - set(members)
    theirs = (Entry.audience == channel, Entry.reviewer == person, Entry.status.in_(PENDING))
    for entry in await _locked(session, workspace, *theirs):
        await submission.reassign(
            session, workspace, entry.id, unreached=person, now=now, outsiders=outsiders
        )
        await review_news.show_reviewer(session, entry, now=now)


async def renamed(session: AsyncSession, workspace: str, old: str, new: str) -> None:
    """Slack calls a channel by another id: everything that names it does so too."""
    kept = select(Entry.id).where(Entry.workspace == workspace, Entry.audience == old)
    await _announce(session, workspace, await session.scalars(kept))
    for column in (
        Entry.audience,
        Entry.origin,
        Entry.widened_from,
        Question.audience,
        Question.channel,
        Escalation.audience,
        Signal.audience,
        Signal.channel,
        CapturedMessage.channel,
        Notification.to,
        Notification.channel,
    ):
        table = column.class_
        named = table.workspace == workspace, column == old
        await session.execute(update(table).where(*named).values({column.key: new}))
    owed = select(Escalation.id).where(Escalation.workspace == workspace)
    for column, ours in (
        (Voice.audience, Voice.question_id.in_(_questions(workspace))),
        (Waiter.channel, Waiter.escalation_id.in_(owed)),
    ):
        table = column.class_
        await session.execute(update(table).where(ours, column == old).values({column.key: new}))


async def origins(session: AsyncSession) -> Sequence[tuple[str, str]]:
    """The channels that entries came from which everybody finds: (workspace, channel)."""
    query = (
        select(Entry.workspace, Entry.origin)
        .where(
            Entry.origin.is_not(None),
            Entry.audience.is_(None),
            Entry.widened_from.is_(None),
            Entry.status != Status.ARCHIVED,
            Entry.workspace.not_in(workspaces.gone()),
        )
        .distinct()
    )
    return [(workspace, str(origin)) for workspace, origin in await session.execute(query)]


async def _locked(
    session: AsyncSession, workspace: str, *which: ColumnElement[bool]
) -> Sequence[Entry]:
    query = select(Entry).where(Entry.workspace == workspace, *which).order_by(Entry.id)
    return (await session.scalars(query.with_for_update(of=Entry))).all()


async def _restrict_questions(session: AsyncSession, workspace: str, channel: str) -> None:
    """What was asked aloud there teaches entries of that channel alone, and is nobody's example."""
    asked = _questions(workspace).where(Question.channel == channel, Question.way == Way.MENTION)
    aloud = Escalation.question_id.in_(asked), Escalation.audience.is_(None)
    answered = select(Escalation.entry_id).where(*aloud, Escalation.entry_id.is_not(None))
    spoken = Voice.question_id.in_(asked), Voice.audience.is_(None)
    await _announce(session, workspace, await session.scalars(answered))
    await session.execute(update(Escalation).where(*aloud).values(audience=channel))
    await session.execute(update(Voice).where(*spoken).values(audience=channel))
    said = Signal.workspace == workspace, Signal.channel == channel, Signal.audience.is_(None)
    await session.execute(update(Signal).where(*said).values(audience=channel))
    await session.execute(
        update(Question)
        .where(Question.id.in_(asked), Question.audience.is_(None))
        .values(audience=channel)
    )


def _questions(workspace: str) -> Select[int]:
    return select(Question.id).where(Question.workspace == workspace)


async def _announce(session: AsyncSession, workspace: str, numbers: Iterable[int | None]) -> None:
    """Have every replica's search read these entries, and the topics' examples, again."""
    session.add_all(Change(workspace=workspace, entry_id=one) for one in set(numbers) if one)


async def _tell(
    session: AsyncSession,
    workspace: str,
    channel: str,
    touched: Sequence[Entry],
    cause: Cause,
    *,
    now: datetime,
) -> None:
    """Their owners and the leads learn what has become of entries, each in one message a day."""
    if not touched:
        return
    charter = await charters.in_force(session, workspace)
    there = await roster.load(session, workspace, charter, now=now)
    owners = {entry.owner or entry.reviewer or entry.author for entry in touched}
    for person in {*there.leads(charter), *owners} - {None, *there.gone}:
        await outbox.notify(
            session,
            Kind.CHANNEL_CHANGED,
            key=f"channel:{channel}:{cause}:{now.date()}:{person}",
            workspace=workspace,
            to=str(person),
            about=touched[0].id,
            now=now,
            channel=channel,
            cause=cause,
            entries=[entry.id for entry in touched][:SHOWN],
            total=len(touched),
        )
