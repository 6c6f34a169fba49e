"""Sheets: everything that a team relies on one person for, read from the database."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, escalations, heirs, people, signals
from knowledge.charter import Charter, Topic
from knowledge.duties import Duty, Sheet
from knowledge.entry import Entry, Status
from knowledge.escalation import Escalation
from knowledge.heirs import Answered


async def of(
    session: AsyncSession, workspace: str, person: str, *, charter: Charter, now: datetime
) -> Sheet:
    """What this person is relied on for now, topics in the order of the charter."""
    gone = await people.gone(session, workspace)
    answered = await heirs.lately_answered(session, workspace, now=now)
    held = (
        await _owned(session, workspace, person),
        await entries.drafts_for(session, workspace, person),
        await escalations.owed_by(session, workspace, person),
    )
    duties = (
        _duty(charter, topic, person, held, gone=gone, answered=answered)
        for topic in (*charter.topics, None)
    )
    return Sheet(
        person,
        duties=tuple(duty for duty in duties if not duty.is_empty),
        processes=tuple(one.id for one in charter.processes if person in one.owners),
        signals=tuple(one.id for one in await signals.owed_by(session, workspace, person)),
        stands_in_for=tuple(one.slack for one in charter.people if one.substitute == person),
        rest=heirs.propose(charter, None, person, gone=gone, answered=answered),
    )


Held = tuple[Sequence[Entry], Sequence[Entry], Sequence[Escalation]]
"""What somebody has in hand: entries they keep true, drafts to review, questions to answer."""


def _duty(
    charter: Charter,
    topic: Topic | None,
    person: str,
    held: Held,
    *,
    gone: Collection[str],
    answered: Answered,
) -> Duty:
    owned, drafts, owed = held
    named = [(number, step.who) for number, step in enumerate(charter.chain_for(topic), 1)]
    others = {who for _number, crowd in named for who in crowd} - {person, *gone}
    steps = tuple(number for number, crowd in named if person in crowd)
    return Duty(
        topic.id if topic else None,
        steps=steps,
        reviews=topic is not None and person in topic.reviewers,
        entries=tuple(one for one in owned if charter.topic(one.topic) is topic),
        drafts=tuple(one for one in drafts if charter.topic(one.topic) is topic),
        escalations=tuple(one for one in owed if charter.topic(one.topic) is topic),
        is_alone=bool(steps) and not any(heirs.is_fit(charter, who, topic) for who in others),
        successor=heirs.propose(charter, topic, person, gone=gone, answered=answered),
    )


async def _owned(session: AsyncSession, workspace: str, person: str) -> Sequence[Entry]:
    query = select(Entry).where(
        Entry.workspace == workspace, Entry.owner == person, Entry.status == Status.PUBLISHED
    )
    return (await session.scalars(query.order_by(Entry.id))).all()
