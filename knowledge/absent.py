"""Absent: what becomes of the answers somebody owes who is away, or has left."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.escalation import Escalation
from knowledge.escalations import owed_by


async def follow(
    session: AsyncSession,
    workspace: str,
    person: str,
    *,
    now: datetime,  # noqa: ARG001  a moment that everything decided here is decided at
) -> Sequence[Escalation]:
    """Give the questions whose answer this person owes, most urgent first.

    It is called in the transaction in which somebody is found to be away or to have left. It
    changes nothing: each question stays with them until its own time is over.
    """
    return await owed_by(session, workspace, person)
