"""Heirs: who could do what somebody did, and who acts where nobody is left to lead."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import substitutes
from knowledge.charter import Autonomy, Charter, Topic
from knowledge.charter.succession import named_in
from knowledge.escalation import Escalation

LATELY = timedelta(days=365)
"""How far back it counts who answered what."""

Answered = Counter[tuple[str | None, str]]
"""How many questions of a topic each person answered lately: (topic, person) → number."""


def propose(
    charter: Charter,
    topic: Topic | None,
    person: str,
    *,
    gone: Collection[str],
    answered: Answered,
) -> str | None:
    """Who could do on this topic what `person` did: fit for it by the charter, and there.

    Of those whom it names already, who answered most of it lately; else their substitute, else a
    lead. None where nobody has the autonomy.
    """
    known = topic.id if topic else None
    named = sorted(_named(charter, topic), key=lambda who: (-answered[known, who], who))
    others = (*named, substitutes.of(charter, person), *charter.leads())
    fit = (who for who in others if who and is_fit(charter, who, topic))
    return next((who for who in fit if who != person and who not in gone), None)


def is_fit(charter: Charter, person: str, topic: Topic | None) -> bool:
    """Whether the charter lets them answer there."""
    return topic is None or charter.may_answer(person, topic)


def in_charge(charter: Charter, gone: Collection[str]) -> tuple[str, ...]:
    """Who sees to it that nothing is left to nobody: the leads; if all have left, the seniors."""
    leads = tuple(who for who in charter.leads() if who not in gone)
    return leads or tuple(
        one.slack
        for one in charter.people
        if one.slack not in gone and charter.autonomy_of(one.slack, None) is Autonomy.SENIOR
    )


async def lately_answered(session: AsyncSession, workspace: str, *, now: datetime) -> Answered:
    """How many questions of each topic each person has answered in the past year."""
    query = (
        select(Escalation.topic, Escalation.assignee, func.count())
        .where(Escalation.workspace == workspace, Escalation.answered_at >= now - LATELY)
        .group_by(Escalation.topic, Escalation.assignee)
    )
    found = await session.execute(query)
    return Counter({(topic, person): number for topic, person, number in found})


def _named(charter: Charter, topic: Topic | None) -> frozenset[str]:
    if topic is not None:
        return named_in(topic)
    return frozenset(who for step in charter.chain_for(None) for who in step.who)
