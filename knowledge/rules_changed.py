"""Rules changed: a new charter is in force, and the questions that are owed an answer follow it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, deadlines, touched
from knowledge.charter import Charter


async def follow(
    session: AsyncSession,
    before: Charter,
    after: Charter,
    *,
    workspace: str,
    by: str,
    now: datetime,
) -> None:
    """Let every open escalation that the change touches follow it, in the same transaction.

    Its history says what has changed for it, and what its assignee and askers see is brought up to
    date. It keeps its assignee, its deadlines and its timers: whom it passes to next, and how fast,
    is read from the charter then in force. So none is ever lost.
    """
    for touch in await touched.find(session, workspace, before, after, now=now):
        effects = [str(effect) for effect in touch.effects]
        escalation = touch.escalation
        audit.record(
            session, "escalation.rules_changed", escalation, by=by, now=now, effects=effects
        )
        await deadlines.show_everyone(session, escalation, now=now)
